/**
 * The words for what can be wrong with a path: OpenSSL's verify codes with their texts (x509_txt.c of 3.0; older ones where they
 * differ) and GnuTLS's status sentences (gnutls_certificate_verification_status_print), since those are what people search for.
 * Held against s_client 3.0 and gnutls-cli 3.7 by test/lab/libraries; what they do not say themselves is left out.
 */
import type { PathProblem, PathProblemCode } from './path-result.ts';

type Words = Pick<PathProblem, 'openssl' | 'gnutls'>;

const unknownIssuer = 'The certificate issuer is unknown.';
const constraints = "The certificate chain violates the signer's constraints.";

const words: Readonly<Record<PathProblemCode, Words>> = {
  expired: {
    openssl: [{ code: 10, text: 'certificate has expired' }],
    gnutls: ['The certificate chain uses expired certificate.'],
  },
  'not-yet-valid': {
    openssl: [{ code: 9, text: 'certificate is not yet valid' }],
    gnutls: ['The certificate chain uses not yet valid certificate.'],
  },
  'self-signed-leaf': {
    openssl: [{ code: 18, text: 'self-signed certificate' }],
    gnutls: [unknownIssuer],
  },
  'self-signed-root-not-trusted': {
    openssl: [{ code: 19, text: 'self-signed certificate in certificate chain' }],
    gnutls: [unknownIssuer],
  },
  'missing-issuer': {
    openssl: [{ code: 20, text: 'unable to get local issuer certificate' }],
    gnutls: [unknownIssuer],
  },
  'bad-signature': {
    openssl: [{ code: 7, text: 'certificate signature failure' }],
    gnutls: ['The signature in the certificate is invalid.'],
  },
  'unsupported-signature-algorithm': {
    openssl: [{ code: 7, text: 'certificate signature failure' }],
    gnutls: [],
  },
  'not-a-ca': {
    openssl: [
      { code: 79, text: 'invalid CA certificate' },
      { code: 24, text: 'invalid CA certificate' },
      { code: 26, text: 'unsuitable certificate purpose' },
    ],
    gnutls: ['The certificate issuer is not a CA.'],
  },
  'path-length': {
    openssl: [{ code: 25, text: 'path length constraint exceeded' }],
    gnutls: [constraints],
  },
  'key-usage-cert-sign': {
    openssl: [
      { code: 79, text: 'invalid CA certificate' },
      { code: 26, text: 'unsuitable certificate purpose' },
      { code: 32, text: 'key usage does not include certificate signing' },
    ],
    gnutls: [constraints],
  },
  'extended-key-usage': {
    openssl: [
      { code: 26, text: 'unsuitable certificate purpose' },
      { code: 26, text: 'unsupported certificate purpose' },
    ],
    gnutls: ['The certificate chain does not match the intended purpose.'],
  },
  'name-constraints': {
    openssl: [{ code: 47, text: 'permitted subtree violation' }],
    gnutls: [constraints],
  },
  'unknown-critical-extension': {
    openssl: [{ code: 34, text: 'unhandled critical extension' }],
    gnutls: ['The certificate contains an unknown critical extension.'],
  },
  // OpenSSL links nothing to a certificate that it can not read whole; GnuTLS says one thing or another.
  'malformed-extension': {
    openssl: [
      { code: 20, text: 'unable to get local issuer certificate' },
      { code: 21, text: 'unable to verify the first certificate' },
    ],
    gnutls: [],
  },
  // From security level 1 on; verifiers that get to the handshake's signature fail there.
  'malformed-key': {
    openssl: [{ code: 66, text: 'EE certificate key too weak' }],
    gnutls: [],
  },
  // GnuTLS can not read the certificate, and ends the handshake.
  'explicit-curve': {
    openssl: [{ code: 94, text: 'Certificate public key has explicit ECC parameters' }],
    gnutls: ['ASN1 parser: Error in DER parsing.'],
  },
  // OpenSSL looks at policies only when told to (-policy_check); GnuTLS does not know policyConstraints, which are critical.
  policy: {
    openssl: [{ code: 43, text: 'no explicit policy' }],
    gnutls: ['The certificate contains an unknown critical extension.'],
  },
  profile: { openssl: [], gnutls: [] },
  budget: { openssl: [], gnutls: [] },
};

/** A leaf alone, whose issuer nobody has: OpenSSL goes on and reports twice more (27 up to 1.0.2). */
const leafAlone: Words['openssl'] = [
  { code: 20, text: 'unable to get local issuer certificate' },
  { code: 27, text: 'certificate not trusted' },
  { code: 21, text: 'unable to verify the first certificate' },
];
const malformedIssuerKey: Words['openssl'] = [{ code: 67, text: 'CA certificate key too weak' }];
const excluded: Words['openssl'] = [{ code: 48, text: 'excluded subtree violation' }];

/**
 * Say what is wrong with one certificate of a path, in everybody's words.
 *
 * @param where.variant  `excluded`: of name-constraints, the other of OpenSSL's two codes
 */
export function pathProblem(
  code: PathProblemCode,
  where: { depth: number; subject: string; detail: string; variant?: 'excluded' },
): PathProblem {
  const { depth, subject, detail, variant } = where;
  const { openssl, gnutls } = words[code];
  return { code, depth, subject, detail, openssl: specialWords(code, depth, variant) ?? openssl, gnutls };
}

function specialWords(
  code: PathProblemCode,
  depth: number,
  variant: 'excluded' | undefined,
): Words['openssl'] | undefined {
  if (variant === 'excluded') return excluded;
  if (code === 'missing-issuer' && depth === 0) return leafAlone;
  return code === 'malformed-key' && depth > 0 ? malformedIssuerKey : undefined;
}
