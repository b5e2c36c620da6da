/**
 * A mail host and its addresses, as the verdict shows them: what was measured there, and what its names and records say of it.
 */
import { z } from 'zod';
import { dnsAliasSchema } from '../dns/answer.ts';
import { requireTlsDemands } from '../require-tls/evaluate.ts';
import { enumerationSchema } from '../tls/enumeration.ts';
import { handshakeFailureSchema } from '../tls/facts.ts';
import { certificateSchema } from './certificate-schema.ts';

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
