/**
 * Does the server agree to SSL 2.0 (DROWN, CVE-2016-0800)? One CLIENT-HELLO of that version, and the first bytes of what comes back.
 */
import { printable } from '../core/base/text.ts';
import type { Handshake } from '../core/tls/facts.ts';
import { isSslv2ServerHello, writeSslv2Hello } from '../core/tls/sslv2.ts';
import type { ByteStream } from './ports.ts';
import type { SessionContext } from './session.ts';

const challengeLength = 16;

export async function putSslv2(
  stream: ByteStream,
  { cryptography, deadline }: SessionContext,
): Promise<Handshake> {
  stream.write(writeSslv2Hello(cryptography.randomBytes(challengeLength)));
  const bare = { hello: 'sslv2', serverName: null, outcome: 'failed', certificates: [] } as const;
  let bytes = new Uint8Array();
  for (;;) {
    const received = await stream.read(deadline.stepMs());
    if (received.kind !== 'data') {
      const detail = 'no SSL 2.0 SERVER-HELLO';
      return { ...bare, certificates: [], failure: { kind: received.kind, step: 'server-hello', detail } };
    }
    bytes = Uint8Array.of(...bytes, ...received.bytes.subarray(0, 16));
    const answer = isSslv2ServerHello(bytes);
    if (answer === true) {
      const detail = 'the server agreed to SSL 2.0';
      const failure = { kind: 'peer-incompatible', step: 'server-hello', code: 'sslv2', detail } as const;
      return { ...bare, certificates: [], version: 'SSLv2', failure };
    }
    if (answer === false) {
      const failure = {
        kind: 'alert',
        step: 'server-hello',
        received: printable(bytes),
        detail: 'no SSL 2.0',
      } as const;
      return { ...bare, certificates: [], failure };
    }
  }
}
