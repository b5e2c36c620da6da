/**
 * Go's own TLS library.
 */
import { fromSource, measured, type Personality } from './personality.ts';

/** Go 1.19 crypto/tls. */
export const goTls: Personality = {
  id: 'go',
  library: 'Go crypto/tls',
  signingKeyUsage: measured('ignored'),
  encryptingKeyUsage: fromSource('ignored', 'crypto/tls/handshake_client.go looks at no keyUsage'),
  minimumDhBits: fromSource(0, 'crypto/tls has no finite-field Diffie-Hellman'),
  handshakeRsaBits: fromSource(
    0,
    'crypto/tls 1.19 asks for no size; crypto/rsa refuses less than 1024 bits since Go 1.24',
  ),
  sha1HandshakeSignature: measured('accepted', 'captured ClientHello offers rsa_pkcs1_sha1 and ecdsa_sha1'),
  duplicateExtension: fromSource('refused', 'crypto/x509/parser.go since Go 1.19 (golang/go#50988)'),
  minimumVersion: fromSource('TLSv1.2', 'crypto/tls: default of clients since Go 1.18'),
  minimumRsaBits: fromSource(0, 'crypto/x509 1.19 asks for no size; lab: 1024 bits taken'),
  minimumCurveBits: fromSource(224, 'crypto/x509/x509.go, namedCurveFromOID: P-224 is the smallest it knows'),
  sha1Certificate: measured('refused'),
  md5Certificate: fromSource(
    'refused',
    'crypto/x509/x509.go, checkSignature: InsecureAlgorithmError for MD5WithRSA',
  ),
  version1Leaf: fromSource(
    'accepted',
    'crypto/x509/verify.go, isValid asks a leaf for no extension; its name never fits',
  ),
  version1Issuer: fromSource(
    'refused',
    'crypto/x509/verify.go, isValid: an intermediate must have basicConstraints',
  ),
  purpose: measured('enforced'),
  commonName: fromSource(
    'ignored',
    'crypto/x509/verify.go, VerifyHostname, since Go 1.17 without a way back',
  ),
  partialWildcard: fromSource('refused', 'crypto/x509/verify.go, matchHostnames'),
  mustStaple: measured('ignored'),
};
