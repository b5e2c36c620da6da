/**
 * The handshake begins and does not end: an alert, a close or a silence in the middle, nothing in common (RFC 8446 §6.2, §4.1.1).
 * What comes before the first TLS byte after STARTTLS, and what breaks the protocol, are rules of their own.
 */
import type { Session } from '../../smtp/session.ts';
import type { HandshakeFailure } from '../../tls/facts.ts';
import { handshakePlaces } from '../places.ts';
import { type Evidence, type Match, type Rule, rfc } from '../rule.ts';
import { isAncient } from './versions.ts';

export const handshakeFailed: Rule = {
  id: 'tls.handshake-failed',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The TLS handshake fails',
  explanation:
    'The server takes part in TLS and then breaks the handshake off, though it was offered every common version, cipher suite and group. Senders that never fall back to cleartext wait ' +
    'and at last return the mail; others deliver in cleartext, at once or on a later attempt; senders that require TLS hold the mail.',
  fix:
    'Read the alert in the evidence beside the server\'s own log. "handshake_failure" means that nothing fits: most often no usable certificate is loaded, or the cipher list is empty or too narrow; ' +
    '"protocol_version" asks for versions that are no longer offered; "internal_error" is the server\'s own trouble. Allow TLS 1.2 and 1.3 with the default cipher list.',
  citations: [rfc(8446, '6.2'), rfc(3207, '4.1')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    handshakePlaces(facts).flatMap(({ subject, session, handshake }): Match[] => {
      const { failure, outcome } = handshake;
      // What breaks after a completed handshake is the session, not the handshake.
      if (
        !failure ||
        outcome === 'completed' ||
        isElsewhere(failure, session) ||
        isAncient(handshake.version)
      )
        return [];
      // It is we who lack something here; a sender may lack it too, or not.
      const own = failure.kind === 'peer-incompatible';
      return [{ subject, evidence: evidenceOf(failure), ...(own && { severity: 'notice' }) }];
    }),
};

function isElsewhere({ kind, step }: HandshakeFailure, { purpose }: Session): boolean {
  if (kind === 'peer-misbehaved') return true;
  if (purpose !== 'starttls') return false;
  if (kind === 'not-tls') return true;
  return step === 'server-hello' && (kind === 'closed' || kind === 'reset' || kind === 'timeout');
}

function evidenceOf({ kind, step, alert, code, expected, received }: HandshakeFailure): Evidence {
  return {
    failure: kind,
    step,
    ...(alert && { alert }),
    ...(code && { code }),
    ...(expected && { expected }),
    ...(received && { received }),
  };
}
