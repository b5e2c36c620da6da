/**
 * REQUIRETLS at a mail host, from what was seen at its addresses (RFC 8689 §2, §4.2.1); the demands themselves are core/require-tls.
 */
import type { DnssecState } from '../dns/answer.ts';
import type { AddressFacts, Facts, HostFacts, TlsSessionFacts } from '../facts.ts';
import {
  combineRequireTls,
  evaluateRequireTls,
  type LookupTrust,
  type RequireTlsResult,
} from '../require-tls/evaluate.ts';
import { offersExtension } from '../smtp/extensions.ts';

/** Could a message that says REQUIRETLS be delivered here? */
export function requireTlsOf(facts: Facts, host: HostFacts): RequireTlsResult {
  const lookup = lookupTrust(facts, host);
  const measured = host.addresses.filter(({ observation }) => observation.unknown === undefined);
  return combineRequireTls(measured.map((address) => evaluateRequireTls({ lookup, ...seenAt(address) })));
}

function lookupTrust(facts: Facts, host: HostFacts): LookupTrust {
  const { routing } = facts.observation;
  const dnssec = mxState(facts) ?? 'indeterminate';
  if (isRoutingSecure(facts)) return routing.kind === 'direct' ? 'named' : 'dnssec';
  // The policy came over HTTPS with a certificate of its own, so its list is as good as a signed one (RFC 8461 §4.1).
  if (host.mtaSts && host.mtaSts.mode !== 'none' && host.mtaSts.pattern !== undefined) return 'mta-sts';
  return dnssec === 'insecure' ? 'none' : 'unknown';
}

/** Of the MX records; undefined where none led here. */
export function mxState({ observation: { routing } }: Facts): DnssecState | undefined {
  return 'dnssec' in routing ? routing.dnssec : undefined;
}

/** DNSSEC vouches for the way to the host, or the caller named it. */
export function isRoutingSecure({ observation: { routing } }: Facts): boolean {
  return routing.kind === 'direct' || ('dnssec' in routing && routing.dnssec === 'secure');
}

function seenAt({ tls }: AddressFacts) {
  // With SNI, as senders that verify do; it is the first that was asked.
  const seen = tls.find(({ handshake }) => handshake && handshake.serverName !== null) ?? tls[0];
  const session = seen?.session;
  const has = (lines: readonly string[] | undefined) => lines && offersExtension(lines, 'REQUIRETLS');
  const keyword = { before: has(session?.extensions), after: has(session?.extensionsOverTls) };
  return { tls: tlsState(seen), certificate: provenState(seen), keyword };
}

function tlsState(seen: TlsSessionFacts | undefined): 'established' | 'not-offered' | 'failed' | 'unknown' {
  const { session, handshake } = seen ?? {};
  if (handshake) return handshake.outcome === 'completed' ? 'established' : 'failed';
  if (session?.starttls && 'reply' in session.starttls) return 'failed';
  const { ehlo, extensions } = session ?? {};
  if (!ehlo || !('reply' in ehlo) || ehlo.reply.code >= 300) return 'unknown';
  return offersExtension(extensions ?? [], 'STARTTLS') ? 'unknown' : 'not-offered';
}

/** A certificate that stands up vouches for nobody whose signature was not checked; one that does not fails all the same. */
function provenState(seen: TlsSessionFacts | undefined): ReturnType<typeof certificateState> {
  const state = certificateState(seen);
  return state !== 'neither' && seen?.handshake?.signatureVerified === 'unsupported' ? 'unknown' : state;
}

function certificateState(seen: TlsSessionFacts | undefined): 'dane' | 'pkix' | 'neither' | 'unknown' {
  const { chain, handshake } = seen ?? {};
  if (!chain) return handshake?.outcome === 'completed' ? 'neither' : 'unknown';
  if (chain.dane?.kind === 'matched') return 'dane';
  // Usable records that do not fit are a failure, whatever the public authorities say (C25, C66).
  if (chain.dane?.kind === 'failed') return chain.dane.undecided ? 'unknown' : 'neither';
  if (chain.name.kind !== 'matched') return 'neither';
  if (chain.path.kind === 'trusted') return 'pkix';
  // Not the certificate's fault: a signature of a kind that is not checked here, or a search that cost too much.
  const unchecked = chain.path.problems.every(
    ({ code }) => code === 'unsupported-signature-algorithm' || code === 'budget',
  );
  return unchecked && chain.path.problems.length > 0 ? 'unknown' : 'neither';
}
