/**
 * A certificate, as the verdict shows it.
 */
import { z } from 'zod';

export const certificateSchema = z
  .object({
    sha256: z.string(),
    spkiSha256: z.string().describe('the data of a TLSA 3 1 1 record'),
    subject: z.string(),
    issuer: z.string(),
    serial: z.string(),
    names: z.array(z.string()).describe('subjectAltName: DNS names and IP addresses'),
    notBefore: z.string(),
    notAfter: z.string(),
    key: z.string().describe('e.g. RSA 2048, EC P-256, Ed25519'),
    signatureAlgorithm: z.string(),
    keyUsage: z.array(z.string()).nullable(),
    extendedKeyUsage: z.array(z.string()).nullable(),
    der: z.string().describe('base64'),
  })
  .meta({ id: 'Certificate' });
export type ReportedCertificate = z.infer<typeof certificateSchema>;
