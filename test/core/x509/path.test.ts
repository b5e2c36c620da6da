import { describe, expect, it } from 'vitest';
import { validatePath } from '../../../src/core/x509/path.ts';
import type { PathProblem } from '../../../src/core/x509/path-result.ts';
import { apollo } from '../../fixtures/certificates/apollo.ts';
import { world } from '../../fixtures/certificates/world.ts';
import { anchorsOf, certificateOf } from './fixtures.ts';
import { cryptography } from './node-crypto.ts';

type Name = keyof typeof world;
const inDate = new Date('2026-11-22T12:00:00Z');

function validate(chain: readonly Name[], roots: readonly Name[] = ['root'], now = inDate) {
  const [leaf = 'leaf', ...sent] = chain;
  return validatePath({
    leaf: certificateOf(world[leaf]),
    sent: sent.map((name) => certificateOf(world[name])),
    anchors: anchorsOf(...roots.map((name) => world[name])),
    now,
    cryptography,
    purpose: 'serverAuth',
  });
}

const brief = (problems: readonly PathProblem[]) => problems.map(({ code, depth }) => `${code}@${depth}`);
const codes = ({ openssl }: PathProblem) => openssl.map(({ code }) => code);

describe('validatePath trusts', () => {
  it.each<[string, Name[], number[]]>([
    ['a complete chain', ['leaf', 'inter'], [0]],
    ['a chain with its root', ['leaf', 'inter', 'root'], [0]],
    ['the wrong order', ['leaf', 'root', 'inter'], [1]],
    ['strangers and duplicates', ['leaf', 'other', 'leaf', 'inter', 'inter', 'named'], [2]],
    ['an expired cross-sign in front', ['leaf', 'cross', 'inter'], [1]],
    ['an intermediate of the same name with another key in front', ['leaf', 'forged', 'inter'], [1]],
  ])('%s', (_, chain, usedSent) => {
    const result = validate(chain);
    expect(brief(result.problems)).toEqual([]);
    expect(result).toMatchObject({ kind: 'trusted', usedSent, anchor: { label: 'Test Root' } });
  });

  it('a self-signed certificate that is an anchor itself', () => {
    expect(validate(['self'], ['self'])).toMatchObject({ kind: 'trusted', usedSent: [] });
  });

  it('an issuer that is in date before one that is not, so that nothing is checked in vain', () => {
    let checks = 0;
    const result = validatePath({
      leaf: certificateOf(world.leaf),
      sent: [certificateOf(world.cross), certificateOf(world.inter)],
      anchors: anchorsOf(world.other, world.root),
      now: inDate,
      cryptography: {
        verify: (input) => {
          checks++;
          return cryptography.verify(input);
        },
      },
      purpose: 'serverAuth',
    });
    expect([result.kind, checks]).toEqual(['trusted', 2]);
  });

  it('the path that is in date, whichever anchors there are', () => {
    const result = validate(['leaf', 'cross', 'inter'], ['other', 'root']);
    expect(result).toMatchObject({ kind: 'trusted', anchor: { label: 'Test Root' } });
  });
});

describe('validatePath distrusts', () => {
  it.each<[string, Name[], Name[], string[]]>([
    ['a missing intermediate (C88)', ['leaf'], ['root'], ['missing-issuer@0']],
    ['an unknown root', ['leaf', 'inter'], ['other'], ['missing-issuer@1']],
    [
      'a root that is sent, not trusted',
      ['leaf', 'inter', 'root'],
      ['other'],
      ['self-signed-root-not-trusted@2'],
    ],
    ['a self-signed leaf', ['self'], ['root'], ['self-signed-leaf@0']],
    ['an expired leaf', ['expired', 'inter'], ['root'], ['expired@0']],
    [
      'an expired leaf without its intermediate: both',
      ['expired'],
      ['root'],
      ['missing-issuer@0', 'expired@0'],
    ],
    ['an expired cross-sign alone', ['leaf', 'cross'], ['other'], ['expired@1']],
    ['clientAuth only (C86)', ['client'], ['root'], ['extended-key-usage@0']],
    ['an unknown critical extension', ['critical'], ['root'], ['unknown-critical-extension@0']],
    ['an issuer that is no CA (C89)', ['undernotca', 'notca'], ['root'], ['not-a-ca@1']],
    ['an issuer without keyCertSign', ['undernosign', 'nosign'], ['root'], ['key-usage-cert-sign@1']],
    ['one CA too many', ['undersub', 'sub', 'inter'], ['root'], ['path-length@2']],
    ['a name outside the constraints (C89)', ['undernamed', 'named'], ['root'], ['name-constraints@0']],
    ['an excluded name', ['excludedname', 'named'], ['root'], ['name-constraints@0']],
    ['the right name with another key', ['leaf', 'forged'], ['root'], ['missing-issuer@0']],
  ])('%s', (_, chain, roots, problems) => {
    const result = validate(chain, roots);
    expect(result.kind).toBe('untrusted');
    expect(brief(result.problems)).toEqual(problems);
  });

  it.each<[Name[], Name[], number[]]>([
    [['leaf'], ['root'], [20, 27, 21]],
    [['leaf', 'inter'], ['other'], [20]],
    [['leaf', 'inter', 'root'], ['other'], [19]],
    [['self'], ['root'], [18]],
    [['expired', 'inter'], ['root'], [10]],
    [['undersub', 'sub', 'inter'], ['root'], [25]],
    [['undernamed', 'named'], ['root'], [47]],
    [['excludedname', 'named'], ['root'], [48]],
    [['critical'], ['root'], [34]],
  ])('%s against %s with the verify codes that OpenSSL 3.0 prints', (chain, roots, expected) => {
    expect(validate(chain, roots).problems.flatMap(codes)).toEqual(expected);
  });

  it('a signature that does not fit', () => {
    const { authorityKeyId: _, ...leaf } = certificateOf(world.leaf);
    const result = validatePath({
      leaf,
      sent: [certificateOf(world.forged)],
      anchors: anchorsOf(world.root),
      now: inDate,
      cryptography,
      purpose: 'serverAuth',
    });
    expect(brief(result.problems)).toEqual(['bad-signature@0']);
  });

  it('what can not be checked, without calling it forged', () => {
    const result = validatePath({
      leaf: certificateOf(world.leaf),
      sent: [certificateOf(world.inter)],
      anchors: anchorsOf(world.root),
      now: inDate,
      cryptography: { verify: () => 'unsupported' },
      purpose: 'serverAuth',
    });
    expect(brief(result.problems)).toEqual([
      'unsupported-signature-algorithm@0',
      'unsupported-signature-algorithm@1',
    ]);
  });

  it('a certificate one second after its end, and one second before its beginning', () => {
    const at = (time: string) => brief(validate(['expired', 'inter'], ['root'], new Date(time)).problems);
    expect(at('2025-06-01T00:00:00Z')).toEqual([]);
    expect(at('2025-06-01T00:00:00.999Z')).toEqual([]);
    expect(at('2025-06-01T00:00:01Z')).toEqual(['expired@0']);
    expect(at('2020-01-01T00:00:00Z')).toEqual([]);
    expect(at('2019-12-31T23:59:59Z')).toEqual(['not-yet-valid@0', 'not-yet-valid@1', 'not-yet-valid@2']);
  });
});

describe('apollo.pem, a real Exchange certificate of 2010', () => {
  const judge = (host: string, now: string) =>
    validatePath({
      leaf: certificateOf(apollo),
      sent: [],
      anchors: anchorsOf(world.root),
      now: new Date(now),
      cryptography,
      purpose: 'serverAuth',
      host,
    });

  it('is of an untrusted issuer (20, 27, 21) and expired in 2012', () => {
    const result = judge('demeter.retrohack.com', '2026-11-22T00:00:00Z');
    expect(result.problems.map((problem) => [problem.code, ...codes(problem)])).toEqual([
      ['missing-issuer', 20, 27, 21],
      ['expired', 10],
    ]);
    expect(result.name).toMatchObject({ kind: 'matched', presented: '*.retrohack.com', wildcard: true });
  });

  it('was not expired in September 2010', () => {
    expect(brief(judge('demeter.retrohack.com', '2010-09-01T00:00:00Z').problems)).toEqual([
      'missing-issuer@0',
    ]);
  });

  it('does not match a host outside its wildcards', () => {
    expect(judge('mail.example.com', '2010-09-01T00:00:00Z').name).toMatchObject({
      kind: 'mismatch',
      code: 'no-match',
    });
  });
});
