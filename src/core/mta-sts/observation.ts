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

/** What this vantage itself fetched some time ago, from a host that had proven its name and key. */
export const earlierPolicySchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
  policy: z.string().max(65_536).describe('the text of the file'),
  fetchedAt: z.iso.datetime().describe("to the hour: when somebody else asked is nobody's business"),
});
export type EarlierPolicy = z.infer<typeof earlierPolicySchema>;

export const mtaStsObservationSchema = z.object({
  record: dnsAnswerSchema,
  fetch: policyFetchSchema
    .optional()
    .describe(
      'absent when the record names no policy; made for one that only some senders take for a record, too (§3.1)',
    ),
  earlier: earlierPolicySchema
    .optional()
    .describe('the policy that a sender which fetched it then may still hold'),
});
export type MtaStsObservation = z.infer<typeof mtaStsObservationSchema>;
