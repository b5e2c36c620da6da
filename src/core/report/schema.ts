/**
 * The Verdict: the document the API returns. This is its one definition; openapi.yaml and the types follow from it.
 */
import { z } from 'zod';
import { confidences } from '../base/confidence.ts';
import { dnsAliasSchema, dnsAnswerSchema, dnssecStates } from '../dns/answer.ts';
import { resolverTestSchema } from '../dns/resolver-test.ts';
import { requireTlsDemands } from '../require-tls/evaluate.ts';
import { ruleIdSchema } from '../rules/id.ts';
import { fixSchema, workaroundSchema } from '../rules/remedies.ts';
import {
  actors,
  citationSchema,
  effectiveSchema,
  evidenceSchema,
  severities,
  subjectSchema,
} from '../rules/rule.ts';
import { enumerationSchema } from '../tls/enumeration.ts';
import { handshakeFailureSchema } from '../tls/facts.ts';
import { tlsRptResultTypes } from '../tls-rpt/result-types.ts';

export const outcomes = [
  'delivered-tls-authenticated',
  'delivered-tls',
  'delivered-cleartext',
  'deferred',
  'bounced',
  'error-to-caller',
  'unknown',
] as const;
export const outcomeSchema = z
  .enum(outcomes)
  .meta({ id: 'Outcome', description: 'What becomes of one delivery attempt, or in the end of the message' });
export type Outcome = z.infer<typeof outcomeSchema>;

export const statuses = ['ok', 'degraded', 'failing', 'indeterminate'] as const;
export type Status = (typeof statuses)[number];

export const causeSchema = z.object({ finding: ruleIdSchema, subject: subjectSchema });

export const senderOutcomeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    shortName: z.string().describe('for sentences'),
    first: outcomeSchema.describe('the first delivery attempt'),
    retry: outcomeSchema.optional().describe('the next attempt, where the first was deferred'),
    final: outcomeSchema.describe('when the queue life ends and nothing changes; never `deferred`'),
    peer: z.string().optional().describe("the sender's own word for the certificate, as its log prints it"),
    timeline: z.array(
      z.object({
        afterSeconds: z.number(),
        outcome: outcomeSchema,
        mx: z.string().optional(),
        why: z.string(),
      }),
    ),
    because: z.array(causeSchema).describe('the findings that caused it'),
    log: z.string().optional().describe('the line its administrator reads'),
    confidence: z.enum(confidences),
    unknown: z.string().optional().describe('why an outcome is unknown'),
  })
  .meta({ id: 'SenderOutcome' });
export type SenderOutcome = z.infer<typeof senderOutcomeSchema>;

export const findingSchema = z
  .object({
    id: ruleIdSchema,
    severity: z.enum(severities),
    acts: z.enum(actors).describe('who must act'),
    subject: subjectSchema,
    title: z.string(),
    explanation: z.string(),
    fix: z.string(),
    fixes: z.array(fixSchema).describe('for single software, where it differs'),
    workaround: z.string().optional().describe('the workarounds in words'),
    workarounds: z.array(workaroundSchema).describe("what a sender's administrator can do meanwhile"),
    effective: effectiveSchema.optional(),
    evidence: evidenceSchema,
    citations: z.array(citationSchema),
    tlsRptResultType: z.enum(tlsRptResultTypes).optional(),
  })
  .meta({ id: 'Finding' });
export type ReportedFinding = z.infer<typeof findingSchema>;

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

export const addressReportSchema = z
  .object({
    ip: z.string(),
    smtp: z.object({
      reachable: z.enum(['yes', 'no', 'unknown']),
      detail: z.string().optional(),
      greeting: z.string().optional(),
      extensions: z.array(z.string()),
      starttls: z.enum(['offered', 'not-offered', 'implicit', 'unknown']),
      starttlsReply: z.string().optional(),
      cleartext: z
        .enum(['accepted', 'refused', 'unknown'])
        .describe('RFC 3207 §4: would it take mail without TLS?'),
      cleartextReply: z.string().optional(),
      cleartextAssumed: z
        .boolean()
        .optional()
        .describe('true: MAIL was answered 250, though some servers refuse only at RCPT'),
    }),
    tls: z.object({
      handshake: z.enum(['completed', 'failed', 'not-tried', 'unknown']),
      failure: handshakeFailureSchema.optional(),
      version: z.string().optional(),
      suite: z.string().optional(),
      keyExchange: z.string().optional(),
      group: z.string().optional(),
      signatureScheme: z.string().optional(),
      keyProven: z
        .boolean()
        .optional()
        .describe(
          'false: the signature of the handshake could not be checked here, so that `trusted`, `matched` and a matching TLSA record say nothing about who showed the certificate; absent: the server showed none, or the handshake failed',
        ),
      trusted: z.boolean().optional().describe('chains to an anchor of this vantage'),
      trustProblems: z
        .array(
          z.object({
            code: z.string(),
            text: z.string().describe("OpenSSL's verify codes and their texts"),
            gnutls: z.array(z.string()).describe('what GnuTLS says, as gnutls-cli prints its status'),
          }),
        )
        .optional(),
      matched: z.boolean().optional().describe('the mail host name fits a SAN (RFC 9525)'),
      clientCertificateRequested: z.boolean().optional(),
      enumeration: enumerationSchema.optional().describe('depth=full only: everything the server has'),
    }),
    certificates: z.array(certificateSchema).describe('in the order sent'),
    dane: z.object({
      state: z.enum(['none', 'not-applicable', 'unusable', 'matched', 'failed', 'unknown']),
      detail: z.string().optional(),
      records: z.array(z.string()).describe('presentation format, e.g. 3 1 1 <hex>'),
      publish: z.string().optional().describe('the exact record that would match this certificate'),
      newKeySafeFrom: z
        .string()
        .optional()
        .describe(
          'if the record of a new key is published when this was judged, the key may go into service from then on (RFC 7671 §8.1)',
        ),
      otherKeys: z
        .array(
          z.object({
            key: z.string().describe('what the sender takes: rsa, ecdsa or eddsa alone'),
            sha256: z.string(),
            matched: z.boolean(),
            publish: z.string(),
          }),
        )
        .optional()
        .describe('certificates shown to those that take another kind of key (RFC 7671 §8)'),
    }),
    unknown: z.object({ reason: z.string(), detail: z.string() }).optional(),
  })
  .meta({ id: 'AddressReport' });
export type AddressReport = z.infer<typeof addressReportSchema>;

export const mailHostSchema = z
  .object({
    host: z.string(),
    unicodeHost: z.string().optional().describe('with U-labels, where that differs'),
    preference: z.number().nullable(),
    aliases: z
      .array(dnsAliasSchema)
      .optional()
      .describe('where the name is an alias (RFC 5321 §5.1 forbids it): its chain, link by link'),
    addresses: z.array(addressReportSchema),
    requireTls: z
      .object({
        ready: z.enum(['yes', 'no', 'unknown']),
        missing: z.array(z.object({ demand: z.enum(requireTlsDemands), detail: z.string() })),
        unknown: z.array(z.enum(requireTlsDemands)),
      })
      .optional()
      .describe('could a message that says REQUIRETLS be delivered here? (RFC 8689 §4.2.1); port 25 only'),
    precedence: z
      .array(
        z.object({
          policy: z.enum(['dane', 'mta-sts', 'requiretls', 'opportunistic']),
          standing: z.enum(['wins', 'outranked', 'advisory', 'absent', 'per-message', 'unknown']),
          why: z.string(),
        }),
      )
      .optional()
      .describe('whose demands hold for mail to this host, by the book (RFC 8461 §2); port 25 only'),
    unknown: z.object({ reason: z.string(), detail: z.string() }).optional(),
  })
  .meta({ id: 'MailHost' });
export type MailHostReport = z.infer<typeof mailHostSchema>;

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
