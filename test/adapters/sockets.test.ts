import { describe, expect, inject, test } from 'vitest';
import { createDial } from '../../src/adapters/sockets.ts';
import { asciiBytes, printable } from '../../src/core/base/text.ts';
import { portMapFrom } from '../../src/demo/port-map.ts';
import type { ByteStream } from '../../src/probe/ports.ts';

const table = inject('town').ports;
const portMap = portMapFrom(table);
const dial = createDial({ ports: [25], portMap });
/** The first mail server of the town: healthy.badmx.test. */
const healthy = '127.25.1.1';

async function connect(address: string): Promise<ByteStream> {
  const dialled = await dial({ address, port: 25 }, { timeoutMs: 3_000 });
  if (dialled.kind !== 'connected') throw new Error(dialled.detail);
  return dialled.stream;
}

describe('createDial', () => {
  test('reads and writes, and tells a close', async () => {
    const stream = await connect(healthy);
    const greeting = await stream.read(3_000);
    expect(greeting.kind === 'data' && printable(greeting.bytes)).toMatch(/^220 /);
    stream.write(asciiBytes('QUIT\r\n'));
    expect(await stream.read(3_000)).toMatchObject({ kind: 'data' });
    expect(await stream.read(3_000)).toEqual({ kind: 'closed' });
    stream.close();
  });

  test('a read that times out leaves the stream usable', async () => {
    const stream = await connect(healthy);
    await stream.read(3_000);
    expect(await stream.read(20)).toEqual({ kind: 'timeout' });
    stream.write(asciiBytes('EHLO probe.test\r\n'));
    expect(await stream.read(3_000)).toMatchObject({ kind: 'data' });
    stream.close();
  });

  test('after close there is nothing to read, and writing is harmless', async () => {
    const stream = await connect(healthy);
    stream.close();
    stream.close();
    stream.write(asciiBytes('EHLO probe.test\r\n'));
    expect((await stream.read(100)).kind).not.toBe('timeout');
  });

  test('a refused connection is told at once: as refused by Node, as unreachable by workerd, which does not say why', async () => {
    const dialled = await dial({ address: '127.25.255.1', port: 25 }, { timeoutMs: 3_000 });
    const inWorkerd = navigator.userAgent === 'Cloudflare-Workers';
    expect(dialled.kind).toBe(inWorkerd ? 'unreachable' : 'refused');
  });

  test.each([22, 80, 443, 0, 2525])(
    'port %i was not named, so asking for it is our own mistake',
    async (port) => {
      expect(() => dial({ address: healthy, port }, { timeoutMs: 100 })).toThrow(RangeError);
    },
  );

  test.each(['mx.badmx.test', 'localhost', '', '127.1'])(
    '%j is no address, so asking for it is our own mistake',
    (address) => {
      expect(() => dial({ address, port: 25 }, { timeoutMs: 100 })).toThrow(TypeError);
    },
  );

  test('a port map is for loopback only', () => {
    expect(() => dial({ address: '192.0.2.1', port: 25 }, { timeoutMs: 100 })).toThrow(RangeError);
  });
});
