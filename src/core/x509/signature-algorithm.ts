/**
 * Signature algorithm identifiers of certificates (RFC 3279 §2.2, RFC 4055, RFC 5758, RFC 8410) as rows of a table.
 * An OID without a row is unsupported: it can not be checked, which is not the same as bad.
 */
import type { HashName, SignatureAlgorithm } from '../cryptography.ts';
import {
  context,
  type DerItem,
  members,
  readItem,
  readItems,
  readOid,
  readSmallInteger,
  readWhole,
  tags,
} from './der.ts';

const rsa = (hash: HashName): SignatureAlgorithm => ({ kind: 'rsa-pkcs1', hash });
const ecdsa = (hash: HashName): SignatureAlgorithm => ({ kind: 'ecdsa', hash });
const dsa = (hash: HashName): SignatureAlgorithm => ({ kind: 'dsa', hash });

/** OpenSSL's long names. */
const algorithms: Readonly<Record<string, readonly [name: string, algorithm?: SignatureAlgorithm]>> = {
  '1.2.840.113549.1.1.2': ['md2WithRSAEncryption'],
  '1.2.840.113549.1.1.3': ['md4WithRSAEncryption'],
  '1.2.840.113549.1.1.4': ['md5WithRSAEncryption', rsa('md5')],
  '1.2.840.113549.1.1.5': ['sha1WithRSAEncryption', rsa('sha1')],
  '1.3.14.3.2.29': ['sha1WithRSA', rsa('sha1')],
  '1.2.840.113549.1.1.14': ['sha224WithRSAEncryption', rsa('sha224')],
  '1.2.840.113549.1.1.11': ['sha256WithRSAEncryption', rsa('sha256')],
  '1.2.840.113549.1.1.12': ['sha384WithRSAEncryption', rsa('sha384')],
  '1.2.840.113549.1.1.13': ['sha512WithRSAEncryption', rsa('sha512')],
  '1.2.840.10045.4.1': ['ecdsa-with-SHA1', ecdsa('sha1')],
  '1.2.840.10045.4.3.1': ['ecdsa-with-SHA224', ecdsa('sha224')],
  '1.2.840.10045.4.3.2': ['ecdsa-with-SHA256', ecdsa('sha256')],
  '1.2.840.10045.4.3.3': ['ecdsa-with-SHA384', ecdsa('sha384')],
  '1.2.840.10045.4.3.4': ['ecdsa-with-SHA512', ecdsa('sha512')],
  '1.2.840.10040.4.3': ['dsaWithSHA1', dsa('sha1')],
  '2.16.840.1.101.3.4.3.1': ['dsa_with_SHA224', dsa('sha224')],
  '2.16.840.1.101.3.4.3.2': ['dsa_with_SHA256', dsa('sha256')],
  '2.16.840.1.101.3.4.3.3': ['dsa_with_SHA384', dsa('sha384')],
  '2.16.840.1.101.3.4.3.4': ['dsa_with_SHA512', dsa('sha512')],
  '1.3.101.112': ['ED25519', { kind: 'ed25519' }],
  '1.3.101.113': ['ED448', { kind: 'ed448' }],
  '2.16.840.1.101.3.4.3.17': ['ML-DSA-44'],
  '2.16.840.1.101.3.4.3.18': ['ML-DSA-65'],
  '2.16.840.1.101.3.4.3.19': ['ML-DSA-87'],
};

const hashes: Readonly<Record<string, HashName>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

const pss = '1.2.840.113549.1.1.10';

/**
 * Read an AlgorithmIdentifier that names a signature.
 *
 * @returns `algorithm` absent where we know none
 * @throws DerError when it is no AlgorithmIdentifier
 */
export function readSignatureAlgorithm(item: DerItem): {
  oid: string;
  name: string;
  algorithm?: SignatureAlgorithm;
} {
  const [type, parameters] = members(item);
  const oid = readOid(type);
  if (oid === pss) {
    const algorithm = readPss(parameters);
    return { oid, name: 'rsassaPss', ...(algorithm && { algorithm }) };
  }
  const [name, algorithm] = algorithms[oid] ?? [oid];
  return { oid, name, ...(algorithm && { algorithm }) };
}

/** RSASSA-PSS-params (RFC 4055 §3.1); a mask made with another hash is unsupported. */
function readPss(parameters: DerItem | undefined): SignatureAlgorithm | undefined {
  let hash: HashName | undefined = 'sha1';
  let maskHash: HashName | undefined = 'sha1';
  let saltLength = 20;
  for (const field of parameters?.tag === tags.sequence ? readItems(parameters.content) : []) {
    const inner = readItem(field.content);
    if (field.tag === context(0)) hash = hashes[readOid(members(inner)[0])];
    else if (field.tag === context(1)) maskHash = hashes[readOid(members(members(inner)[1])[0])];
    else if (field.tag === context(2)) saltLength = readSmallInteger(readWhole(field.content));
    else if (readSmallInteger(inner) !== 1) return undefined;
  }
  return hash && hash === maskHash ? { kind: 'rsa-pss', hash, saltLength } : undefined;
}
