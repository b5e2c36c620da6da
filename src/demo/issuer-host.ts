/**
 * Where the town's certificates say that their issuer's own can be had (caIssuers, RFC 5280 §4.2.2.1): one document over plain HTTP.
 * With it a missing intermediate can be told from a root that nobody knows.
 */
import { createServer } from 'node:http';
import { type Listener, listenOn } from './listener.ts';

export const issuerHost = 'aia.badmx.test';
const path = '/intermediate.cer';
export const issuerUrl = `http://${issuerHost}${path}`;

/** @throws when the address cannot be bound */
export function raiseIssuerHost(address: string, intermediate: Uint8Array, port = 0): Promise<Listener> {
  const server = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, { 'content-type': 'application/pkix-cert', 'content-length': intermediate.length })
      .end(intermediate);
  });
  return listenOn(server, address, port);
}
