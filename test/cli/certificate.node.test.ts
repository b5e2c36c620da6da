import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { certificateVerdictSchema } from '../../src/core/report/certificate-verdict.ts';
import { world } from '../fixtures/certificates/world.ts';
import { run } from './run-cli.ts';

const apollo = fileURLToPath(new URL('../fixtures/certificates/apollo.pem', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'starttls-probe-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('starttls-probe cert', () => {
  test('prints one JSON document, the same that the API returns', async () => {
    const { status, stdout, stderr } = await run(
      ...['cert', apollo, '--host', 'demeter.retrohack.com', '--at', '2010-09-01', '--json'],
    );
    expect(status).toBe(0);
    expect(stderr).toBe('');
    const verdict = certificateVerdictSchema.strict().parse(JSON.parse(stdout));
    expect(verdict.findings.map(({ id }) => id)).toContain('cert.untrusted-issuer');
  });

  test('prints text for people: trust, name, each finding by its id, and the record to publish', async () => {
    const { stdout } = await run('cert', apollo, '--host', 'mail.example.org');
    expect(stdout).toMatch(/^mail\.example\.org, port 25 {2,}NOT TRUSTED, NAME DOES NOT FIT\n/);
    for (const part of [
      '20 unable to get local issuer certificate',
      '27 certificate not trusted',
      '[cert.expired]',
      '[cert.name-mismatch]',
      '[cert.weak-key]',
      '_25._tcp.mail.example.org. IN TLSA 3 1 1 ',
    ]) {
      expect(stdout.replace(/\s+/g, ' ')).toContain(part);
    }
  });

  const chain = file('chain.pem', `${world.leaf}\n${world.inter}\n`);
  const roots = file('roots.pem', world.root);
  const keyUsage = file('key-usage.pem', `${world.leaf}\n`);

  test('exits with 0 where nothing is worse than a notice, and says so', async () => {
    const { status, stdout } = await run(
      ...[
        'cert',
        chain,
        '--host',
        'mx.example.test',
        '--port',
        '465',
        '--roots',
        roots,
        '--at',
        '2026-01-01',
      ],
    );
    expect(stdout).toMatch(/^mx\.example\.test, port 465 {2,}trusted, name fits\n/);
    expect(stdout).toContain('Nothing to mend.');
    expect(status).toBe(0);
  });

  test('exits with 2 where a finding is an error: a submission client gets no link', async () => {
    const { status, stdout } = await run(
      ...['cert', keyUsage, '--host', 'mx.example.test', '--port', '465', '--roots', roots],
      ...['--at', '2026-01-01'],
    );
    expect(stdout).toContain('ERROR: ');
    expect(status).toBe(2);
  });

  test.each([
    [['cert'], 'cert wants a PEM file'],
    [['cert', apollo], 'cert wants --host'],
    [['cert', apollo, apollo, '--host', 'a.test'], 'one file at a time'],
    [['cert', apollo, '--host', 'a.test', '--full'], '--full says nothing to cert'],
    [['cert', apollo, '--host', 'a.test', '--senders', 'exim'], '--senders says nothing to cert'],
    [['cert', apollo, '--host', '192.0.2.1'], '--host: '],
    [['cert', apollo, '--host', 'a.test', '--port', '26'], '--port: one of 25, 465, 587'],
    [['cert', apollo, '--host', 'a.test', '--at', 'noon'], '--at: '],
    [['cert', join(folder, 'absent.pem'), '--host', 'a.test'], 'ENOENT'],
    [['cert', file('empty.pem', ''), '--host', 'a.test'], 'it is empty'],
    [
      ['cert', file('request.pem', '-----BEGIN CERTIFICATE REQUEST-----'), '--host', 'a.test'],
      'it is a request',
    ],
    [['cert', file('long.pem', 'a '.repeat(5_000_000)), '--host', 'a.test'], 'at most 360448 are read'],
    [['cert', apollo, '--host', 'a.test', '--host', 'b.test'], '--host is given twice'],
    [['cert', apollo, '--host', 'a.test', '--roots', file('bad.pem', 'x')], '--roots: '],
  ])('refuses %# with one sentence and status 64', async (args, sentence) => {
    const { status, stdout, stderr } = await run(...args);
    expect(status).toBe(64);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });

  test('repeats nothing of a private key', async () => {
    const both = file(
      'both.pem',
      `${world.leaf}\n-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n`,
    );
    const { status, stdout, stderr } = await run('cert', both, '--host', 'a.test');
    expect(status).toBe(64);
    expect(stderr).toContain('a private key is in it');
    expect(stdout + stderr).not.toContain('c2VjcmV0');
  });
});
