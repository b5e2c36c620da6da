/**
 * One connection to one address of a mail host, as data: each step that was taken, how it went, and the transcript.
 * A step that was never reached is absent; a step that failed has a `failure`, and nothing follows it.
 */
import { z } from 'zod';
import { handshakeSchema } from '../tls/facts.ts';

export const replySchema = z
  .object({
    code: z.number().describe('100 to 599'),
    enhanced: z.string().optional().describe('RFC 3463, e.g. 5.7.0'),
    lines: z.array(z.string()).describe('without code and separator; bytes outside printable ASCII as \\xNN'),
    codes: z
      .array(z.number())
      .optional()
      .describe('of each line, where they are not all alike; `code` is that of the last'),
  })
  .meta({ id: 'Reply' });
export type Reply = z.infer<typeof replySchema>;

/** Why a step did not end as it should: what the connection did, or what came in place of a reply. */
export const stepFailureSchema = z
  .object({
    kind: z.enum(['timeout', 'closed', 'reset', 'not-smtp', 'budget']),
    detail: z.string(),
    received: z.string().optional().describe('the line that came in place of a reply, if a short one'),
  })
  .meta({ id: 'StepFailure' });
export type StepFailure = z.infer<typeof stepFailureSchema>;

const stepSchema = z.union([z.object({ reply: replySchema }), z.object({ failure: stepFailureSchema })]);
export type Step = z.infer<typeof stepSchema>;

export const connectSchema = z.union([
  z.object({ kind: z.literal('connected'), milliseconds: z.number() }),
  z.object({
    kind: z.enum([
      'refused',
      'timeout',
      'unreachable',
      'reset',
      'egress-blocked',
      'special-address',
      'budget',
    ]),
    detail: z.string(),
  }),
]);
export type Connect = z.infer<typeof connectSchema>;

/**
 * What the connection was for: `starttls` (EHLO, STARTTLS, handshake, EHLO, in the first such session MAIL FROM:<> and RSET, QUIT), `implicit-tls` (handshake first, port 465),
 * `cleartext` (EHLO, MAIL FROM:<>, RSET, QUIT: would it take mail without TLS?).
 */
export const sessionPurposes = ['starttls', 'implicit-tls', 'cleartext'] as const;

/** So many bytes of what is behind the 220 are kept; a sender may not have read more of it with the 220 either. */
export const injectedBytesKept = 512;

export const sessionSchema = z
  .object({
    purpose: z.enum(sessionPurposes),
    startedAt: z.iso.datetime(),
    connect: connectSchema,
    greeting: stepSchema.optional(),
    ehlo: stepSchema
      .optional()
      .describe('the reply to EHLO, or to HELO where EHLO was refused and `helo` is true'),
    helo: z.boolean().optional(),
    heloAfter4xx: stepSchema
      .optional()
      .describe('the reply to HELO where EHLO got a 4xx, as some senders go on; `ehlo` is the reply to EHLO'),
    extensions: z.array(z.string()).optional().describe('EHLO lines after the first, as sent'),
    starttls: stepSchema.optional(),
    injectedBytes: z
      .string()
      .optional()
      .describe(
        'what came in cleartext along with the 220, printable; `handshake` is what came of it once that was thrown away (RFC 3207 §4)',
      ),
    handshake: handshakeSchema.optional(),
    injectedOverTls: z
      .string()
      .optional()
      .describe(
        'what came over TLS along with the end of the handshake, before our EHLO was sent, printable; `ehloOverTls` begins with it, so that it answers nothing we said (RFC 3207 §4.2: the client speaks first)',
      ),
    ehloOverTls: stepSchema.optional(),
    heloOverTls: stepSchema.optional().describe('the reply to HELO where EHLO over TLS was refused'),
    mailUngreeted: stepSchema
      .optional()
      .describe(
        'the reply to MAIL FROM:<> where EHLO over TLS was refused and no HELO said, as Exim goes on',
      ),
    extensionsOverTls: z.array(z.string()).optional(),
    mailFrom: stepSchema
      .optional()
      .describe('the reply to MAIL FROM:<>, over TLS in a session for `starttls` or `implicit-tls`'),
    quit: stepSchema.optional(),
    transcript: z.array(
      z.object({
        atMilliseconds: z.number().describe('since startedAt'),
        from: z.enum(['client', 'server', 'probe']).describe('probe: our own remark'),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
