/**
 * What the servers of the world saw, for the record: one JSON object for each SMTP connection when it has ended (README.md).
 */
import { appendFileSync } from 'node:fs';
import type { ServerNames } from '../../../src/demo/host.ts';
import type { SmtpConnection } from '../../../src/demo/smtp-behaviour.ts';

/** Of a ClientHello: the header of the record that carries it. */
const recordHeaderLength = 5;
const handshakeRecord = 22;

/** Appends to a file, at once, so that nothing is lost with the process. */
export const createRecorder =
  (file: string, scenario: string) =>
  (connection: SmtpConnection, { mx, address }: ServerNames): void => {
    appendFileSync(file, `${JSON.stringify({ scenario, mx, address, ...lineOf(connection) })}\n`);
  };

function lineOf(connection: SmtpConnection): object {
  const { client, commands, replies, hello, tls, tlsError, taken } = connection;
  const mail = (verb: RegExp): string | null => commands.findLast((line) => verb.test(line)) ?? null;
  const path = (line: string | null): string | null => /<([^>]*)>/.exec(line ?? '')?.[1] ?? null;
  return {
    time: new Date().toISOString(),
    client,
    ehlo: [...new Set(commands.flatMap((line) => /^(?:EHLO|HELO) (\S+)/i.exec(line)?.[1] ?? []))],
    tls: tls && { version: tls.version, cipher: tls.suite, sni: tls.serverName },
    tlsError,
    clientHello:
      hello?.[0] === handshakeRecord ? Buffer.from(hello.subarray(recordHeaderLength)).toString('hex') : null,
    talk: commands.map((command, i) => ({ command, reply: replies[i] ?? null })),
    from: path(mail(/^MAIL FROM:/i)),
    to: path(mail(/^RCPT TO:/i)),
    accepted: taken !== null,
    overTls: taken === 'tls',
  };
}
