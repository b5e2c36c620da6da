/** Certificates for the tests of this directory, read from modules so that workerd can load them too. */
import { fromBase64 } from '../../../src/core/base/text.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { fingerprints, parseCertificate } from '../../../src/core/x509/certificate.ts';
import type { CertificateFacts } from '../../../src/core/x509/certificate-facts.ts';
import { cryptography } from './node-crypto.ts';

/** DER of the first certificate in a PEM text. */
export function derOf(pem: string): Uint8Array {
  const body = /-----BEGIN CERTIFICATE-----([^-]*)-----END/.exec(pem)?.[1] ?? '';
  const bytes = fromBase64(body);
  if (!bytes.ok || bytes.value.length === 0) throw new TypeError('fixture is no PEM certificate');
  return bytes.value;
}

export function certificateOf(pem: string): CertificateFacts {
  const parsed = parseCertificate(derOf(pem));
  if (!parsed.ok) throw new TypeError(`fixture refused: ${parsed.error.detail}`);
  return parsed.value;
}

export function anchorsOf(...pems: readonly string[]) {
  return createAnchorStore(
    pems
      .map(certificateOf)
      .map((facts) => anchorOf(facts, fingerprints(facts.der, cryptography).certificate)),
  );
}
