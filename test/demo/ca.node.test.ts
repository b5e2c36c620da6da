/**
 * The town's authority, read by node:crypto: what it issues is what was asked for, dates counted from the time given.
 */
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createAuthority } from '../../src/demo/ca.ts';
import { listenOn } from '../../src/demo/listener.ts';

const now = new Date('2026-06-01T12:00:00Z');
const authority = await createAuthority(now);
const root = new X509Certificate(authority.root);
const intermediate = new X509Certificate(authority.intermediate);
const stranger = new X509Certificate(authority.strangerRoot);

function issue(options: Partial<Parameters<typeof authority.issue>[0]> = {}): X509Certificate[] {
  const identity = authority.issue({ names: ['mx.a.test'], ...options });
  return identity.chain.map((der) => new X509Certificate(der));
}

describe('the authority', () => {
  test('is a root and an intermediate that may sign no further authority', () => {
    expect([root.ca, intermediate.ca, stranger.ca]).toEqual([true, true, true]);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(intermediate.checkIssued(root)).toBe(true);
    expect(intermediate.verify(root.publicKey)).toBe(true);
    // basicConstraints, critical: cA TRUE, pathLength 0.
    expect(intermediate.raw.toString('hex')).toContain('0603551d130101ff040830060101ff020100');
    expect(new X509Certificate(authority.rootsPem).fingerprint256).toBe(root.fingerprint256);
  });

  test('differs at each start', async () => {
    const other = await createAuthority(now);
    expect(new X509Certificate(other.root).fingerprint256).not.toBe(root.fingerprint256);
  });
});

describe('a leaf', () => {
  test('is good unless told otherwise', () => {
    const [leaf, sent, ...rest] = issue();
    expect(leaf?.verify(intermediate.publicKey)).toBe(true);
    expect(leaf?.checkHost('mx.a.test')).toBe('mx.a.test');
    expect(leaf?.ca).toBe(false);
    expect(leaf?.validFromDate).toEqual(new Date('2026-05-31T12:00:00Z'));
    expect(leaf?.validToDate).toEqual(new Date('2026-08-30T12:00:00Z'));
    expect(sent?.fingerprint256).toBe(intermediate.fingerprint256);
    expect(rest).toEqual([]);
  });

  test.each([
    ['self', 'leaf-only', 'CN=mx.a.test', 1],
    ['root', 'chain', 'CN=badmx root', 1],
    ['intermediate', 'leaf-only', 'CN=badmx intermediate', 1],
    ['intermediate', 'chain-and-root', 'CN=badmx intermediate', 3],
    ['stranger', 'chain-and-root', 'CN=badmx stranger root', 2],
  ] as const)('issued by %s, %s', (issuer, sends, name, length) => {
    const chain = issue({ issuer, sends });
    expect(chain[0]?.issuer).toBe(name);
    expect(chain).toHaveLength(length);
    for (const [i, certificate] of chain.entries()) {
      const above = chain[i + 1];
      if (above) expect(certificate.verify(above.publicKey)).toBe(true);
    }
  });

  test('serial numbers are never the same', () => {
    expect(issue()[0]?.serialNumber).not.toBe(issue()[0]?.serialNumber);
  });

  test('MD5 goes with RSA only: asking an EC issuer for it is our own mistake', () => {
    expect(() => issue({ issuer: 'root', hash: 'md5' })).toThrow('no signature algorithm for ec with md5');
  });
});

test('a listener whose address is not ours is refused, not waited for', async () => {
  // TEST-NET-1 (RFC 5737) belongs to nobody.
  await expect(listenOn(createServer(), '192.0.2.1')).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
});
