/**
 * What an enumeration of one address found, as data: the part of an Observation that `depth=full` adds.
 * Names are IANA's; versions as facts.ts names them. What was not asked is absent; `complete` false says that something was not.
 */
import { z } from 'zod';
import { resumptions as resumed } from './resumable-session.ts';

/** What a server stumbled over, though it should have ignored or read it. */
export const intolerances = [
  'grease',
  'large-hello',
  'split-hello',
  'many-suites',
  'suite-at-66',
  'suite-at-63',
  'legacy-version',
] as const;
export type Intolerance = (typeof intolerances)[number];

/**
 * What became of a session that a server had completed, when it was offered again: resumed by the pre-shared key, the ticket or the session
 * id, or declined for a full handshake; `failed`: neither came of it; `not-asked`: connections ran short.
 */
export const resumptions = [...resumed, 'failed', 'not-asked'] as const;
export type Resumption = (typeof resumptions)[number];

export const servedCertificateSchema = z.object({
  serverName: z.string().nullable().describe('SNI sent, null: none'),
  key: z.string().describe('rsa, rsa-pss, ec, ed25519, ...'),
  sha256: z.string().describe('of the leaf, lower-case hexadecimal'),
});
export type ServedCertificate = z.infer<typeof servedCertificateSchema>;

export const enumerationSchema = z
  .object({
    versions: z
      .array(z.string())
      .describe('newest first; SSLv3 and SSLv2 too, where the server agrees to them'),
    suites: z
      .record(z.string(), z.array(z.string()))
      .describe("by version, IANA names in the server's order; where the client's order wins, a set"),
    inferred: z
      .array(z.string())
      .describe('versions whose suites were not asked one by one: they follow from those of a newer version'),
    serverOrder: z
      .boolean()
      .nullable()
      .describe(
        "true: the server's order of suites wins, false: the client's, null: nothing to choose between",
      ),
    groups: z.array(z.string()),
    signatureAlgorithms: z.array(z.string()),
    certificates: z.array(servedCertificateSchema),
    dhBits: z.array(z.number()).describe('sizes of the Diffie-Hellman fields that DHE suites used'),
    extendedMasterSecret: z.boolean().optional(),
    encryptThenMac: z.boolean().optional(),
    secureRenegotiation: z.boolean().optional().describe('RFC 5746'),
    compression: z.boolean().optional().describe('true: the server took DEFLATE when it was offered'),
    sessionTickets: z.boolean().optional().describe('RFC 5077, RFC 8446 §4.6.1'),
    sessionIds: z
      .boolean()
      .optional()
      .describe('before TLS 1.3: ids by which sessions may be resumed without a ticket (RFC 5246 §7.4.1.3)'),
    resumption: z
      .record(z.string(), z.enum(resumptions))
      .optional()
      .describe(
        'the newest version in which the server gave a ticket or an id: what came of offering it again. psk, ticket, session-id: it resumed the session by that, and its Finished proves it; declined: it made a full handshake, which is its right (RFC 8446 §2.2, RFC 5077 §3.1, RFC 5246 §7.3); failed: an alert or an end of the connection came instead; not-asked: connections ran short',
      ),
    fallbackScsv: z
      .enum(['refused', 'ignored'])
      .optional()
      .describe('RFC 7507: was a needless fallback refused with inappropriate_fallback?'),
    intolerances: z.array(z.enum(intolerances)),
    deadVersions: z
      .array(z.string())
      .describe('versions whose handshake stands, while the SMTP session over it does not answer'),
    disagreements: z
      .array(z.object({ about: z.enum(['certificate', 'ehlo', 'version']), values: z.array(z.string()) }))
      .describe('what several connections to this one address answered differently to the same question'),
    commandInjection: z
      .string()
      .optional()
      .describe(
        'a command sent in the clear behind STARTTLS was answered over TLS with this (CVE-2011-0411)',
      ),
    connections: z.number().describe('all that were made to this address'),
    complete: z.boolean(),
    incomplete: z.string().optional().describe('why not, and what was not asked to its end'),
  })
  .meta({ id: 'Enumeration' });
export type Enumeration = z.infer<typeof enumerationSchema>;
