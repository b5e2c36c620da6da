/**
 * Certificates made up for tests: real DER, pretended signatures (a signature is the name of the signer's key), so that
 * a hundred CAs cost nothing and every signature check can be counted.
 */
import { concat } from '../../../src/core/base/bytes.ts';
import { asciiBytes, printable, toHex } from '../../../src/core/base/text.ts';
import type { SignatureInput } from '../../../src/core/cryptography.ts';
import { parseCertificate } from '../../../src/core/x509/certificate.ts';
import type { CertificateFacts } from '../../../src/core/x509/certificate-facts.ts';

export interface Forged {
  readonly subject: string;
  readonly issuer: string;
  readonly key: string;
  /** The issuer's key. */
  readonly signer: string;
  /** Without the version field, and so without extensions. */
  readonly version1?: boolean;
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly dns?: readonly string[];
  readonly permittedDns?: readonly string[];
  /** OIDs, dotted. */
  readonly policies?: readonly string[];
  readonly requireExplicitPolicy?: number;
  /** More Extension values, DER. */
  readonly extensions?: readonly Uint8Array[];
}

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  const { length } = content;
  if (length < 0x80) return concat(Uint8Array.of(tag, length), content);
  const digits = length.toString(16);
  const bytes = Uint8Array.from(
    digits.padStart(digits.length + (digits.length % 2), '0').match(/../g) ?? [],
    (d) => Number.parseInt(d, 16),
  );
  return concat(Uint8Array.of(tag, 0x80 | bytes.length), bytes, content);
}

export const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const arcs = [first * 40 + second, ...rest].map((arc) => {
    const bytes = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80);
    return Uint8Array.from(bytes);
  });
  return tlv(0x06, ...arcs);
}

export const extension = (id: string, value: Uint8Array, critical = false) =>
  sequence(oid(id), ...(critical ? [Uint8Array.of(1, 1, 0xff)] : []), tlv(0x04, value));

const name = (common: string) =>
  common === '' ? sequence() : sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, asciiBytes(common)))));
const dnsName = (host: string) => tlv(0x82, asciiBytes(host));
const ed25519 = sequence(oid('1.3.101.112'));
const bits = (content: Uint8Array) => tlv(0x03, Uint8Array.of(0), content);

/** DER of a made-up certificate, valid from 2020 to 2040. */
export function forge(forged: Forged): Uint8Array {
  const extensions = [
    ...(forged.ca || forged.pathLength !== undefined
      ? [extension('2.5.29.19', basicConstraints(forged), true)]
      : []),
    ...(forged.dns ? [extension('2.5.29.17', sequence(...forged.dns.map(dnsName)))] : []),
    ...(forged.permittedDns
      ? [
          extension(
            '2.5.29.30',
            sequence(tlv(0xa0, ...forged.permittedDns.map((base) => sequence(dnsName(base))))),
            true,
          ),
        ]
      : []),
    ...(forged.policies
      ? [extension('2.5.29.32', sequence(...forged.policies.map((id) => sequence(oid(id)))))]
      : []),
    ...(forged.requireExplicitPolicy === undefined
      ? []
      : [extension('2.5.29.36', sequence(tlv(0x80, Uint8Array.of(forged.requireExplicitPolicy))), true)]),
    ...(forged.extensions ?? []),
  ];
  const time = (text: string) => tlv(0x17, asciiBytes(text));
  const tbs = sequence(
    ...(forged.version1 ? [] : [tlv(0xa0, Uint8Array.of(2, 1, 2))]),
    Uint8Array.of(2, 1, 1),
    ed25519,
    name(forged.issuer),
    sequence(time('200101000000Z'), time('400101000000Z')),
    name(forged.subject),
    sequence(ed25519, bits(keyBytes(forged.key))),
    ...(extensions.length > 0 ? [tlv(0xa3, sequence(...extensions))] : []),
  );
  return sequence(tbs, ed25519, bits(keyBytes(forged.signer)));
}

export function forgeFacts(forged: Forged): CertificateFacts {
  const parsed = parseCertificate(forge(forged));
  if (!parsed.ok) throw new TypeError(`forged badly: ${parsed.error.detail}`);
  return parsed.value;
}

/** Holds pretended signatures against pretended keys, and counts. */
export function countingVerifier() {
  const counter = { checks: 0 };
  const verify = ({ publicKey, signature }: SignatureInput) => {
    counter.checks++;
    return toHex(publicKey).endsWith(toHex(signature)) ? ('valid' as const) : ('invalid' as const);
  };
  return { counter, cryptography: { verify } };
}

function basicConstraints({ ca, pathLength }: Forged): Uint8Array {
  const limit = pathLength === undefined ? [] : [Uint8Array.of(2, 1, pathLength)];
  return sequence(...(ca ? [Uint8Array.of(1, 1, 0xff)] : []), ...limit);
}

/** 32 bytes, as Ed25519 keys have. */
function keyBytes(key: string): Uint8Array {
  const text = asciiBytes(key);
  if (text.length > 32) throw new RangeError(`key name over 32 letters: ${printable(text)}`);
  return concat(new Uint8Array(32 - text.length), text);
}
