/**
 * The pivot: everything measured, nothing judged. Plain JSON (DER as base64), versioned, so that a saved one is a test fixture,
 * a bug report and a replay. What could not be measured is in it too, as `unknown` with its reason: never as a pass or a fail.
 */
import { z } from 'zod';
import { dnsAliasSchema, dnsAnswerSchema, dnssecStates } from './dns/answer.ts';
import { resolverTestSchema } from './dns/resolver-test.ts';
import { mtaStsObservationSchema } from './mta-sts/observation.ts';
import { sessionSchema } from './smtp/session.ts';
import { enumerationSchema } from './tls/enumeration.ts';
import { fetchedIssuerSchema } from './x509/fetched-issuer.ts';

export const observationVersion = 1;
export const ports = [25, 465, 587] as const;
export type Port = (typeof ports)[number];

export const unknownReasons = [
  'budget',
  'timeout',
  'dns-failure',
  'resolver-unreachable',
  'special-address',
  'egress-blocked',
  'vantage-failed',
  'not-asked',
] as const;

/**
 * An Observation may come from a vantage or a file, so its shape is held where it is read: names without control characters (they are
 * printed), times that are times, base64 that is base64, and lists no longer than any budget would make them.
 */
const nameText = z
  .string()
  .max(1024)
  .regex(/^[\x20-\x7e]*$/);
const unicodeText = z
  .string()
  .max(1024)
  .regex(/^\P{C}*$/u);
const addressText = z
  .string()
  .max(45)
  .regex(/^[0-9A-Fa-f:.]+$/);
const timeText = z.iso.datetime();
const longest = { hosts: 500, addresses: 500, sessions: 200, answers: 5_000, issuers: 100, aliases: 16 };

/** How mail for the host is routed (RFC 5321 §5.1, RFC 7505). */
export const routingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mx'), dnssec: z.enum(dnssecStates) }),
  z
    .object({ kind: z.literal('implicit-mx'), dnssec: z.enum(dnssecStates) })
    .describe('no MX: the host itself'),
  z
    .object({ kind: z.literal('null-mx'), dnssec: z.enum(dnssecStates) })
    .describe('MX 0 . alone: takes no mail'),
  z
    .object({ kind: z.literal('no-mail-host'), detail: z.string() })
    .describe('no MX and no address, or no such name'),
  z.object({ kind: z.literal('direct') }).describe('the caller named the mail host itself'),
  z.object({ kind: z.literal('unknown'), reason: z.enum(unknownReasons), detail: z.string() }),
]);
export type Routing = z.infer<typeof routingSchema>;

/** The TLSA look-up of one mail host (RFC 7672 §2.2). */
export const tlsaLookupSchema = z
  .discriminatedUnion('kind', [
    z
      .object({ kind: z.literal('skipped'), detail: z.string() })
      .describe('no secure address: DANE does not apply (§2.2.2)'),
    z.object({
      kind: z.literal('asked'),
      answers: z.array(dnsAnswerSchema).describe('one for each candidate base domain, in the order tried'),
      filterSuspected: z
        .boolean()
        .optional()
        .describe('A at the TLSA name answers while TLSA times out: a filter eats the type'),
      filterTested: nameText.optional().describe('the name at which `filterSuspected` was found out'),
      parentDenied: z
        .boolean()
        .optional()
        .describe('NXDOMAIN at _tcp.<base> above records that exist: lost to resolvers that minimise names'),
    }),
  ])
  .meta({ id: 'TlsaLookup' });
export type TlsaLookup = z.infer<typeof tlsaLookupSchema>;

export const addressObservationSchema = z
  .object({
    ip: addressText,
    sessions: z.array(sessionSchema).max(longest.sessions),
    asSenders: z
      .array(sessionSchema)
      .optional()
      .describe(
        "sessions with the hello of one sender each; made where the answer to our own hello does not tell that sender's",
      ),
    otherKeys: z
      .array(sessionSchema)
      .optional()
      .describe(
        'sessions that took another kind of key only; made where TLSA records are published (RFC 7671 §8)',
      ),
    enumeration: enumerationSchema.optional().describe('depth=full only'),
    unknown: z.object({ reason: z.enum(unknownReasons), detail: z.string() }).optional(),
  })
  .meta({ id: 'AddressObservation' });
export type AddressObservation = z.infer<typeof addressObservationSchema>;

export const hostObservationSchema = z
  .object({
    name: nameText,
    unicodeName: unicodeText.optional().describe('with U-labels, where that differs'),
    preference: z.number().nullable(),
    canonicalName: z.string().max(1024).optional().describe('where its CNAME chain ends'),
    aliases: z.array(dnsAliasSchema).max(longest.aliases).optional().describe('that chain, link by link'),
    addressDnssec: z.enum(dnssecStates).describe('secure when one family is (RFC 7672 §2.2.2)'),
    tlsa: tlsaLookupSchema,
    addresses: z.array(addressObservationSchema).max(longest.addresses),
    unknown: z.object({ reason: z.enum(unknownReasons), detail: z.string() }).optional(),
  })
  .meta({ id: 'HostObservation' });
export type HostObservation = z.infer<typeof hostObservationSchema>;

export const observationSchema = z
  .object({
    version: z.literal(observationVersion),
    input: z.string().max(1024),
    host: nameText.describe('lower-case A-labels, no trailing dot'),
    unicodeHost: unicodeText.optional().describe('where it differs from host'),
    form: z.enum(['domain', 'mail-host']),
    port: z.union([z.literal(25), z.literal(465), z.literal(587)]),
    depth: z.enum(['normal', 'full']),
    startedAt: timeText.describe('ISO 8601, UTC'),
    finishedAt: timeText,
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
    routing: routingSchema,
    hosts: z
      .array(hostObservationSchema)
      .max(longest.hosts)
      .describe('by preference; equal ones in the order of the answer'),
    mtaSts: mtaStsObservationSchema
      .optional()
      .describe('absent where it does not apply (ports 465, 587, [host])'),
    tlsRpt: dnsAnswerSchema.optional(),
    issuers: z
      .array(fetchedIssuerSchema)
      .optional()
      .describe(
        'links that servers left out of their chains, fetched by AIA; absent: none was missing, or not asked',
      ),
    egress: z
      .object({ kind: z.enum(['open', 'blocked', 'not-tested']), detail: z.string() })
      .describe('can this vantage dial the port at all?'),
    dns: z.array(dnsAnswerSchema).max(longest.answers).describe('every answer used, in the order asked'),
  })
  .meta({ id: 'Observation' });
export type Observation = z.infer<typeof observationSchema>;
