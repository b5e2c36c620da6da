/** Each captured sender's hello, sent as ours: the server answers it as it would answer that sender, and we follow. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { expect, test } from 'vitest';
import { parseClientHello } from '../../../src/core/tls/client-hello.ts';
import { templateOf } from '../../../src/core/tls/hello-filling.ts';
import captured from '../../vectors/tls/client-hellos.json' with { type: 'json' };
import servers from '../../vectors/tls/servers.json' with { type: 'json' };
import { bytes } from './bytes.ts';
import { converse } from './loopback.ts';

const recordVersion = 0x0301;

test.each(Object.entries(captured))(
  'the hello of %s completes with node:tls',
  async (_, { hex, versions }) => {
    const hello = parseClientHello(bytes(hex));
    if (!hello.ok) throw new Error(hello.error);
    const { key, certificate } = servers.rsa;
    const server = createServer({ key, cert: certificate }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (data) => socket.write(data));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const { facts, heard } = await converse(port, { hello: templateOf(hello.value, recordVersion) });
      expect(facts.failure).toBeUndefined();
      expect(heard).toBe('NOOP');
      expect(facts.version).toBe(versions.includes('TLS1.3') ? 'TLSv1.3' : 'TLSv1.2');
    } finally {
      server.close();
    }
  },
);
