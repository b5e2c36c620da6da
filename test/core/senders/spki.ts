/** The data of a `3 1 1` record for a certificate of test/fixtures/observations. */
import { fingerprints } from '../../../src/core/x509/certificate.ts';
import { certificateNamed, cryptography } from '../judging.ts';
import type { CertificateName } from '../observation-builder.ts';

export function spkiOf(name: CertificateName): string {
  return fingerprints(certificateNamed(name).der, cryptography).spki;
}
