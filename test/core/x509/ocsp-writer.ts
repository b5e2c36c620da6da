/**
 * OCSP responses for tests, written as RFC 6960 §4.2.1 has them and signed with node:crypto: anything about them can be wrong.
 */
import { createHash, sign } from 'node:crypto';
import { concat } from '../../../src/core/base/bytes.ts';
import { fromHex } from '../../../src/core/base/text.ts';
import type { CertificateFacts } from '../../../src/core/x509/certificate-facts.ts';
import { type KeyPair, subjectPublicKeyInfo } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';

export interface StapleOptions {
  /** How often the same entry is there; default 1. */
  readonly copies?: number;
  readonly leaf: CertificateFacts;
  readonly issuer: KeyPair;
  /** Who signs; default: the issuer. */
  readonly signer?: KeyPair;
  readonly status?: 'good' | 'revoked' | 'unknown';
  /** CRLReason of a revoked one. */
  readonly reason?: number;
  readonly revokedAt?: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** In place of the leaf's own, hexadecimal. */
  readonly serial?: string;
  readonly certificates?: readonly Uint8Array[];
  readonly responseStatus?: number;
  readonly hash?: 'sha1' | 'sha256';
  readonly hasScts?: boolean;
}

const hashOids = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' };
const ecdsaSha256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));

export function writeStaple(options: StapleOptions): Uint8Array {
  const enumerated = (value: number) => der.tagged(0x0a, Uint8Array.of(value));
  if (options.responseStatus) return der.sequence(enumerated(options.responseStatus));
  const data = der.sequence(
    der.explicit(2, der.octetString(keyHash(options.issuer, 'sha1'))),
    generalizedTime(options.thisUpdate),
    der.sequence(...Array.from({ length: options.copies ?? 1 }, () => entry(options))),
  );
  const signer = (options.signer ?? options.issuer).privateKey;
  const basic = der.sequence(
    data,
    ecdsaSha256,
    der.bitString(sign('sha256', data, signer)),
    ...(options.certificates ? [der.explicit(0, der.sequence(...options.certificates))] : []),
  );
  const bytes = der.sequence(der.objectIdentifier('1.3.6.1.5.5.7.48.1.1'), der.octetString(basic));
  return der.sequence(enumerated(0), der.explicit(0, bytes));
}

function entry(options: StapleOptions): Uint8Array {
  const { leaf, issuer, hash = 'sha1', thisUpdate, nextUpdate } = options;
  const number = fromHex(options.serial ?? leaf.serial);
  if (!number.ok) throw new TypeError(number.error);
  const id = der.sequence(
    der.sequence(der.objectIdentifier(hashOids[hash]), der.nullValue()),
    der.octetString(new Uint8Array(createHash(hash).update(leaf.issuer.der).digest())),
    der.octetString(keyHash(issuer, hash)),
    der.integer(number.value),
  );
  const scts = der.sequence(
    der.objectIdentifier('1.3.6.1.4.1.11129.2.4.5'),
    der.octetString(new Uint8Array(2)),
  );
  return der.sequence(
    id,
    statusOf(options),
    generalizedTime(thisUpdate),
    ...(nextUpdate ? [der.explicit(0, generalizedTime(nextUpdate))] : []),
    ...(options.hasScts ? [der.explicit(1, der.sequence(scts))] : []),
  );
}

function statusOf({ status = 'good', reason, revokedAt, thisUpdate }: StapleOptions): Uint8Array {
  if (status === 'good') return der.implicit(0, new Uint8Array());
  if (status === 'unknown') return der.implicit(2, new Uint8Array());
  const why = reason === undefined ? [] : [der.explicit(0, der.tagged(0x0a, Uint8Array.of(reason)))];
  return der.explicit(1, concat(generalizedTime(revokedAt ?? thisUpdate), ...why));
}

/** The BIT STRING's value alone is hashed (RFC 6960 §4.1.1); of a P-256 key it is the last 65 bytes. */
function keyHash({ publicKey }: KeyPair, hash: 'sha1' | 'sha256'): Uint8Array {
  return new Uint8Array(createHash(hash).update(subjectPublicKeyInfo(publicKey).slice(-65)).digest());
}

function generalizedTime(date: Date): Uint8Array {
  const text = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return der.tagged(0x18, new TextEncoder().encode(text));
}
