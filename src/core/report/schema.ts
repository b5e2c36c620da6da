/**
 * The Verdict: the document the API returns. Its parts have a file each; this is its one definition, openapi.yaml and the types follow from it.
 */
import { z } from 'zod';
import { dnsAnswerSchema, dnssecStates } from '../dns/answer.ts';
import { resolverTestSchema } from '../dns/resolver-test.ts';
import { findingSchema } from './finding-schema.ts';
import { mailHostSchema } from './mail-host-schema.ts';
import { senderOutcomeSchema } from './outcome-schema.ts';

export const statuses = ['ok', 'degraded', 'failing', 'indeterminate'] as const;
export type Status = (typeof statuses)[number];

export const verdictSchema = z
  .object({
    host: z.string(),
    unicodeHost: z.string().optional(),
    port: z.number(),
    status: z.enum(statuses),
    summary: z.string().describe('two plain sentences'),
    statusSenders: z.array(z.string()).describe('the sender ids that `status` is computed over'),
    senders: z.array(senderOutcomeSchema),
    findings: z.array(findingSchema),
    routing: z.object({
      kind: z.string(),
      dnssec: z.enum(dnssecStates).optional(),
      detail: z.string().optional(),
    }),
    mx: z.array(mailHostSchema),
    mtaSts: z
      .object({
        state: z.enum(['none', 'policy', 'failed', 'not-applicable', 'unknown']),
        mode: z.enum(['enforce', 'testing', 'none']).optional(),
        id: z.string().optional(),
        mx: z.array(z.string()).optional(),
        maxAgeSeconds: z.number().optional(),
        despiteRecord: z
          .object({
            id: z.string(),
            mode: z.enum(['enforce', 'testing', 'none']),
            mx: z.array(z.string()),
          })
          .optional()
          .describe(
            'a policy behind a record that must not count (§3.1): some senders read it less strictly',
          ),
        older: z
          .object({
            id: z.string(),
            mode: z.enum(['enforce', 'testing', 'none']),
            mx: z.array(z.string()),
            bindsUntil: z.string(),
            refuses: z.array(z.string()).describe('mail hosts that it does not name, under "enforce"'),
          })
          .optional()
          .describe(
            'a policy from before that a sender may still hold, where it goes by that one and not by what is published now (§3.3, §8.1)',
          ),
        problems: z.array(z.string()),
      })
      .describe('RFC 8461'),
    tlsRpt: z
      .object({
        state: z.enum(['none', 'record', 'invalid', 'not-applicable', 'unknown']),
        rua: z.array(z.string()),
        problems: z.array(z.string()),
      })
      .describe('RFC 8460'),
    dns: z.array(dnsAnswerSchema).describe('every answer used'),
    observedAt: z.string(),
    vantage: z.object({
      id: z.string(),
      runtime: z.string(),
      ehloName: z.string(),
      resolvers: z.array(z.string()),
      resolverTests: z
        .array(resolverTestSchema)
        .optional()
        .describe('do those that answered validate DNSSEC?'),
    }),
  })
  .meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof verdictSchema>;
