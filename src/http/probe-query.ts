/**
 * What a caller may ask: the query parameters of `/probe` and `/observe`, and how each is refused.
 */
import { z } from '@hono/zod-openapi';
import { fail, ok, type Result } from '../core/base/result.ts';
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

export const observeQuerySchema = z.strictObject({
  host: hostParameter,
  port: portParameter,
  depth: depthParameter,
});
export const probeQuerySchema = observeQuerySchema.extend({ senders: sendersParameter.optional() });

/** Read a query whose shape zod has already accepted. */
export function readProbeRequest(
  query: {
    host: string;
    port: string;
    depth?: 'normal' | 'full' | undefined;
    senders?: string | undefined;
  },
  toAscii: (text: string) => string | undefined,
): Result<ProbeRequest, Refusal> {
  const target = parseTarget(query.host, { toAscii });
  if (!target.ok) return fail({ parameter: 'host', detail: target.error.detail });
  const port = ports.find((known) => String(known) === query.port);
  if (port === undefined) throw new RangeError(`a port that the schema accepted: ${query.port}`);
  const request = {
    target: target.value,
    port,
    ...(query.depth === 'full' && { depth: query.depth }),
  };
  if (query.senders === undefined) return ok(request);
  const senders = readSenders(query.senders);
  return senders.ok ? ok({ ...request, senders: senders.value }) : senders;
}
