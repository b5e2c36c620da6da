/**
 * What to publish: the TLSA record that a certificate matches, as a zone file has it, and when a new key is safe to use.
 * `3 1 1` is what RFC 7672 §3.1 recommends: it needs no name, no date and no chain, and it survives a renewal with the same key.
 */
import { toHex } from '../base/text.ts';
import type { Cryptography } from '../cryptography.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { judgeTlsaRecords, matchingDigests, type TlsaFields } from './records.ts';

/**
 * The record that this certificate matches.
 *
 * @param parameters `3 1 1` unless said otherwise
 * @returns data in lower-case hexadecimal
 */
export function tlsaFor(
  certificate: CertificateFacts,
  cryptography: Pick<Cryptography, 'hash'>,
  parameters: {
    readonly usage: 2 | 3;
    readonly selector: 0 | 1;
    readonly matchingType: 0 | 1 | 2;
  } = { usage: 3, selector: 1, matchingType: 1 },
): TlsaFields {
  const selected = parameters.selector === 0 ? certificate.der : certificate.publicKey.spki;
  const { matchingType } = parameters;
  const bytes =
    matchingType === 0 ? selected : cryptography.hash(matchingDigests[matchingType].hash, selected);
  return { ...parameters, data: toHex(bytes) };
}

/**
 * The record of this certificate's key: `3 1 1`, but `3 1 2` where that digest is published already. Beside it a `3 1 1` does not count:
 * senders look at the strongest digest of a usage and selector alone (RFC 7671 §9).
 *
 * @param published the records that stand now, which the new one is to stand beside
 */
export function keyRecordBeside(
  published: readonly TlsaFields[],
  { certificate, spkiSha256 }: { readonly certificate: CertificateFacts; readonly spkiSha256: string },
  cryptography: Pick<Cryptography, 'hash'>,
): TlsaFields {
  const isStronger = judgeTlsaRecords(published).some(
    ({ record: { usage, selector, matchingType }, standing }) =>
      standing.kind === 'usable' && usage === 3 && selector === 1 && matchingType === 2,
  );
  if (isStronger) return tlsaFor(certificate, cryptography, { usage: 3, selector: 1, matchingType: 2 });
  return { usage: 3, selector: 1, matchingType: 1, data: spkiSha256 };
}

/** Presentation format of the data (RFC 6698 §2.2): `3 1 1 <hex>`. */
export function presentTlsa({ usage, selector, matchingType, data }: TlsaFields): string {
  return `${usage} ${selector} ${matchingType} ${data.toLowerCase()}`;
}

/** Digits shown of a record that holds a whole certificate: enough to know it by, no more, since a zone may hold megabytes of them. */
const shownDigits = 256;

/** As presentTlsa, for people: long data is cut, and says so. */
export function showTlsa(record: TlsaFields): string {
  const { data } = record;
  if (data.length <= shownDigits) return presentTlsa(record);
  const cut = presentTlsa({ ...record, data: data.slice(0, shownDigits) });
  return `${cut}... (${data.length} digits)`;
}

/**
 * One line for a zone file.
 *
 * @param host the TLSA base domain, A-labels; the trailing dot is added
 */
export function zoneLine(host: string, port: number, record: TlsaFields): string {
  return `_${port}._tcp.${host.replace(/\.$/, '')}. IN TLSA ${presentTlsa(record)}`;
}

/**
 * When a new key may be deployed, its record being published now beside the old one: not before every cache
 * has let go of the RRset that lacks it, and every secondary server has the new one. Two TTLs at least: a cache may have
 * filled itself from another.
 *
 * @param ttlSeconds the RRset's original TTL, as its RRSIG says (RFC 4034 §3.1.4), not what a cache has left of it
 * @param propagationSeconds from signing to the last secondary server
 * @see RFC 7671 §8.1 ("at least two TTLs"), §8.4
 */
export function safeToDeployAt(publishedAt: Date, ttlSeconds: number, propagationSeconds: number): Date {
  const seconds = Math.max(2 * ttlSeconds, ttlSeconds + propagationSeconds);
  return new Date(publishedAt.getTime() + seconds * 1000);
}
