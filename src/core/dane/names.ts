/**
 * The names that a server may go by under DANE-TA (RFC 7672 §3.2.2): its reference identifiers.
 * DANE-EE needs none (RFC 7672 §3.1.1). Only names that DNSSEC led to may be passed in.
 */
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { fitsCommonName, matchHostName } from '../x509/names.ts';

export interface DaneNameSource {
  /** Where the TLSA records were found, without `_port._tcp.`; it is the SNI too (RFC 7672 §8.1). */
  readonly baseDomain: string;
  /** The mail domain and, where it is a CNAME, what it stands for. Left out when the MX look-up was not secure. */
  readonly nextHop?: { readonly domain: string; readonly expanded?: string };
}

/**
 * All reference identifiers, the base domain first, each once.
 *
 * @returns lower case, without the trailing dot
 * @see RFC 7672 §3.2.2
 */
export function daneNames({ baseDomain, nextHop }: DaneNameSource): readonly string[] {
  const names = [baseDomain, nextHop?.domain, nextHop?.expanded].flatMap((name) =>
    name === undefined || name === '' ? [] : [name.toLowerCase().replace(/\.$/, '')],
  );
  return [...new Set(names)];
}

/**
 * The first reference identifier that a leaf goes by.
 * A common name counts where there is no dNSName: DANE's client matching kept that fallback, unlike RFC 9525 and MTA-STS.
 *
 * @returns undefined when it goes by none
 * @see RFC 7672 §3.2.3
 */
export function findDaneName(leaf: CertificateFacts, names: readonly string[]): string | undefined {
  return names.find((name) => {
    const isCommonNameRead = (leaf.subjectAltNames?.dns ?? []).length === 0;
    return matchHostName(leaf, name).kind === 'matched' || (isCommonNameRead && fitsCommonName(leaf, name));
  });
}
