/**
 * The town as announced: each server is broken in the way its name says and in no other, seen by ordinary clients.
 */
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portMapFrom } from '../../src/demo/port-map.ts';
import { type Badmx, type BadmxHost, startBadmx } from '../../src/demo/town.ts';
import { dialSmtp, type SmtpClient, secureSession, smtpOver, startTls } from './clients.ts';

let town: Badmx;
beforeAll(async () => {
  town = await startBadmx({ silenceMs: 300 });
});
afterAll(() => town.stop());

function hostOf(name: string): BadmxHost {
  const host = town.hosts.find((each) => each.name === `${name}.badmx.test`);
  if (!host) throw new Error(`no host ${name}`);
  return host;
}

function endpoint(name: string, index = 0, port: 25 | 465 | 587 = 25) {
  const server = hostOf(name).mailHosts[index];
  if (!server) throw new Error(`${name} has no mail host ${index}`);
  return { ...server, port: town.portMap(server.address, port) };
}

async function greeted(name: string): Promise<{ smtp: SmtpClient; greeting: string; ehlo: string }> {
  const { address, port } = endpoint(name);
  const smtp = dialSmtp(address, port);
  const greeting = await smtp.reply();
  return { smtp, greeting, ehlo: await smtp.command('EHLO client.test') };
}

describe('the table', () => {
  test('names every host once, and gives each an address of its own', () => {
    const names = town.hosts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const addresses = town.hosts.flatMap(({ mailHosts }) => mailHosts.map(({ address }) => address));
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(names.length).toBeGreaterThanOrEqual(20);
  });

  test('expects a finding wherever it expects a status other than ok', () => {
    for (const host of town.hosts.filter(({ expect: { status } }) => status !== 'ok')) {
      expect(host.expect.worstRule, host.name).not.toBeNull();
    }
  });
});

describe('a healthy host', () => {
  test('shakes hands, is trusted, and takes a message over TLS', async () => {
    const { address, port, name } = endpoint('healthy');
    const session = await secureSession(address, port, { servername: name, ca: town.rootsPem });
    if (session.kind === 'failed') throw new Error(session.code);
    expect(session.tls.authorized).toBe(true);
    expect(session.tls.getProtocol()).toBe('TLSv1.3');
    const smtp = smtpOver(session.tls);
    const ehlo = await smtp.command('EHLO client.test');
    expect(ehlo).toContain('250-PIPELINING');
    expect(ehlo).not.toContain('STARTTLS');
    expect(await smtp.command('MAIL FROM:<>')).toBe('250 2.1.0 Ok');
    expect(await smtp.command('RCPT TO:<a@healthy.badmx.test>')).toBe('250 2.1.5 Ok');
    expect(await smtp.command('DATA')).toMatch(/^354 /);
    expect(await smtp.command('Subject: test\r\n\r\nQUIT\r\n.')).toMatch(/^250 /);
    expect(await smtp.command('QUIT')).toMatch(/^221 /);
    expect(await smtp.reply()).toBe('closed');
    expect(hostOf('healthy').connections().at(-1)).toMatchObject({
      commands: expect.arrayContaining(['EHLO client.test', 'STARTTLS', 'MAIL FROM:<>', 'QUIT']),
      tls: { version: 'TLSv1.3', serverName: 'mx.healthy.badmx.test' },
    });
  });

  test('speaks STARTTLS on 587 and TLS at once on 465, under the name of the domain too', async () => {
    const submission = endpoint('healthy', 0, 587);
    const options = { servername: 'healthy.badmx.test', ca: town.rootsPem };
    const session = await secureSession(submission.address, submission.port, options);
    if (session.kind === 'failed') throw new Error(session.code);
    expect(session.tls.authorized).toBe(true);
    session.tls.destroy();
    const implicit = endpoint('healthy', 0, 465);
    const smtp = smtpOver(connectTls({ host: implicit.address, port: implicit.port, ...options }));
    expect(await smtp.reply()).toBe('220 mx.healthy.badmx.test ESMTP badmx');
    expect(await smtp.command('EHLO client.test')).not.toContain('STARTTLS');
    smtp.socket.destroy();
  });

  test('drops what was sent ahead of the handshake', async () => {
    const { address, port } = endpoint('healthy');
    const smtp = dialSmtp(address, port);
    await smtp.reply();
    expect(await smtp.command('STARTTLS\r\nMAIL FROM:<injected@client.test>')).toMatch(/^220 /);
    const session = await startTls(smtp.socket);
    if (session.kind === 'failed') throw new Error(session.code);
    const over = smtpOver(session.tls);
    expect(await over.command('NOOP')).toBe('250 2.0.0 Ok');
    expect(hostOf('healthy').connections().at(-1)?.commands).not.toContain(
      'MAIL FROM:<injected@client.test>',
    );
    session.tls.destroy();
  });

  test('has no port that was not announced', () => {
    expect(town.portMap(endpoint('expired').address, 465)).toBe(1);
    expect(town.portMap('192.0.2.1', 25)).toBe(1);
  });

  test('hands its ports over as plain data too', () => {
    const { address, port } = endpoint('healthy');
    const copy: Badmx['ports'] = JSON.parse(JSON.stringify(town.ports));
    expect(portMapFrom(copy)(address, 25)).toBe(port);
    expect(portMapFrom(copy)(address, 26)).toBe(1);
  });
});

describe('before the handshake', () => {
  test.each([
    ['no-starttls', /^250-mx\.no-starttls/],
    ['stripped', /250 XXXXXXXA$/],
    ['stripped-banner', /^250-mx\.stripped-banner/],
    ['ehlo-refused', /^502 /],
    ['greeting-554', /^503 /],
    ['greeting-421', /^closed$/],
  ])('%s does not offer STARTTLS', async (name, ehloReply) => {
    const { smtp, ehlo } = await greeted(name);
    expect(ehlo).toMatch(ehloReply);
    expect(ehlo).not.toMatch(/^250[- ]STARTTLS/im);
    smtp.socket.destroy();
  });

  test.each([
    ['greeting-421', /^421 /],
    ['greeting-554', /^554 /],
    ['stripped-banner', /^220 \*+$/],
  ])('%s greets as its name says', async (name, pattern) => {
    const { smtp, greeting } = await greeted(name);
    expect(greeting).toMatch(pattern);
    smtp.socket.destroy();
  });

  test('ehlo-refused understands HELO', async () => {
    const { smtp } = await greeted('ehlo-refused');
    expect(await smtp.command('HELO client.test')).toBe('250 mx.ehlo-refused.badmx.test');
    smtp.socket.destroy();
  });

  test('starttls-454 refuses, then goes on in clear', async () => {
    const { smtp } = await greeted('starttls-454');
    expect(await smtp.command('STARTTLS')).toMatch(/^454 /);
    expect(await smtp.command('MAIL FROM:<>')).toMatch(/^250 /);
    smtp.socket.destroy();
  });

  test.each(['mandatory-tls', 'key-usage'])('%s refuses MAIL in clear, naming STARTTLS', async (name) => {
    const { smtp } = await greeted(name);
    expect(await smtp.command('MAIL FROM:<>')).toBe('530 5.7.0 Must issue a STARTTLS command first');
    smtp.socket.destroy();
  });

  test('refused listens nowhere', async () => {
    const { address, port } = endpoint('refused');
    expect(await dialSmtp(address, port).reply()).toBe('closed');
  });
});

describe('after the 220', () => {
  test.each([
    ['starttls-close', 'ECONNRESET'],
    ['starttls-garbage', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    ['no-usable-cipher', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    ['client-certificate', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    ['bad-signature', 'ERR_SSL_PROVIDER_SIGNATURE_FAILURE'],
    ['two-mx', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
  ])('%s ends in %s', async (name, code) => {
    const { address, port } = endpoint(name);
    expect(await secureSession(address, port)).toEqual({ kind: 'failed', code });
  });

  test('starttls-silent says nothing until its time is up', async () => {
    const { smtp } = await greeted('starttls-silent');
    expect(await smtp.command('STARTTLS')).toMatch(/^220 /);
    let said = 0;
    smtp.socket.on('data', (bytes: Buffer) => {
      said += bytes.length;
    });
    smtp.socket.write('x');
    expect(await smtp.reply()).toBe('closed');
    expect(said).toBe(0);
  });

  test('two-mx has a healthy second host', async () => {
    const { address, port, name } = endpoint('two-mx', 1);
    const session = await secureSession(address, port, { servername: name, ca: town.rootsPem });
    if (session.kind === 'failed') throw new Error(session.code);
    expect(session.tls.authorized).toBe(true);
    session.tls.destroy();
  });

  test('dies-after-handshake shakes hands and hangs up', async () => {
    const { address, port } = endpoint('dies-after-handshake');
    const session = await secureSession(address, port);
    if (session.kind === 'failed') throw new Error(session.code);
    expect(await smtpOver(session.tls).reply()).toBe('closed');
  });

  test('starttls-again lists STARTTLS over TLS', async () => {
    const { address, port } = endpoint('starttls-again');
    const session = await secureSession(address, port);
    if (session.kind === 'failed') throw new Error(session.code);
    const over = smtpOver(session.tls);
    expect(await over.command('EHLO client.test')).toContain('STARTTLS');
    expect(await over.command('STARTTLS')).toMatch(/^503 /);
    session.tls.destroy();
  });

  test.each([
    ['tls10-only', 'TLSv1', /^ECDHE-RSA/],
    ['tls12-only', 'TLSv1.2', /^ECDHE-RSA/],
    ['tls13-only', 'TLSv1.3', /^TLS_/],
    ['p384-only', 'TLSv1.3', /^TLS_/],
    ['rsa-key-exchange', 'TLSv1.2', /^AES/],
    ['key-usage-rsa', 'TLSv1.2', /^AES/],
    ['cbc-only', 'TLSv1.2', /^ECDHE-RSA-AES128-SHA$/],
    ['ecdsa', 'TLSv1.2', /^ECDHE-ECDSA/, { maxVersion: 'TLSv1.2' }],
  ] as const)('%s settles on %s', async (name, version, suite, options?: ConnectionOptions) => {
    const { address, port } = endpoint(name);
    const session = await secureSession(address, port, options);
    if (session.kind === 'failed') throw new Error(session.code);
    expect(session.tls.getProtocol()).toBe(version);
    expect(session.tls.getCipher().name).toMatch(suite);
    session.tls.destroy();
  });

  test.each([
    ['tls10-only', { minVersion: 'TLSv1.1' as const }],
    ['tls13-only', { maxVersion: 'TLSv1.2' as const }],
    ['p384-only', { ecdhCurve: 'X25519:P-256' }],
    ['rsa-key-exchange', { ciphers: 'ECDHE+AESGCM', maxVersion: 'TLSv1.2' as const }],
  ])('%s offers nothing else', async (name, options) => {
    const { address, port } = endpoint(name);
    expect((await secureSession(address, port, options)).kind).toBe('failed');
  });
});

describe('stop', () => {
  test('leaves nothing open, whatever state connections are in', async () => {
    const other = await startBadmx({ only: ['healthy', 'starttls-silent', 'starttls-garbage'] });
    const [healthy, garbage, silent] = ['healthy', 'starttls-garbage', 'starttls-silent'].map((name) => {
      const server = other.hosts.find((host) => host.name.startsWith(`${name}.`))?.mailHosts[0];
      if (!server) throw new Error(`no host ${name}`);
      return dialSmtp(server.address, other.portMap(server.address, 25));
    });
    if (!healthy || !silent || !garbage) throw new Error('three hosts were asked for');
    await Promise.all([healthy, silent, garbage].map((smtp) => smtp.reply()));
    await Promise.all([silent, garbage].map((smtp) => smtp.command('STARTTLS')));
    expect(other.openConnections()).toBe(3);
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
    await other.stop();
    // A server's handle goes with the next turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
    expect(other.openConnections()).toBe(0);
    const after = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
    // Three hosts on 25, healthy on 587 and 465 too, the issuer's document and the resolver.
    expect(before - after).toBe(7);
    expect(await healthy.reply()).toBe('closed');
    await expect(other.stop()).resolves.toBeUndefined();
  });
});
