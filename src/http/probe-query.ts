/**
 * What a caller may ask: the query parameters of `/probe` and `/observe`, and how each is refused.
 */
import { z } from '@hono/zod-openapi';
import { fail, ok, type Result } from '../core/base/result.ts';
import { type CachedPolicy, maxKnownPolicyLength, readKnownPolicy } from '../core/mta-sts/known-policy.ts';
import { ports } from '../core/observation.ts';
import { type ProbeRequest, type Refusal, readSenders } from '../core/request.ts';
import { parseTarget } from '../core/target.ts';

const hostParameter = z.string().meta({
  description:
    'A domain, an e-mail address, or `[mx.example.net]` in brackets to ask one mail host without the MX look-up',
  examples: ['example.org'],
});
const portParameter = z
  .enum(ports.map(String) as [string, ...string[]])
  .default('25')
  .meta({ description: '25: mail between servers; 465 and 587: submission, which dials the host itself' });
const sendersParameter = z.string().meta({
  description: 'Sender ids, separated by commas; default: all that apply',
  examples: ['postfix-may,exim'],
});

const depthParameter = z.enum(['normal', 'full']).default('normal').meta({
  description:
    'full: every version, cipher suite, group, signature algorithm and certificate of each server, and its known weaknesses; takes up to 64 connections an address and two minutes',
});

const knownPolicyParameters = {
  knownPolicy: z
    .string()
    .max(maxKnownPolicyLength)
    .optional()
    .meta({
      description:
        'The text of an MTA-STS policy file of the domain from before, as a sender may still hold it: was the id changed with the file, does the older one still bind, which mail hosts does it refuse? Goes before the policy that the service remembers by itself',
      examples: ['version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 604800\n'],
    }),
  knownPolicyId: z
    .string()
    .optional()
    .meta({
      description: 'The id that the _mta-sts record had then; wanted with `knownPolicy`',
      examples: ['20260101'],
    }),
  knownPolicyAt: z
    .string()
    .optional()
    .meta({ description: 'When it was fetched, ISO 8601; default: now', examples: ['2026-11-22T10:00:00Z'] }),
};

export const observeQuerySchema = z.strictObject({
  host: hostParameter,
  port: portParameter,
  depth: depthParameter,
});
export const probeQuerySchema = observeQuerySchema.extend({
  senders: sendersParameter.optional(),
  ...knownPolicyParameters,
});
type Query = Pick<z.infer<typeof probeQuerySchema>, 'host' | 'port'> & {
  readonly [Name in keyof z.infer<typeof probeQuerySchema>]?:
    | z.infer<typeof probeQuerySchema>[Name]
    | undefined;
};

/** Read a query whose shape zod has already accepted. */
export function readProbeRequest(
  query: Query,
  toAscii: (text: string) => string | undefined,
): Result<ProbeRequest, Refusal> {
  const target = parseTarget(query.host, { toAscii });
  if (!target.ok) return fail({ parameter: 'host', detail: target.error.detail });
  const port = ports.find((known) => String(known) === query.port);
  if (port === undefined) throw new RangeError(`a port that the schema accepted: ${query.port}`);
  const known = readKnown(query);
  if (!known.ok) return known;
  const request = {
    target: target.value,
    port,
    ...(query.depth === 'full' && { depth: query.depth }),
    ...(known.value && { knownPolicy: known.value }),
  };
  if (query.senders === undefined) return ok(request);
  const senders = readSenders(query.senders);
  return senders.ok ? ok({ ...request, senders: senders.value }) : senders;
}

/** Text and id go together: the id is what tells whether a sender that holds the policy looks again (RFC 8461 §8.1). */
function readKnown({
  knownPolicy,
  knownPolicyId,
  knownPolicyAt,
}: Query): Result<CachedPolicy | undefined, Refusal> {
  if (knownPolicy === undefined) {
    const stray = knownPolicyId !== undefined ? 'knownPolicyId' : 'knownPolicyAt';
    if (knownPolicyId === undefined && knownPolicyAt === undefined) return ok(undefined);
    return fail({ parameter: stray, detail: 'says nothing without knownPolicy, the text of the policy' });
  }
  if (knownPolicyId === undefined) {
    return fail({
      parameter: 'knownPolicyId',
      detail: 'the id that the _mta-sts record had then is wanted with knownPolicy',
    });
  }
  const given = { policy: knownPolicy, id: knownPolicyId, at: knownPolicyAt };
  const read = readKnownPolicy(given, new Date());
  if (read.ok) return read;
  const parameters = { policy: 'knownPolicy', id: 'knownPolicyId', at: 'knownPolicyAt' } as const;
  return fail({ parameter: parameters[read.error.part], detail: read.error.detail });
}
