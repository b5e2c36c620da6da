/**
 * Schannel, the TLS of Windows: closed, so that most rows rest on documentation.
 */
import { fromSource, type Personality } from './personality.ts';

/** Windows' TLS, as Microsoft 365 uses it; what it enforces was not measured. */
export const schannel: Personality = {
  id: 'schannel',
  library: 'Schannel, settings unknown',
  signingKeyUsage: fromSource('unknown', 'not measured'),
  encryptingKeyUsage: fromSource('unknown', 'not measured'),
  minimumDhBits: fromSource(1024, 'Microsoft KB3061518'),
  sha1HandshakeSignature: fromSource('accepted', 'not measured'),
  earlyTicket: {
    value: 'unknown',
    confidence: 'report',
    source: 'public reports of October 2024: "451 4.4.0 Security status Renegotiate"; current state unknown',
  },
  minimumVersion: fromSource('TLSv1.2', 'Microsoft 365 ended TLS 1.0 and 1.1 in 2022'),
  minimumRsaBits: fromSource(1024, 'Microsoft KB2661254'),
  sha1Certificate: fromSource('refused', 'Microsoft: SHA-1 retired for TLS'),
  purpose: fromSource('enforced', 'CERT_CHAIN_POLICY_SSL'),
  mustStaple: fromSource('ignored', 'not measured'),
};
