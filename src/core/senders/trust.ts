/**
 * Whose certificate is it, by one sender's rules: does the leaf fit the host, or the MTA-STS policy (RFC 9525 §6)? Whether the chain is trusted
 * is another question (objections.ts). Left out: whether the sender acts on it.
 */
import type { ChainFacts } from '../facts.ts';
import { judgeName } from '../tls-libraries/name-use.ts';
import type { Personality } from '../tls-libraries/personality.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { fitsCommonName, matchHostName } from '../x509/names.ts';
import type { MtaStsUse, Verification } from './profile.ts';

/** Undefined: not known of this sender. */
export type Judgement = boolean | undefined;

/** Does the leaf speak for the host, by this sender's rules? Of common names the table of its library tells (name-use.ts). */
export function isMatched(
  { name, leaf }: ChainFacts,
  { verification, personality }: { readonly verification: Verification; readonly personality: Personality },
  host: string,
): Judgement {
  if (name.kind === 'matched') return true;
  const isPartial = name.near?.why === 'partial-wildcard';
  if (isPartial && verification.partialWildcards === 'accepted') return true;
  if (verification.trailingDots && hasName(leaf, `${host}.`)) return true;
  const isCommon = name.code === 'no-san' || name.code === 'common-name-only';
  if (!isPartial && !(isCommon && verification.commonName !== 'ignored')) return false;
  const verdict = judgeName(asChecked(personality, verification), { leaf, name, host });
  if (verdict === 'refused') return false;
  if (isCommon && verification.commonName === 'unknown') return undefined;
  return verdict === 'accepted' || name.code === 'common-name-only' ? true : undefined;
}

function hasName({ subjectAltNames }: CertificateFacts, wanted: string): boolean {
  return subjectAltNames?.dns.some((name) => name.toLowerCase() === wanted.toLowerCase()) === true;
}

/** Its library, less what the sender itself asks of wildcards. */
function asChecked(personality: Personality, { partialWildcards }: Verification): Personality {
  if (partialWildcards === 'as-library') return personality;
  const value = partialWildcards ?? 'refused';
  return { ...personality, partialWildcard: { ...personality.partialWildcard, value } };
}

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
  const dns = leaf.subjectAltNames?.dns ?? [];
  // OpenSSL's X509_check_host reads the common name where there is no dNSName.
  const names = dns.length > 0 ? dns : leaf.commonNames;
  if (pattern.startsWith('*.')) return names.some((name) => name.toLowerCase().endsWith(pattern.slice(1)));
  // The entry is compared as it stands, and no certificate has a name that ends in a dot.
  if (pattern.endsWith('.')) return false;
  return (
    matchHostName(leaf, pattern).kind === 'matched' || (dns.length === 0 && fitsCommonName(leaf, pattern))
  );
}
