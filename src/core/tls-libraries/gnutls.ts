/**
 * GnuTLS by priority string: it heeds keyUsage, whoever verifies or not. The rows that test/lab/libraries measures are cells of strength.ts there.
 */
import { measured, type Personality } from './personality.ts';

const tried = 'test/lab/libraries, gnutls-cli 3.7.9';

/** GnuTLS with priority NORMAL. */
export const gnutls: Personality = {
  id: 'gnutls',
  library: 'GnuTLS 3.7 and 3.8, NORMAL',
  signingKeyUsage: measured('enforced', 'lab: "Key usage violation in certificate has been detected."'),
  encryptingKeyUsage: measured(
    'enforced',
    `${tried}: every combination of keyUsage; keyAgreement will do too`,
  ),
  emptyKeyUsage: measured('ignored', `${tried}; lab: Exim`),
  minimumDhBits: measured(1024, 'lab: 1024 bits taken, 512 refused'),
  handshakeRsaBits: measured(0, `${tried} --insecure: 512 bits taken`),
  sha1HandshakeSignature: measured('accepted', tried),
  duplicateExtension: measured(
    'refused',
    `${tried}, with --insecure too: "Duplicate extension in X.509 certificate."`,
  ),
  minimumVersion: measured('TLSv1', `${tried}; lab: Exim delivers over TLS 1.0`),
  minimumRsaBits: measured(1024, `${tried}: 1023 bits refused`),
  minimumCurveBits: measured(
    192,
    `${tried}: an issuer on P-192 taken; secp160r1 and brainpool are none of its curves`,
  ),
  sha1Certificate: measured('refused', tried),
  md5Certificate: measured('refused', tried),
  version1Leaf: measured('accepted', tried),
  version1Issuer: measured(
    'refused',
    `${tried}: "The certificate issuer is not a CA."; a version 1 root is taken`,
  ),
  maximumSent: measured(16, `${tried}: 17 end in "Some constraint limits were reached."`),
  anchorDates: measured('checked', 'lab: Exim, an expired intermediate by 2 1 1'),
  purpose: measured('ignored', 'lab: clientAuth alone is good for Exim and msmtp'),
  commonName: measured(
    'where-no-dns-name-nor-address',
    `${tried} --verify-hostname: without subjectAltName, and beside an e-mail address, not beside an IP address`,
  ),
  severalCommonNames: measured('refused', `${tried} --verify-hostname: two, one of them right`),
  partialWildcard: measured('star-first', `${tried} --verify-hostname`),
  mustStaple: measured('enforced'),
  staple: measured('enforced', `${tried}: revoked and old answers`),
};
