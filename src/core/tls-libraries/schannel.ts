/**
 * Schannel, the TLS of Windows: closed, so that what is known rests on Microsoft's documentation, and the rest is not known.
 */
import { documented, notKnown, type Personality } from './personality.ts';

const unread = 'closed source, not documented, not measured';

/** As Microsoft 365 uses it. */
export const schannel: Personality = {
  id: 'schannel',
  library: 'Schannel, settings unknown',
  signingKeyUsage: notKnown(unread),
  encryptingKeyUsage: notKnown(unread),
  minimumDhBits: documented(1024, 'Microsoft Security Bulletin MS15-055 (KB3061518)'),
  handshakeRsaBits: notKnown(unread),
  sha1HandshakeSignature: notKnown(unread),
  earlyTicket: {
    value: 'unknown',
    confidence: 'report',
    source: 'public reports of October 2024: "451 4.4.0 Security status Renegotiate"; current state unknown',
  },
  minimumVersion: documented(
    'TLSv1.2',
    'Exchange Team Blog, "Understanding email scenarios if TLS versions cannot be agreed on with Exchange Online": never below TLS 1.2 outbound',
  ),
  minimumRsaBits: documented(1024, 'Windows PKI blog, "RSA keys under 1024 bits are blocked" (KB2661254)'),
  minimumCurveBits: notKnown(unread),
  sha1Certificate: notKnown('Microsoft retired SHA-1 for its browsers (2017); of mail nothing is said'),
  md5Certificate: documented(
    'refused',
    'Microsoft Security Advisory 2862973: MD5 barred below roots of its programme',
  ),
  version1Leaf: notKnown(unread),
  version1Issuer: notKnown(unread),
  purpose: documented('enforced', 'CertVerifyCertificateChainPolicy, CERT_CHAIN_POLICY_SSL'),
  commonName: notKnown(unread),
  partialWildcard: notKnown(unread),
  mustStaple: notKnown(unread),
};
