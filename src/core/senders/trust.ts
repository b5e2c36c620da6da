/**
 * A chain as one sender's library sees it: trusted (chains to an anchor) and matched (the name fits), two different words.
 * Path validation is core/x509's; here its strict result is read with the sender's own leniencies and strictnesses
 * (RFC 5280 §6, RFC 9525 §6). Left out: whether the sender acts on it.
 */
import type { ChainFacts } from '../facts.ts';
import type { Handshake } from '../tls/facts.ts';
import type { Personality } from '../tls-libraries/personality.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { matchHostName } from '../x509/names.ts';
import type { MtaStsUse, Verification } from './profile.ts';

/** Undefined: not known of this sender. */
export type Judgement = boolean | undefined;

/** Does the chain lead to an anchor, by this library's rules? */
export function isTrusted(chain: ChainFacts, personality: Personality, handshake: Handshake): boolean {
  const { path } = chain;
  const ignoresPurpose = personality.purpose.value === 'ignored';
  const problems = path.problems.filter(({ code }) => !(ignoresPurpose && code === 'extended-key-usage'));
  if (problems.length > 0 || (path.kind === 'untrusted' && path.problems.length === 0)) return false;
  if (!ignoresPurpose && personality.serverPurpose?.value === 'strict' && !isForServers(chain.leaf))
    return false;
  if (path.path.length > (personality.maximumDepth?.value ?? Number.POSITIVE_INFINITY)) return false;
  if (!path.path.every((certificate) => isStrongEnough(certificate, personality))) return false;
  if (isStapleBad(chain) && personality.staple?.value === 'enforced') return false;
  const missing = chain.leaf.mustStaple && handshake.ocspResponse === undefined;
  return !(missing && personality.mustStaple.value === 'enforced');
}

/** serverAuth, and what OpenSSL takes for it. */
const serverPurposes: ReadonlySet<string> = new Set([
  'serverAuth',
  '2.16.840.1.113730.4.1',
  '1.3.6.1.4.1.311.10.3.3',
]);
const serverUses: ReadonlySet<string> = new Set(['digitalSignature', 'keyEncipherment', 'keyAgreement']);

/** As OpenSSL asks of a server (check_purpose_ssl_server): serverAuth by its own name, and a key that can do what TLS does. */
function isForServers({ keyUsage, extendedKeyUsage }: CertificateFacts): boolean {
  const purposes = extendedKeyUsage?.purposes;
  if (purposes && !purposes.some((purpose) => serverPurposes.has(purpose))) return false;
  return !keyUsage || keyUsage.usages.some((usage) => serverUses.has(usage));
}

/** It says revoked, or its time is over. */
function isStapleBad({ staple }: ChainFacts): boolean {
  return staple?.kind === 'revoked' || (staple?.kind === 'unusable' && staple.code === 'expired');
}

function isStrongEnough({ publicKey, signature }: CertificateFacts, personality: Personality): boolean {
  const isRsa = publicKey.kind === 'rsa' || publicKey.kind === 'rsa-pss';
  if (isRsa && publicKey.bits < personality.minimumRsaBits.value) return false;
  const weak = /sha-?1(?!\d)|md5|md2/i.test(signature.name);
  return !(weak && personality.sha1Certificate.value === 'refused');
}

/** Does the leaf speak for the host, by this sender's rules? */
export function isMatched(chain: ChainFacts, verification: Verification, host: string): Judgement {
  const { name } = chain;
  if (name.kind === 'matched') return true;
  if (name.near?.why === 'partial-wildcard') return verification.partialWildcards === true;
  if (name.code === 'no-san' && leavesNameOpen(chain, host)) return undefined;
  if (name.code !== 'common-name-only') return false;
  return verification.commonName === 'unknown' ? undefined : verification.commonName === 'where-no-san';
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
  const match = matchHostName(leaf, pattern);
  return match.kind === 'matched' || match.code === 'common-name-only';
}
