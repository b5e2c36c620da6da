/**
 * Does a certificate speak for a host? (RFC 9525 §6) Subject alternative names only, the whole left-most label as wildcard only.
 * A trusted certificate may not match and a matching one may not be trusted: this file knows nothing of trust.
 * Left out on purpose: what single libraries still do otherwise (common names, partial wildcards).
 */
import { parseIpAddress } from '../base/ip-address.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import type { HostMatch, NearMiss } from './path-result.ts';

const shown = 20;

/**
 * Hold a host against the names of a certificate (C87).
 *
 * @param host  a name in A-labels or an address; case, one trailing dot and the brackets of an address literal do not matter
 * @returns the first name that matches, as the certificate spells it; or why none does
 * @throws never
 * @see RFC 9525 §6.1-6.5
 */
export function matchHostName(certificate: CertificateFacts, host: string): HostMatch {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const address = parseIpAddress(bare)?.text;
  if (address !== undefined) return matchAddress(certificate, address);
  const name = normalizeName(bare);
  if (!isHostName(name)) return mismatch('not-a-host', [], `${JSON.stringify(host)} is no host name`);
  const names = certificate.subjectAltNames?.dns ?? [];
  if (names.length === 0) return withoutNames(certificate, name);
  for (const presented of names) {
    if (isMatch(presented, name)) {
      return { kind: 'matched', presented, wildcard: presented.startsWith('*') };
    }
  }
  const near = findNear(names, name);
  const detail = near
    ? `${near.presented} is nearly ${name}, but does not match it (${near.why})`
    : `none of ${names.length} names is ${name}`;
  return { ...mismatch('no-match', names, detail), ...(near && { near }) };
}

/** Can this text be a name of RFC 9525's DNS-ID: labels of letters, digits, hyphens, underscores; not all digits at the end. */
export function isHostName(name: string): boolean {
  if (name.length === 0 || name.length > 253) return false;
  const labels = name.split('.');
  if (/^\d+$/.test(labels.at(-1) ?? '')) return false;
  return labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
}

/** Can this text be a presented DNS-ID: a host name, or `*.` and one (RFC 9525 §6.3)? */
export function isPresentedName(name: string): boolean {
  const rest = name.startsWith('*.') ? name.slice(2) : name;
  return isHostName(rest) && (rest === name || rest.includes('.'));
}

function normalizeName(name: string): string {
  return (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();
}

/** @param name  normalized */
function isMatch(presented: string, name: string): boolean {
  // A dot at the end is no part of a presented name; no TLS library of the lab takes it for one.
  const candidate = presented.toLowerCase();
  if (candidate === name) return isHostName(candidate);
  // RFC 9525 §6.3: `*` alone as the left-most label, matching exactly one label; never below a top-level domain alone.
  if (!candidate.startsWith('*.') || !isPresentedName(candidate)) return false;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot + 1) === candidate.slice(2);
}

function matchAddress(certificate: CertificateFacts, address: string): HostMatch {
  const names = certificate.subjectAltNames;
  const presented = names?.ip ?? [];
  if (presented.includes(address)) return { kind: 'matched', presented: address, wildcard: false };
  const asName = names?.dns.find((name) => name === address);
  if (asName !== undefined) {
    const near = { presented: asName, why: 'ip-as-dns-name' } as const;
    return { ...mismatch('no-match', names?.dns ?? [], 'the address stands in a dNSName'), near };
  }
  if (presented.length === 0) return withoutNames(certificate, address);
  return mismatch('no-match', presented, `none of ${presented.length} addresses is ${address}`);
}

/** Would the common name do, if it still counted? (RFC 9525 §2: it does not) */
export function fitsCommonName(
  { commonNames }: Pick<CertificateFacts, 'commonNames'>,
  host: string,
): boolean {
  return commonNames.some((name) => isCommonMatch(name, normalizeName(host)));
}

const isCommonMatch = (name: string, host: string) => name.toLowerCase() === host || isMatch(name, host);

function withoutNames(certificate: CertificateFacts, host: string): HostMatch {
  const common = certificate.commonNames.find((name) => isCommonMatch(name, host));
  if (common !== undefined && !certificate.subjectAltNames) {
    return mismatch('common-name-only', [common], `only the common name is ${host}; it counts no more`);
  }
  const what = certificate.subjectAltNames ? 'no subject alternative name of this kind' : 'no subjectAltName';
  return mismatch('no-san', certificate.commonNames, what);
}

function mismatch(
  code: Extract<HostMatch, { kind: 'mismatch' }>['code'],
  presented: readonly string[],
  detail: string,
) {
  return { kind: 'mismatch', code, presented: presented.slice(0, shown), detail } as const;
}

/** The name that its owner may have thought would do: one that some libraries take, before any other. */
function findNear(names: readonly string[], host: string): { presented: string; why: NearMiss } | undefined {
  let first: { presented: string; why: NearMiss } | undefined;
  for (const presented of names) {
    const why = nearMiss(normalizeName(presented), host);
    if (why === 'partial-wildcard') return { presented, why };
    if (why) first ??= { presented, why };
  }
  return first;
}

function nearMiss(candidate: string, host: string): NearMiss | undefined {
  if (!candidate.includes('*')) return undefined;
  const [first = '', ...rest] = candidate.split('.');
  const base = rest.join('.');
  if (first === '*' && base === host) return 'wildcard-apex';
  if (first === '*' && rest.length > 1 && host.endsWith(`.${base}`)) return 'wildcard-depth';
  const [prefix = '', suffix = '', ...more] = first.split('*');
  const hostFirst = host.slice(0, host.indexOf('.'));
  const fits = hostFirst.startsWith(prefix) && hostFirst.endsWith(suffix) && more.length === 0;
  return first !== '*' && fits && host === `${hostFirst}.${base}` ? 'partial-wildcard' : undefined;
}
