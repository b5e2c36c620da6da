/**
 * The town's resolver: DNS over HTTPS as RFC 8484 has it, but over plain HTTP, which is for loopback only.
 * POST and GET at /dns-query; answers from a zone literal (zone.ts). HTTP/1.1, no cache.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readQuery, writeReply } from './dns-wire.ts';
import { type Listener, listenOn } from './listener.ts';
import { answerFrom, type Zone } from './zone.ts';

export interface DohServer {
  readonly url: string;
  readonly listener: Listener;
}

const path = '/dns-query';
const mediaType = 'application/dns-message';
const longestMessage = 4096;

/** Serve a zone on loopback. @throws when the address cannot be bound */
export async function startDohServer(options: {
  readonly zone: Zone;
  readonly address?: string;
}): Promise<DohServer> {
  const address = options.address ?? '127.0.0.1';
  const server = createServer((request, response) => {
    void handle(request, response, options.zone);
  });
  const listener = await listenOn(server, address);
  return { url: `http://${address}:${listener.port}${path}`, listener };
}

async function handle(request: IncomingMessage, response: ServerResponse, zone: Zone): Promise<void> {
  const refuse = (status: number): void => {
    response.writeHead(status, { 'content-type': 'text/plain' }).end();
  };
  // The base is never shown: a request names no host here.
  const url = URL.parse(request.url ?? '/', 'http://resolver.invalid');
  if (url?.pathname !== path) return refuse(404);
  const message = await readMessage(request, url);
  if (typeof message === 'number') return refuse(message);
  const query = readQuery(message);
  if (!query.ok) return refuse(400);
  const reply = answerFrom(zone, query.value);
  // Silence is an answer of this town too: the client's own time-out ends it, or stop() does.
  if (reply === null) return;
  const body = writeReply(query.value, reply);
  response
    .writeHead(200, {
      'content-type': mediaType,
      'content-length': body.length,
      'cache-control': `max-age=${reply.ttlSeconds}`,
    })
    .end(body);
}

/** The DNS message of a request, or the HTTP status that refuses it (RFC 8484 §4.1). */
async function readMessage(request: IncomingMessage, url: URL): Promise<Uint8Array | number> {
  if (request.method === 'GET') {
    const encoded = url.searchParams.get('dns');
    if (encoded === null) return 400;
    return new Uint8Array(Buffer.from(encoded, 'base64url'));
  }
  if (request.method !== 'POST') return 405;
  if (request.headers['content-type'] !== mediaType) return 415;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request) {
      length += part.length;
      if (length > longestMessage) return 413;
      parts.push(part);
    }
  } catch {
    // The client went away in the middle of its request.
    return 400;
  }
  return new Uint8Array(Buffer.concat(parts));
}
