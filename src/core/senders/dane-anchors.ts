/**
 * What a sender makes of a DANE-TA anchor itself (RFC 7672 §3.1.2), where that differs from what core/dane asks of it; and what its log says where
 * an anchor is found and the chain fails. Exim with OpenSSL is the one: it takes a certificate of its own making for an anchor that TLSA names by
 * its key (src/dane-openssl.c, wrap_issuer).
 */
import type { AnchoredChain, ChainDane, ChainFacts } from '../facts.ts';
import type { PathProblemCode } from '../x509/path-result.ts';
import type { Checked, CheckInput } from './checked.ts';
import { objectionsTo } from './objections.ts';
import type { DanePolicy } from './policy-gate.ts';
import type { SenderProfile } from './profile.ts';

/** Nothing but what is wrong with the anchor's own certificate stands against the chain, and the sender does not look at that. */
export function isAnchorExcused(
  { record, faults, otherwiseRight }: AnchoredChain,
  { dane }: SenderProfile,
): boolean {
  if (!otherwiseRight || !dane?.anchorsOfItsOwn) return false;
  const excused = isByKey(record) ? ofReplacedAnchor : ofTrustedAnchor;
  return faults.every((fault) => excused.has(fault));
}

const isByKey = (record: string): boolean => record.startsWith('2 1 ');
const ofTrustedAnchor: ReadonlySet<PathProblemCode> = new Set(['extended-key-usage']);
const ofReplacedAnchor: ReadonlySet<PathProblemCode> = new Set([
  'extended-key-usage',
  'not-a-ca',
  'unknown-critical-extension',
  'expired',
  'not-yet-valid',
]);

/**
 * The words for a chain that leads to an anchor and fails. That the anchor of its own making has no signature is the first thing that OpenSSL
 * has to say then, unless the leaf's own key was refused before.
 */
export function anchorWords(
  { visit, tls, handshake }: CheckInput,
  policy: DanePolicy,
  chain: ChainFacts,
  dane: ChainDane,
): Pick<Extract<Checked, { kind: 'failed' }>, 'event' | 'wordless'> {
  const { profile } = visit.context;
  const anchored = dane.kind === 'failed' ? dane.anchored : undefined;
  const record = dane.kind === 'matched' ? dane.record : anchored?.record;
  if (!record?.startsWith('2 ') || profile.logUnderPolicy?.['anchor-key-fails'] === undefined) return {};
  // A certificate that may not sign is nobody's issuer to OpenSSL, and never found.
  if (anchored?.faults.includes('key-usage-cert-sign')) return {};
  const objected = objectionsTo(chain, tls.personality, handshake);
  if (objected.some(({ what }) => what === 'weak-leaf-key')) return {};
  // Of two ways to name it the one counts that the DNS happens to list last.
  const ways = new Set(policy.records.flatMap(({ usage, selector }) => (usage === 2 ? [selector] : [])));
  if (ways.size > 1) return { wordless: true };
  return isByKey(record) ? { event: 'anchor-key-fails' } : {};
}
