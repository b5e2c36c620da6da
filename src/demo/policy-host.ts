/**
 * The web server of an MTA-STS policy (RFC 8461 §3.3): one document, one certificate, over HTTPS.
 */
import { createServer } from 'node:https';
import type { Authority } from './ca.ts';
import type { PolicyDefinition } from './host.ts';
import { type Listener, listenOn } from './listener.ts';

const path = '/.well-known/mta-sts.txt';

/** @throws when the address cannot be bound */
export async function raisePolicyHost(input: {
  readonly policy: PolicyDefinition;
  readonly domain: string;
  readonly address: string;
  /** 0: one of the system's choosing. */
  readonly port: number;
  readonly authority: Authority;
}): Promise<Listener> {
  const { policy, domain, address, port, authority } = input;
  const identity = authority.issue({ names: [`mta-sts.${domain}`], ...policy.leaf });
  const server = createServer(
    { cert: identity.certificatePem, key: identity.keyPem },
    (request, response) => {
      if (policy.script === 'silent') return;
      const status = request.url === path ? (policy.status ?? 200) : 404;
      response
        .writeHead(status, {
          'content-type': policy.mediaType ?? 'text/plain; charset=utf-8',
          // Where a redirect would lead: the very same policy, which must not be fetched (RFC 8461 §3.3).
          ...(status >= 300 && status < 400 && { location: `https://mta-sts.${domain}/elsewhere` }),
        })
        .end(status === 200 ? policy.body(domain) : 'no policy here\n');
    },
  );
  // A client that refuses the certificate is an error of one connection only.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return listenOn(server, address, port);
}

/** A policy document; CRLF as RFC 8461 §3.2 writes it. */
export const policyText = (mode: 'enforce' | 'testing' | 'none', mx: readonly string[]): string =>
  ['version: STSv1', `mode: ${mode}`, ...mx.map((each) => `mx: ${each}`), 'max_age: 604800', ''].join('\r\n');
