/**
 * What is said of a certificate that is not deployed yet: the part of a Verdict that rests on certificates alone.
 * Its fields are those of the Verdict, by the same schemas.
 */
import { z } from 'zod';
import { certificateSchema } from './certificate-schema.ts';
import { findingSchema } from './finding-schema.ts';
import { addressReportSchema } from './mail-host-schema.ts';
import { verdictSchema } from './schema.ts';

const { tls, dane } = addressReportSchema.shape;

export const certificateVerdictSchema = z
  .object({
    host: verdictSchema.shape.host.describe('the mail host that would show it: lower-case A-labels'),
    unicodeHost: verdictSchema.shape.unicodeHost,
    port: verdictSchema.shape.port,
    judgedAt: z.string().describe('the time that dates were held against'),
    trusted: tls.shape.trusted.unwrap(),
    trustProblems: tls.shape.trustProblems.unwrap(),
    matched: tls.shape.matched.unwrap(),
    findings: z.array(findingSchema).describe('of the area `cert`, worst first'),
    certificates: z.array(certificateSchema).describe('in the order given, the server certificate first'),
    publish: dane.shape.publish.unwrap(),
  })
  .meta({ id: 'CertificateVerdict' });
export type CertificateVerdict = z.infer<typeof certificateVerdictSchema>;
