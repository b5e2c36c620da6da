/**
 * TLSA records of certificates (RFC 6698 §2.1), for zones that are literals.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { toHex } from '../core/base/text.ts';
import type { DnsRecord } from '../core/dns/answer.ts';
import { subjectPublicKeyInfo } from './certificate.ts';
import type { RaisedServer, ZoneContext } from './host.ts';
import type { ZoneName } from './zone.ts';

/** By matching type; 0 is the thing itself. */
const hashes: Readonly<Record<number, string>> = { 1: 'sha256', 2: 'sha512' };

/** The record that pins a certificate (selector 0) or its key (1). */
export function tlsaRecord(
  [usage, selector, matchingType]: readonly [number, number, number],
  certificate: Uint8Array,
): DnsRecord {
  const selected =
    selector === 0 ? certificate : subjectPublicKeyInfo(new X509Certificate(certificate).publicKey);
  const hash = hashes[matchingType];
  const data = hash === undefined ? selected : createHash(hash).update(selected).digest();
  return { type: 'TLSA', usage, selector, matchingType, data: toHex(new Uint8Array(data)) };
}

/** A record 3 1 1 that matches no certificate. */
export const strangeRecord: DnsRecord = {
  type: 'TLSA',
  usage: 3,
  selector: 1,
  matchingType: 1,
  data: toHex(new Uint8Array(createHash('sha256').update(Uint8Array.of(0)).digest())),
};

/** TLSA names of all mail hosts, signed. */
export const tlsa =
  (
    records: (server: RaisedServer, context: ZoneContext) => readonly DnsRecord[],
    rest: Partial<ZoneName> = {},
  ) =>
  (context: ZoneContext): Record<string, ZoneName> =>
    Object.fromEntries(
      context.servers.map((server) => [
        `_25._tcp.${server.mx}`,
        { secure: true, records: records(server, context), ...rest },
      ]),
    );

export function leafOf({ identity }: Pick<RaisedServer, 'identity'>): Uint8Array {
  const [leaf] = identity.chain;
  if (!leaf) throw new Error('an identity has a leaf');
  return leaf;
}

/** `3 1 1` of the server's own certificate. */
export const matching = (server: RaisedServer): readonly DnsRecord[] => [
  tlsaRecord([3, 1, 1], leafOf(server)),
];
