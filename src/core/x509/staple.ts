/**
 * A stapled OCSP response held against the certificate it came with (RFC 6960 §3.2, RFC 8446 §4.4.2.1): is it about this one, in time,
 * and signed by the issuer or somebody whom the issuer named? Pure: the time and signature verification come in.
 */
import { toHex } from '../base/text.ts';
import type { Cryptography, HashName } from '../cryptography.ts';
import { parseCertificate } from './certificate.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { DerError, members, readBitString, readWhole } from './der.ts';
import { type OcspEntry, type OcspResponse, readOcspResponse } from './ocsp.ts';

/** `unusable`: it proves nothing, whatever it says. */
export type StapleResult =
  | {
      readonly kind: 'good' | 'unknown';
      readonly thisUpdate: string;
      readonly nextUpdate?: string;
      readonly hasScts: boolean;
    }
  | { readonly kind: 'revoked'; readonly at: string; readonly reason?: string; readonly thisUpdate: string }
  | {
      readonly kind: 'unusable';
      readonly code:
        | 'malformed'
        | 'refused'
        | 'other-certificate'
        | 'not-yet-valid'
        | 'expired'
        | 'bad-signature'
        | 'not-checked';
      readonly detail: string;
    };

export interface StapleInput {
  readonly response: Uint8Array;
  readonly leaf: CertificateFacts;
  /** SubjectPublicKeyInfo of the leaf's issuer, DER; absent: nobody knows it. */
  readonly issuerKey?: Uint8Array;
  readonly now: Date;
  readonly cryptography: Pick<Cryptography, 'hash' | 'verify'>;
}

/** What responders use (RFC 6960 §4.3, RFC 5019 §2.1.1). */
const hashes: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** A responder sends one; checking each costs a signature. */
const maxResponders = 4;

/**
 * Judge a staple.
 *
 * @returns `good`, `revoked` and `unknown` only where the signature fits and the time is right
 * @throws never for what a peer sent
 * @see RFC 6960 §3.2
 */
export function checkStaple(input: StapleInput): StapleResult {
  try {
    const read = readOcspResponse(input.response);
    if (read.kind === 'refused') return unusable('refused', `the responder answered ${read.status}`);
    return checkResponse(read.response, input);
  } catch (error) {
    if (error instanceof DerError) return unusable('malformed', error.message);
    throw error;
  }
}

function checkResponse(response: OcspResponse, input: StapleInput): StapleResult {
  const { leaf, issuerKey, now } = input;
  const isAbout = createIssuerMatch(input);
  const entry = response.entries.find((each) => each.serial === leaf.serial && isAbout(each));
  if (!entry) return unusable('other-certificate', 'it is about another certificate');
  const { thisUpdate, nextUpdate, status, hasScts } = entry;
  const second = Math.floor(now.getTime() / 1000) * 1000;
  if (second < Date.parse(thisUpdate)) return unusable('not-yet-valid', `good from ${thisUpdate}`);
  if (nextUpdate !== undefined && second > Date.parse(nextUpdate)) {
    return unusable('expired', `good until ${nextUpdate}`);
  }
  if (!issuerKey) return unusable('not-checked', 'the issuer, who must have signed it, is not known');
  const signature = verifyResponse(response, issuerKey, input);
  if (signature === 'invalid') return unusable('bad-signature', 'not signed by the issuer or its responder');
  if (signature === 'unsupported')
    return unusable('not-checked', `${response.algorithmName} can not be checked here`);
  if (status.kind === 'revoked') return { ...status, thisUpdate };
  return { kind: status.kind, thisUpdate, ...(nextUpdate !== undefined && { nextUpdate }), hasScts };
}

/**
 * Whether an entry names the leaf's issuer, by hashes of its name and key; without a known issuer the name must do. A peer chose the number
 * of entries and the length of the name: each hash is made once.
 */
function createIssuerMatch({ leaf, issuerKey, cryptography }: StapleInput): (entry: OcspEntry) => boolean {
  const known = new Map<HashName, { readonly name: string; readonly key: string | undefined }>();
  return ({ hashOid, issuerNameHash, issuerKeyHash }) => {
    const hash = hashes[hashOid];
    if (!hash) return false;
    const hex = (data: Uint8Array) => toHex(cryptography.hash(hash, data));
    const own = known.get(hash) ?? {
      name: hex(leaf.issuer.der),
      key: issuerKey && hex(keyBits(issuerKey)),
    };
    known.set(hash, own);
    return own.name === issuerNameHash && (own.key === undefined || own.key === issuerKeyHash);
  };
}

/** RFC 6960 §4.1.1: the value of the BIT STRING, without tag, length and unused bits. */
function keyBits(spki: Uint8Array): Uint8Array {
  return readBitString(members(readWhole(spki))[1]);
}

/** @see RFC 6960 §4.2.2.2: the issuer itself, or a certificate of its that may sign such responses */
function verifyResponse(
  response: OcspResponse,
  issuerKey: Uint8Array,
  input: StapleInput,
): 'valid' | 'invalid' | 'unsupported' {
  const { algorithm, tbs, signature } = response;
  if (!algorithm) return 'unsupported';
  const signedBy = (publicKey: Uint8Array) =>
    input.cryptography.verify({ algorithm, publicKey, data: tbs, signature });
  const direct = signedBy(issuerKey);
  if (direct === 'valid') return direct;
  for (const der of response.certificates.slice(0, maxResponders)) {
    const parsed = parseCertificate(der);
    if (!parsed.ok || !isResponder(parsed.value, issuerKey, input)) continue;
    const delegated = signedBy(parsed.value.publicKey.spki);
    if (delegated !== 'invalid') return delegated;
  }
  return direct;
}

function isResponder(certificate: CertificateFacts, issuerKey: Uint8Array, input: StapleInput): boolean {
  if (!certificate.extendedKeyUsage?.purposes.includes('OCSPSigning')) return false;
  const now = input.now.getTime();
  if (now < Date.parse(certificate.notBefore) || now > Date.parse(certificate.notAfter)) return false;
  const { algorithm, value } = certificate.signature;
  if (!algorithm) return false;
  const data = certificate.tbs;
  return input.cryptography.verify({ algorithm, publicKey: issuerKey, data, signature: value }) === 'valid';
}

function unusable(code: Extract<StapleResult, { kind: 'unusable' }>['code'], detail: string): StapleResult {
  return { kind: 'unusable', code, detail };
}
