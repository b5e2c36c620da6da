/** What a search may cost, counted: signature checks, names held against constraints; and what searches share without being led astray by it. */
import { describe, expect, it } from 'vitest';
import { equalBytes } from '../../../src/core/base/bytes.ts';
import type { SignatureInput } from '../../../src/core/cryptography.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { parseCertificate } from '../../../src/core/x509/certificate.ts';
import type { CertificateFacts } from '../../../src/core/x509/certificate-facts.ts';
import { maxExtensions } from '../../../src/core/x509/extensions.ts';
import { validatePath } from '../../../src/core/x509/path.ts';
import { createPathWork, type PathWork, verdictPathBudget } from '../../../src/core/x509/path-work.ts';
import { countingVerifier, extension, type Forged, forge, forgeFacts, oid } from './forge.ts';

const now = new Date('2026-11-22T12:00:00Z');
const root = forgeFacts({ subject: 'root', issuer: 'root', key: 'root', signer: 'root', ca: true });
const anchors = createAnchorStore([anchorOf(root, '00')]);
const ca = (subject: string, issuer: string, more: Partial<Forged> = {}) =>
  forgeFacts({ subject, issuer, key: subject, signer: issuer, ca: true, ...more });
const leafOf = (issuer: string, more: Partial<Forged> = {}) =>
  forgeFacts({ subject: 'leaf', issuer, key: 'leaf', signer: issuer, dns: ['mx.example.test'], ...more });

function searchWith(
  work: PathWork,
  leaf: CertificateFacts,
  sent: readonly CertificateFacts[],
  { counter, cryptography } = countingVerifier(),
) {
  const before = counter.checks;
  const result = validatePath({ leaf, sent, anchors, now, cryptography, purpose: 'serverAuth', work });
  return { codes: result.problems.map(({ code }) => code), checks: counter.checks - before };
}

/** Each with a key of its own, none of which signed any other. */
const crowd = (count: number) =>
  Array.from({ length: count }, (_, i) => ca('crowd', 'crowd', { key: `key${i}`, signer: 'nobody' }));

describe('the signature of a path', () => {
  it('is checked for each certificate, and not taken from another that has the same signature bytes', () => {
    const good = ca('mid', 'root');
    const copied = ca('x', 'root', { key: 'evil' });
    const { cryptography } = countingVerifier();
    const verify = (input: SignatureInput) =>
      equalBytes(input.data, copied.tbs) ? ('invalid' as const) : cryptography.verify(input);
    // The way over the good one fails below it, so that its signature is known before the copy is met.
    const sent = [ca('y', 'mid', { signer: 'nobody' }), good, ca('y', 'x', { signer: 'evil' }), copied];
    const result = validatePath({
      leaf: leafOf('y'),
      sent,
      anchors,
      now,
      cryptography: { verify },
      purpose: 'serverAuth',
    });
    expect(result.kind).toBe('untrusted');
    expect(new Set(result.problems.map(({ code }) => code))).toEqual(new Set(['bad-signature']));
  });

  it('is checked once, however many searches share the work', () => {
    const work = createPathWork(verdictPathBudget);
    const [leaf, mid, counting] = [leafOf('mid'), ca('mid', 'root'), countingVerifier()];
    expect(searchWith(work, leaf, [mid], counting)).toEqual({ codes: [], checks: 2 });
    expect(searchWith(work, leaf, [mid, mid], counting)).toEqual({ codes: [], checks: 0 });
    expect(searchWith(work, leafOf('mid'), [mid], counting)).toEqual({ codes: [], checks: 1 });
    expect(work.left.signatureChecks).toBe(verdictPathBudget.signatureChecks - 3);
  });
});

describe('a search', () => {
  it('ends with its signature checks: no step more is made', () => {
    const work = createPathWork(verdictPathBudget);
    const { codes, checks } = searchWith(work, leafOf('crowd', { signer: 'key0' }), crowd(40));
    expect(codes).toContain('budget');
    expect(checks).toBe(128);
    expect(verdictPathBudget.steps - work.left.steps).toBeLessThan(10);
  });

  it('has what all searches of a verdict have left, and not its own budget each time', () => {
    const work = createPathWork(verdictPathBudget);
    const counting = countingVerifier();
    for (let i = 0; i < 20; i++) searchWith(work, leafOf('crowd'), crowd(40), counting);
    expect(counting.counter.checks).toBe(verdictPathBudget.signatureChecks);
    expect(work.left).toMatchObject({ signatureChecks: 0 });
  });

  it('says so where nothing is left, and calls no issuer missing', () => {
    const work = createPathWork({ signatureChecks: 0, steps: 0, candidates: 0, nameComparisons: 0 });
    expect(searchWith(work, leafOf('root'), [])).toEqual({ codes: ['budget'], checks: 0 });
  });

  it('shares the comparisons of names with constraints too', () => {
    const work = createPathWork(verdictPathBudget);
    const names = (count: number) => Array.from({ length: count }, (_, i) => `d${i}.test`);
    const chain = [ca('named', 'root', { permittedDns: names(2_000) })];
    for (let i = 0; i < 4; i++) searchWith(work, leafOf('named', { dns: names(2_000) }), chain);
    expect(work.left.nameComparisons).toBe(0);
    expect(searchWith(work, leafOf('named', { dns: ['d1.test'] }), chain).codes).toEqual(['budget']);
    expect(searchWith(work, leafOf('root'), []).codes).toEqual([]);
  });
});

describe('a chain that is cut', () => {
  it('proves no issuer missing', () => {
    const { cryptography } = countingVerifier();
    const input = {
      leaf: leafOf('mid'),
      sent: [],
      anchors,
      now,
      cryptography,
      purpose: 'serverAuth',
    } as const;
    const codes = (isCut: boolean) => validatePath({ ...input, isCut }).problems.map(({ code }) => code);
    expect(codes(false)).toEqual(['missing-issuer']);
    expect(codes(true)).toEqual(['budget']);
  });
});

describe('the extensions of a certificate', () => {
  const withExtensions = (count: number) =>
    parseCertificate(
      forge({
        subject: 'leaf',
        issuer: 'root',
        key: 'leaf',
        signer: 'root',
        extensions: Array.from({ length: count }, (_, i) => extension(`1.2.${i}`, oid('1.2.3'))),
      }),
    );

  it('are read up to a limit, past which it is refused by name', () => {
    expect(withExtensions(maxExtensions)).toMatchObject({ ok: true });
    expect(withExtensions(maxExtensions + 1)).toEqual({
      ok: false,
      error: { code: 'too-large', detail: '65 extensions, at most 64 are read' },
    });
  });
});
