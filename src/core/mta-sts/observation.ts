/**
 * What was seen of a domain's MTA-STS (RFC 8461): the `_mta-sts` TXT answer and the policy fetch, unjudged.
 */
import { z } from 'zod';
import { dnsAnswerSchema } from '../dns/answer.ts';
import { handshakeSchema } from '../tls/facts.ts';

export const policyFetchSchema = z.object({
  url: z.string(),
  outcome: z.enum([
    'response',
    'dns-failure',
    'connect-failure',
    'tls-failure',
    'http-failure',
    'too-large',
    'timeout',
    'special-address',
  ]),
  detail: z.string(),
  address: z.string().optional(),
  status: z.number().optional().describe('HTTP status; a redirect is not followed (§3.3)'),
  contentType: z.string().optional(),
  body: z.string().optional().describe('at most 64 KiB'),
  handshake: handshakeSchema.optional().describe('absent where the runtime made the TLS connection'),
});
export type PolicyFetch = z.infer<typeof policyFetchSchema>;

export const mtaStsObservationSchema = z.object({
  record: dnsAnswerSchema,
  fetch: policyFetchSchema.optional().describe('absent when the record names no policy'),
});
export type MtaStsObservation = z.infer<typeof mtaStsObservationSchema>;
