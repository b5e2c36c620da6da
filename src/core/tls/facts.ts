/**
 * What one handshake showed, as data: the part of an Observation that the TLS client fills.
 * Names of versions, suites, groups and signature schemes are the IANA ones, `0x....` where IANA has none.
 */
import { z } from 'zod';
import { resumptions } from './resumable-session.ts';

/** Where the handshake stood: the message that was due. */
export const handshakeSteps = [
  'server-hello',
  'encrypted-extensions',
  'certificate',
  'certificate-status',
  'server-key-exchange',
  'certificate-verify',
  'server-hello-done',
  'finished',
  'application-data',
] as const;

/**
 * `alert`: the peer sent a fatal alert; `closed` / `reset` / `timeout`: the connection did that;
 * `not-tls`: the bytes are no TLS records; `peer-misbehaved`: it broke the protocol (bad signature, bad Finished, picked what was not offered);
 * `peer-incompatible`: it is right, but shares nothing with us or asks what we lack; `budget`: it sent more than we read.
 */
export const handshakeFailures = [
  'alert',
  'closed',
  'reset',
  'timeout',
  'not-tls',
  'peer-misbehaved',
  'peer-incompatible',
  'budget',
] as const;

export const handshakeFailureSchema = z
  .object({
    kind: z.enum(handshakeFailures),
    step: z.enum(handshakeSteps),
    alert: z.string().optional().describe('IANA name, e.g. handshake_failure'),
    alertLevel: z
      .enum(['warning', 'fatal'])
      .optional()
      .describe('of a close_notify: fatal is for some libraries an alert like any other (RFC 5246 §7.2.1)'),
    code: z
      .string()
      .optional()
      .describe('stable name of what went wrong, e.g. bad-signature, bad-finished, unoffered-suite'),
    expected: z.string().optional(),
    received: z.string().optional(),
    detail: z.string(),
  })
  .meta({ id: 'HandshakeFailure' });
export type HandshakeFailure = z.infer<typeof handshakeFailureSchema>;

/** More of them than this in one message are not read: no chain needs them, and each becomes a fact. */
export const mostCertificates = 1_000;

export const handshakeSchema = z
  .object({
    hello: z.string().describe('name of the ClientHello that was sent'),
    serverName: z.string().nullable().describe('SNI sent, null: none'),
    outcome: z.enum(['completed', 'failed']),
    failure: handshakeFailureSchema.optional(),
    version: z.string().optional().describe('TLSv1.3, TLSv1.2, TLSv1.1, TLSv1, SSLv3, SSLv2'),
    suite: z.string().optional(),
    keyExchange: z.enum(['ecdhe', 'dhe', 'rsa', 'anonymous']).optional(),
    group: z.string().optional(),
    dhBits: z.number().optional(),
    signatureScheme: z.string().optional().describe('of ServerKeyExchange or CertificateVerify'),
    signatureVerified: z
      .enum(['valid', 'unsupported'])
      .optional()
      .describe(
        'unsupported: the signature could not be checked here, so that the server has not proven that it holds the key; absent: none was due (RSA key exchange, anonymous), or the handshake ended before',
      ),
    helloRetryRequest: z.boolean().optional(),
    certificates: z.array(z.base64()).max(mostCertificates).describe('DER as base64, in the order sent'),
    ocspResponse: z.string().optional().describe('stapled, DER as base64'),
    signedCertificateTimestamps: z.string().optional().describe('the TLS extension, base64'),
    clientCertificateRequest: z
      .object({ authorities: z.array(z.string()).describe('DER names as base64') })
      .optional(),
    extendedMasterSecret: z.boolean().optional(),
    encryptThenMac: z.boolean().optional(),
    secureRenegotiation: z.boolean().optional(),
    warnings: z.array(z.string()).optional().describe('warning alerts, IANA names, e.g. unrecognized_name'),
    sessionTicket: z
      .boolean()
      .optional()
      .describe('true: a NewSessionTicket came (RFC 5077, RFC 8446 §4.6.1)'),
    sessionId: z
      .boolean()
      .optional()
      .describe(
        'before TLS 1.3: the server gave an id of its own, by which the session may be resumed (RFC 5246 §7.4.1.3)',
      ),
    ticketBeforeFinished: z
      .boolean()
      .optional()
      .describe(
        'true: a TLS 1.3 NewSessionTicket came along with the server Finished, before ours was sent (RFC 8446 §4.6.1)',
      ),
    resumption: z
      .enum(resumptions)
      .optional()
      .describe(
        'of a session that the hello offered: by what the server resumed it, its Finished verified; declined: it made a full handshake (RFC 5077 §3.1, RFC 8446 §2.2)',
      ),
    downgradeSentinel: z.enum(['TLSv1.2', 'TLSv1.1']).optional().describe('RFC 8446 §4.1.3'),
  })
  .meta({ id: 'Handshake' });
export type Handshake = z.infer<typeof handshakeSchema>;
