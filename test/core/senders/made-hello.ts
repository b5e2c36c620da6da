/** A profile's hello beside a captured one: the same but for what each connection makes afresh, which is taken from the captured one. */
import type { SenderHello } from '../../../src/core/senders/hellos/hello.ts';
import { helloTemplate } from '../../../src/core/senders/hellos/template.ts';
import { type ClientHello, findExtension, parseClientHello } from '../../../src/core/tls/client-hello.ts';
import { fillTemplate } from '../../../src/core/tls/hello-filling.ts';
import { bytes } from '../tls/bytes.ts';

/** @param hex  the handshake message, header included */
export function capturedHello(hex: string): ClientHello {
  const parsed = parseClientHello(bytes(hex));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

/** The profile's hello with the captured one's random, session id, key shares and server name. */
export function madeHello(hello: SenderHello, captured: ClientHello): ClientHello {
  const shares = findExtension(captured, 'key_share')?.shares ?? [];
  return fillTemplate(helloTemplate(hello), {
    random: captured.random,
    sessionId: captured.sessionId,
    serverName: findExtension(captured, 'server_name')?.hostName ?? null,
    shares: new Map(shares.map(({ group, value }) => [group, value])),
  });
}

/** For those who shuffle their extensions: as a set. */
export function sorted({ extensions, ...rest }: ClientHello): object {
  return { ...rest, extensions: extensions?.map((extension) => JSON.stringify(extension)).toSorted() };
}
