/**
 * GnuTLS by priority string: it heeds keyUsage, whoever verifies or not.
 */
import { measured, type Personality } from './personality.ts';

/** GnuTLS with priority NORMAL. */
export const gnutls: Personality = {
  id: 'gnutls',
  library: 'GnuTLS 3.7 and 3.8, NORMAL',
  signingKeyUsage: measured('enforced', 'lab: "Key usage violation in certificate has been detected."'),
  encryptingKeyUsage: measured(
    'enforced',
    'test/lab/libraries, gnutls-cli 3.7.9: every combination of keyUsage; keyAgreement will do too',
  ),
  minimumDhBits: measured(1024, 'lab: 1024 bits taken, 512 refused'),
  sha1HandshakeSignature: measured('accepted'),
  duplicateExtension: measured(
    'refused',
    'gnutls-cli 3.7.9, with --insecure too: "Duplicate extension in X.509 certificate."',
  ),
  minimumVersion: measured('TLSv1', 'lab: Exim delivers over TLS 1.0'),
  minimumRsaBits: measured(0),
  sha1Certificate: measured('refused'),
  purpose: measured('ignored', 'lab: clientAuth alone is good for Exim and msmtp'),
  mustStaple: measured('enforced'),
  staple: measured('enforced', 'test/lab/libraries, gnutls-cli 3.7.9: revoked and old answers'),
};
