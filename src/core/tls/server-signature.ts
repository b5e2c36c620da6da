/**
 * The server's proof that it holds the certificate's key: CertificateVerify and signed ServerKeyExchange.
 * A wrong signature ends the handshake, and so does a scheme that the key cannot sign with; a signature that cannot be checked here is
 * recorded as `unsupported` and lets the handshake go on: it is completed, but the key is not proven, and nobody may count on it.
 * RFC 8446 §4.4.3, RFC 5246 §7.4.3, RFC 4346 §7.4.3.
 */

import { versions } from './code-points.ts';
import { misbehaved } from './fault.ts';
import type { HandshakeContext } from './handshake-context.ts';
import { type LeafKey, readLeafKey } from './leaf-key.ts';
import type { DigitalSignature } from './messages.ts';
import {
  findSignatureScheme,
  legacyScheme,
  type SignatureScheme,
  signatureSchemeName,
} from './signature-schemes.ts';

/** The key of the first certificate. @throws HandshakeFault bad-certificate where there is none to be found */
export function leafKeyOf(certificate: Uint8Array): LeafKey {
  const key = readLeafKey(certificate);
  if (key.ok) return key.value;
  throw misbehaved('bad_certificate', {
    code: 'bad-certificate',
    expected: 'an X.509 certificate',
    received: key.error,
    detail: 'no public key can be read from the server certificate',
  });
}

/**
 * Check a signature and record scheme and result.
 *
 * @param signed what the signature covers
 * @throws HandshakeFault bad-signature, unoffered-signature-scheme, signature-scheme-mismatch
 */
export function checkSignature(
  context: HandshakeContext,
  key: LeafKey,
  { signed, proof, version }: { signed: Uint8Array; proof: DigitalSignature; version: number },
): void {
  const { facts } = context;
  const scheme = proof.scheme === undefined ? schemeByKey(key) : schemeByCode(context, proof.scheme, version);
  facts.signatureScheme = scheme?.name ?? signatureSchemeName(proof.scheme ?? 0);
  if (scheme?.key !== undefined && key.kind !== 'unknown') mustFit(scheme, key, version);
  if (scheme?.algorithm === undefined || key.kind === 'unknown') {
    facts.signatureVerified = 'unsupported';
    return;
  }
  const verdict = context.cryptography.verify({
    algorithm: scheme.algorithm,
    publicKey: key.spki,
    data: signed,
    signature: proof.signature,
  });
  if (verdict === 'invalid') {
    throw misbehaved('decrypt_error', {
      code: 'bad-signature',
      expected: 'a signature by the key in the certificate',
      received: `a ${scheme.name} signature that does not verify`,
      detail: 'the server does not prove that it holds the key of its certificate',
    });
  }
  facts.signatureVerified = verdict;
}

function schemeByKey({ kind }: LeafKey): SignatureScheme | undefined {
  if (kind === 'rsa' || kind === 'dsa' || kind === 'ec') return legacyScheme[kind];
  return undefined;
}

function schemeByCode(context: HandshakeContext, code: number, version: number): SignatureScheme | undefined {
  const scheme = findSignatureScheme(code);
  // Without the extension TLS 1.2 allows SHA-1 with the key's algorithm (RFC 5246 §7.4.1.4.1).
  const offered =
    context.offeredSchemes?.includes(code) ??
    Object.values(legacyScheme).some(({ algorithm }) => sha1Only(scheme, algorithm));
  if (!offered || (version >= versions.tls13 && scheme?.tls13 === false)) {
    throw misbehaved('illegal_parameter', {
      code: 'unoffered-signature-scheme',
      expected: (context.offeredSchemes ?? []).map(signatureSchemeName).join(' '),
      received: signatureSchemeName(code),
      detail: 'the server signs in a way that was not offered',
    });
  }
  return scheme;
}

const sha1Only = (scheme: SignatureScheme | undefined, like: SignatureScheme['algorithm']): boolean =>
  scheme?.algorithm !== undefined &&
  'hash' in scheme.algorithm &&
  scheme.algorithm.hash === 'sha1' &&
  scheme.algorithm.kind === like?.kind;

function mustFit(scheme: SignatureScheme, key: LeafKey, version: number): void {
  const wrongCurve = version >= versions.tls13 && scheme.curve !== undefined && scheme.curve !== key.curve;
  if (scheme.key === key.kind && !wrongCurve) return;
  throw misbehaved('illegal_parameter', {
    code: 'signature-scheme-mismatch',
    expected: `a scheme for the certificate's ${key.curve ?? key.kind} key`,
    received: scheme.name,
    detail: 'the signature scheme does not fit the key in the certificate',
  });
}
