/**
 * The hosts that mean harm do the harm they announce, and stop when the client goes.
 */

import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Badmx, startBadmx } from '../../src/demo/town.ts';
import { dialSmtp } from './clients.ts';

let town: Badmx;
beforeAll(async () => {
  town = await startBadmx({ hostile: true, only: hostileNames, dripMs: 20 });
});
afterAll(() => town.stop());

const atConnect = ['random-bytes', 'byte-a-second', 'silent', 'reset', 'half-greeting', 'endless-greeting'];
const moreAtConnect = ['long-line', 'endless-ehlo', 'markup', 'replies-ahead'];
const atHandshake = ['truncated-record', 'truncated-hello', 'endless-handshake', 'empty-records'];
const moreAtHandshake = ['endless-warnings', 'oversized-record', 'random-handshake', 'slow-handshake'];
const hostileNames = [...atConnect, ...moreAtConnect, ...atHandshake, ...moreAtHandshake];

function endpoint(name: string): { address: string; port: number } {
  const server = town.hostile.find((host) => host.name === `${name}.hostile.test`)?.mailHosts[0];
  if (!server) throw new Error(`no host ${name}`);
  return { address: server.address, port: town.portMap(server.address, 25) };
}

/** What comes until `enough` bytes, the end, or the time is up; then the client goes. */
function readFrom(
  socket: Socket,
  options: { enough: number; forMs: number },
): Promise<{ bytes: Buffer; end: string }> {
  const parts: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    const done = (end: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ bytes: Buffer.concat(parts), end });
    };
    const timer = setTimeout(() => done('time'), options.forMs);
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length >= options.enough) done('enough');
    });
    socket.on('end', () => done('closed'));
    socket.on('error', (error: Error & { code?: string }) => done(error.code ?? error.message));
  });
}

async function greetingOf(name: string, options = { enough: 1_000_000, forMs: 5_000 }) {
  const { address, port } = endpoint(name);
  return readFrom(connect({ host: address, port }), options);
}

/** What the first three reads bring; then the client goes. */
function firstParts(socket: Socket): Promise<string[]> {
  const parts: string[] = [];
  return new Promise((resolve) => {
    socket.on('data', (part: Buffer) => {
      parts.push(part.toString('latin1'));
      if (parts.length < 3) return;
      socket.destroy();
      resolve(parts.slice(0, 3));
    });
  });
}

/** EHLO, STARTTLS, then a record that begins like a ClientHello. */
async function begunHandshake(name: string): Promise<Socket> {
  const { address, port } = endpoint(name);
  const smtp = dialSmtp(address, port);
  await smtp.reply();
  await smtp.command('EHLO client.test');
  expect(await smtp.command('STARTTLS')).toMatch(/^220 /);
  smtp.socket.removeAllListeners('data');
  smtp.socket.write(Uint8Array.of(22, 3, 1, 0, 1, 1));
  return smtp.socket;
}

const handshakeOf = async (name: string, options = { enough: 1_000_000, forMs: 5_000 }) =>
  readFrom(await begunHandshake(name), options);

test('all that were asked for are there, and no others', () => {
  expect(town.hostile.map(({ name }) => name).sort()).toEqual(
    hostileNames.map((name) => `${name}.hostile.test`).sort(),
  );
  expect(town.hosts).toEqual([]);
});

test('a town has none unless asked', async () => {
  const other = await startBadmx({ only: ['healthy', 'silent'] });
  expect(other.hostile).toEqual([]);
  await other.stop();
});

describe('from the first byte on', () => {
  test.each([
    ['random-bytes', /[^\t\r\n -~]/],
    ['endless-greeting', /^(220-and another thing\r\n){9}/],
  ])('%s pours without end', async (name, pattern) => {
    const { bytes, end } = await greetingOf(name);
    expect(end).toBe('enough');
    expect(bytes.toString('latin1')).toMatch(pattern);
  });

  test('long-line is 10 MB and one line', async () => {
    const { bytes, end } = await greetingOf('long-line', {
      enough: 10 * 1024 * 1024 - 1024 + 6,
      forMs: 20_000,
    });
    expect(end).toBe('enough');
    expect(bytes.indexOf('\n')).toBe(bytes.length - 1);
  });

  test('endless-ehlo greets, then pours', async () => {
    const { address, port } = endpoint('endless-ehlo');
    const smtp = dialSmtp(address, port);
    expect(await smtp.reply()).toMatch(/^220 /);
    smtp.socket.removeAllListeners('data');
    smtp.socket.write('EHLO client.test\r\n');
    const { bytes, end } = await readFrom(smtp.socket, { enough: 1_000_000, forMs: 5_000 });
    expect(end).toBe('enough');
    expect(bytes.toString('latin1')).not.toMatch(/^250 /m);
  });

  test('byte-a-second does not say it at once', async () => {
    const { address, port } = endpoint('byte-a-second');
    const parts = await firstParts(connect({ host: address, port }));
    expect(parts.join('')).toMatch(/^220/);
    expect(parts.join('').length).toBeLessThan(100);
  });

  test('silent says nothing, reset resets, half-greeting stops in the middle', async () => {
    expect(await greetingOf('silent', { enough: 1, forMs: 200 })).toEqual({
      bytes: Buffer.alloc(0),
      end: 'time',
    });
    expect((await greetingOf('reset')).end).toBe('ECONNRESET');
    const half = await greetingOf('half-greeting');
    expect([half.end, half.bytes.toString()]).toEqual(['closed', '220-mx.half-greeting.hostile.test\r\n220']);
  });

  test('markup says the same in every reply; replies-ahead says all at once', async () => {
    const { bytes } = await greetingOf('markup', { enough: 20, forMs: 1_000 });
    expect(bytes.toString('latin1')).toMatch(/^220 <script>/);
    const ahead = await greetingOf('replies-ahead', { enough: 80, forMs: 1_000 });
    expect(ahead.bytes.toString('latin1').match(/^\d{3}[ -]/gm)).toHaveLength(5);
  });
});

describe('once a handshake was begun', () => {
  test.each([
    ['endless-handshake', '160303'],
    ['empty-records', '1603030000160303'],
    ['endless-warnings', '15030300020170'],
    ['oversized-record', '160303ffff'],
    ['random-handshake', '1603030200'],
  ])('%s pours without end', async (name, start) => {
    const { bytes, end } = await handshakeOf(name);
    expect(end).toBe('enough');
    expect(bytes.toString('hex', 0, start.length / 2)).toBe(start);
  });

  test.each([
    ['truncated-record', 15],
    ['truncated-hello', 30],
  ])('%s ends after %i bytes', async (name, length) => {
    const { bytes, end } = await handshakeOf(name);
    expect([end, bytes.length]).toEqual(['closed', length]);
  });

  test('slow-handshake does not say it at once', async () => {
    const parts = await firstParts(await begunHandshake('slow-handshake'));
    expect(parts.join('').slice(0, 3)).toBe('\x16\x03\x03');
    // A whole ServerHello record of its kind has 47 bytes.
    expect(parts.join('').length).toBeLessThan(47);
  });
});

test.each(hostileNames)('%s notices that its client has gone', async (name) => {
  const { address, port } = endpoint(name);
  const socket = connect({ host: address, port });
  socket.on('error', () => {});
  socket.write('EHLO client.test\r\nSTARTTLS\r\n');
  socket.resume();
  await new Promise((resolve) => setTimeout(resolve, 30));
  socket.end();
  socket.destroySoon();
  await expect.poll(() => town.openConnections(), { timeout: 3_000, interval: 10 }).toBe(0);
});

test('nothing stays open once the clients have gone', async () => {
  await expect.poll(() => town.openConnections(), { timeout: 3_000 }).toBe(0);
});
