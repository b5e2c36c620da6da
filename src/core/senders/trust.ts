/**
 * Whose certificate is it, by one sender's rules: does the leaf fit the host, or the MTA-STS policy (RFC 9525 §6)? Whether the chain is trusted
 * is another question (objections.ts). Left out: whether the sender acts on it.
 */
import type { ChainFacts } from '../facts.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { matchHostName } from '../x509/names.ts';
import type { MtaStsUse, Verification } from './profile.ts';

/** Undefined: not known of this sender. */
export type Judgement = boolean | undefined;

/** Does the leaf speak for the host, by this sender's rules? */
export function isMatched(chain: ChainFacts, verification: Verification, host: string): Judgement {
  const { name } = chain;
  if (name.kind === 'matched') return true;
  if (name.near?.why === 'partial-wildcard') return verification.partialWildcards === true;
  if (verification.trailingDots && hasName(chain, `${host}.`)) return true;
  if (name.code === 'no-san' && leavesNameOpen(chain, host)) return undefined;
  if (name.code !== 'common-name-only') return false;
  return verification.commonName === 'unknown' ? undefined : verification.commonName === 'where-no-san';
}

function hasName({ leaf }: ChainFacts, wanted: string): boolean {
  return leaf.subjectAltNames?.dns.some((name) => name.toLowerCase() === wanted.toLowerCase()) === true;
}

/** A subjectAltName without any dNSName: libraries disagree whether the common name, if it fits, still counts. */
function leavesNameOpen({ leaf }: ChainFacts, host: string): boolean {
  const names = leaf.subjectAltNames;
  return names !== undefined && names.dns.length === 0 && leaf.commonNames.some((name) => isLike(name, host));
}

/** The name itself, or a wildcard, of whatever kind, that may be meant for it. */
const isLike = (name: string, host: string): boolean =>
  name.includes('*') || name.toLowerCase() === host.toLowerCase();

/**
 * Does the leaf fit what MTA-STS asks (RFC 8461 §4.2), as this sender checks it?
 *
 * @param patterns  the policy's mx entries
 */
export function fitsPolicy(
  chain: ChainFacts,
  use: MtaStsUse,
  { host, patterns }: { readonly host: string; readonly patterns: readonly string[] },
): Judgement {
  const { leaf } = chain;
  if (use.sanMatching === 'exact-string') {
    const names = leaf.subjectAltNames?.dns ?? [];
    if (names.includes(host)) return true;
    return names.some((name) => name.toLowerCase() === host);
  }
  if (use.matches === 'host') return chain.name.kind === 'matched';
  return patterns.some((pattern) => coversPattern(leaf, pattern.toLowerCase()));
}

/** `*.example.org` is taken as `.example.org`: any name below it will do (postconf(5), smtp_tls_secure_cert_match). */
function coversPattern(leaf: CertificateFacts, pattern: string): boolean {
  // OpenSSL's X509_check_host reads the common name where there is no dNSName.
  const names = leaf.subjectAltNames?.dns ?? leaf.commonNames;
  if (pattern.startsWith('*.')) return names.some((name) => name.toLowerCase().endsWith(pattern.slice(1)));
  // The entry is compared as it stands, and no certificate has a name that ends in a dot.
  if (pattern.endsWith('.')) return false;
  const match = matchHostName(leaf, pattern);
  return match.kind === 'matched' || match.code === 'common-name-only';
}
