/**
 * One DNS answer as evidence: what was asked, what came, from whom, and how far DNSSEC vouches for it.
 * A look-up that failed is an answer too (its `outcome` says how): the difference between NODATA, NXDOMAIN,
 * SERVFAIL and a time-out decides whether DANE senders deliver or wait (RFC 7672 §2.1).
 */
import { z } from 'zod';

export const recordTypes = ['A', 'AAAA', 'MX', 'TXT', 'CNAME', 'TLSA'] as const;
export type RecordType = (typeof recordTypes)[number];

export const dnsRecordSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('A'), address: z.string() }),
    z.object({ type: z.literal('AAAA'), address: z.string() }),
    z.object({ type: z.literal('MX'), preference: z.number(), exchange: z.string() }),
    z.object({ type: z.literal('TXT'), strings: z.array(z.string()) }),
    z.object({ type: z.literal('CNAME'), target: z.string() }),
    z.object({
      type: z.literal('TLSA'),
      usage: z.number(),
      selector: z.number(),
      matchingType: z.number(),
      data: z.string().describe('hexadecimal'),
    }),
  ])
  .meta({ id: 'DnsRecord' });
export type DnsRecord = z.infer<typeof dnsRecordSchema>;

export const dnssecStates = ['secure', 'insecure', 'bogus', 'indeterminate'] as const;
export type DnssecState = (typeof dnssecStates)[number];

/**
 * `answer`: records of the type asked; `no-data`: NOERROR without them; `name-error`: NXDOMAIN (RFC 8020);
 * `servfail` | `refused` | `other-rcode`: the resolver said so; `timeout` | `unreachable` | `malformed`: no resolver gave a usable answer;
 * `budget`: the probe's own time was used up.
 */
export const dnsOutcomes = [
  'answer',
  'no-data',
  'name-error',
  'servfail',
  'refused',
  'other-rcode',
  'timeout',
  'unreachable',
  'malformed',
  'budget',
] as const;
export type DnsOutcome = (typeof dnsOutcomes)[number];

/** One step of an alias chain. The AD bit vouches for a chain as a whole or not at all, so each link has a state of its own. */
export const dnsAliasSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    dnssec: z
      .enum(dnssecStates)
      .optional()
      .describe(
        'of this link, asked for by itself where the chain as a whole is not secure; absent: not known',
      ),
  })
  .meta({ id: 'DnsAlias' });
export type DnsAlias = z.infer<typeof dnsAliasSchema>;

export const dnsAnswerSchema = z
  .object({
    name: z.string().describe('as asked: lower-case A-labels, no trailing dot'),
    type: z.enum(recordTypes),
    outcome: z.enum(dnsOutcomes),
    records: z
      .array(dnsRecordSchema)
      .describe('only records of the type asked, from the end of the CNAME chain'),
    malformedRecords: z
      .number()
      .optional()
      .describe('records of the type asked whose rdata could not be read'),
    omittedRecords: z
      .number()
      .optional()
      .describe('records of the type asked beyond the number that is read'),
    cnames: z
      .array(dnsAliasSchema)
      .describe(
        'from the name asked to the owner of the records; of a bogus answer: as they come with CD set',
      ),
    rcode: z.string().nullable().describe('NOERROR, NXDOMAIN, ...; null when nothing came'),
    ad: z.boolean().describe('the AD bit of the resolver named'),
    dnssec: z.enum(dnssecStates),
    uncheckedOutcome: z
      .enum(dnsOutcomes)
      .optional()
      .describe('of the same question with CD set, asked after a SERVFAIL (RFC 4035 §3.2.2)'),
    failedAfterMs: z
      .number()
      .optional()
      .describe(
        'how long the resolver took to say that it has no answer; absent where it has one, or is silent',
      ),
    ede: z.array(z.object({ code: z.number(), name: z.string(), text: z.string() })).describe('RFC 8914'),
    ttlSeconds: z.number().nullable().describe('smallest TTL used'),
    originalTtlSeconds: z
      .number()
      .optional()
      .describe('of the records, by their RRSIG (RFC 4034 §3.1.4); absent where none came'),
    resolver: z.string(),
    failedResolvers: z
      .array(z.object({ resolver: z.string(), error: z.string() }))
      .describe('asked before the one named'),
  })
  .meta({ id: 'DnsAnswer' });
export type DnsAnswer = z.infer<typeof dnsAnswerSchema>;

/** Ask one question. Never rejects because of the network: that is an outcome. */
export type Resolve = (name: string, type: RecordType) => Promise<DnsAnswer>;
