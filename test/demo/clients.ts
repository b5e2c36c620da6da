/**
 * Plain clients for the tests of badmx: SMTP by node:net, TLS by node:tls, DNS by fetch and a reader of this file's own.
 * They share no code with the servers they test.
 */
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';

export interface SmtpClient {
  readonly socket: Socket;
  /** The next whole reply, or `closed`. */
  reply(): Promise<string>;
  command(line: string): Promise<string>;
}

/** Connect; the greeting is the first reply. */
export function dialSmtp(address: string, port: number): SmtpClient {
  return smtpOver(connect({ host: address, port }));
}

export function smtpOver(socket: Socket): SmtpClient {
  let text = '';
  let ended = false;
  let wake = (): void => {};
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
    wake();
  });
  const end = (): void => {
    ended = true;
    wake();
  };
  socket.on('end', end).on('close', end).on('error', end);
  const reply = async (): Promise<string> => {
    for (;;) {
      const match = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(text);
      if (match) {
        text = text.slice(match[0].length);
        return match[0].trimEnd();
      }
      if (ended) return 'closed';
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    socket,
    reply,
    command: (line) => {
      socket.write(`${line}\r\n`);
      return reply();
    },
  };
}

export type TlsOutcome =
  | { readonly kind: 'secure'; readonly tls: TLSSocket }
  | { readonly kind: 'failed'; readonly code: string };

/** Shake hands over a socket whose STARTTLS was answered 220; verification is the caller's to ask for. */
export function startTls(socket: Socket, options: ConnectionOptions = {}): Promise<TlsOutcome> {
  socket.removeAllListeners('data');
  return new Promise((resolve) => {
    const tls = connectTls({
      socket,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'TLS_AES_128_GCM_SHA256:ALL:@SECLEVEL=0',
      ...options,
    });
    tls.once('secureConnect', () => resolve({ kind: 'secure', tls }));
    tls.on('error', (error: Error & { code?: string }) =>
      resolve({ kind: 'failed', code: error.code ?? error.message }),
    );
  });
}

/** EHLO, STARTTLS, handshake. @throws when STARTTLS is not answered 220 */
export async function secureSession(
  address: string,
  port: number,
  options: ConnectionOptions = {},
): Promise<TlsOutcome> {
  const smtp = dialSmtp(address, port);
  await smtp.reply();
  await smtp.command('EHLO client.test');
  const ready = await smtp.command('STARTTLS');
  if (!ready.startsWith('220')) throw new Error(`STARTTLS: ${ready}`);
  return startTls(smtp.socket, options);
}

/** A query as bytes: one question, RD and AD set, EDNS with DO. */
export function dnsQuery(name: string, type: number, flags = 0x0120): Uint8Array<ArrayBuffer> {
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  const head = Buffer.from([0, 0, flags >> 8, flags & 255, 0, 1, 0, 0, 0, 0, 0, 1]);
  const opt = Buffer.from([0, 0, 41, 4, 208, 0, 0, 0x80, 0, 0, 0]);
  return new Uint8Array(Buffer.concat([head, ...labels, Buffer.from([0, 0, type, 0, 1]), opt]));
}
