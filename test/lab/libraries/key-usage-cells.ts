/**
 * The axes of the keyUsage matrix: the combinations of the bits that matter, and the ways of key exchange, by kind of key and version.
 */
import type { KeyUsage } from '../../../src/demo/certificate.ts';

const bits = ['digitalSignature', 'keyEncipherment', 'keyAgreement'] as const;
/** No extension at all, one without a bit set, then the seven combinations. */
export const combinations: readonly (readonly KeyUsage[] | undefined)[] = [
  undefined,
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((mask) => bits.filter((_, bit) => (mask >> bit) & 1)),
];

export interface Exchange {
  readonly title: string;
  readonly kind: 'rsa' | 'ec';
  readonly keyExchange: 'ecdhe' | 'dhe' | 'rsa';
  readonly version: 'TLSv1.2' | 'TLSv1.3';
  readonly cipher?: string;
}

export const exchanges: readonly Exchange[] = [
  { title: 'RSA, TLS 1.3', kind: 'rsa', keyExchange: 'ecdhe', version: 'TLSv1.3' },
  {
    title: 'RSA, ECDHE',
    kind: 'rsa',
    keyExchange: 'ecdhe',
    version: 'TLSv1.2',
    cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
  },
  {
    title: 'RSA, DHE',
    kind: 'rsa',
    keyExchange: 'dhe',
    version: 'TLSv1.2',
    cipher: 'DHE-RSA-AES128-GCM-SHA256',
  },
  { title: 'RSA, RSA', kind: 'rsa', keyExchange: 'rsa', version: 'TLSv1.2', cipher: 'AES128-GCM-SHA256' },
  { title: 'ECDSA, TLS 1.3', kind: 'ec', keyExchange: 'ecdhe', version: 'TLSv1.3' },
  {
    title: 'ECDSA, ECDHE',
    kind: 'ec',
    keyExchange: 'ecdhe',
    version: 'TLSv1.2',
    cipher: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  },
];
