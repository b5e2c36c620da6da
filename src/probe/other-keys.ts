/**
 * TLSA records have to fit every certificate that the server has (RFC 7671 §8), so those that it keeps for other kinds of keys are asked
 * for, each with its own handshake. Two connections more, and only where DANE is at stake.
 */
import type { TlsaLookup } from '../core/observation.ts';
import type { Session } from '../core/smtp/session.ts';
import { keyHello, keyKindOf, keyKinds } from '../core/tls/key-hellos.ts';
import type { SessionPlan } from './session.ts';

export function hasTlsaRecords(tlsa: TlsaLookup): boolean {
  return (
    tlsa.kind === 'asked' &&
    tlsa.answers.some(({ outcome, dnssec }) => outcome === 'answer' && dnssec === 'secure')
  );
}

/** @returns hellos that take a kind of key which these sessions did not show; none where they showed no certificate at all */
export function hellosForOtherKeys(sessions: readonly Session[]): readonly SessionPlan['hello'][] {
  const shown = sessions.flatMap(({ handshake }) => (handshake ? (keyKindOf(handshake) ?? []) : []));
  if (shown.length === 0) return [];
  return keyKinds.filter((kind) => !shown.includes(kind)).map(keyHello);
}
