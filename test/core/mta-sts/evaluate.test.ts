import { describe, expect, it } from 'vitest';
import type { DomainMtaSts } from '../../../src/core/mta-sts/assess.ts';
import { evaluateMtaSts, type MxDelivery, policyInForce } from '../../../src/core/mta-sts/evaluate.ts';
import type { CachedPolicy } from '../../../src/core/mta-sts/known-policy.ts';
import type { Mode, MtaStsPolicy } from '../../../src/core/mta-sts/policy.ts';
import { pathProblem } from '../../../src/core/x509/path-problems.ts';
import type { HostMatch } from '../../../src/core/x509/path-result.ts';

const now = new Date('2026-11-22T12:00:00Z');
const policyOf = (mode: Mode, ...mx: string[]): MtaStsPolicy => ({
  mode,
  maxAgeSeconds: 86_400,
  mx,
  extensions: [],
});
const record = { text: 'v=STSv1; id=2;', id: '2', extensions: [], problems: [] };
const domainOf = (policy: MtaStsPolicy): DomainMtaSts => ({
  kind: 'policy',
  record,
  policy,
  policyProblems: [],
  reasons: [],
});
const failedDomain: DomainMtaSts = { kind: 'failed', record, reasons: [], policyProblems: [] };
const noDomain: DomainMtaSts = { kind: 'none', why: 'no-record', recordProblems: [] };
const unknownDomain: DomainMtaSts = { kind: 'unknown', detail: 'TXT look-up: servfail' };

const matched: HostMatch = { kind: 'matched', presented: 'mx1.example.com', wildcard: false };
const mismatch = (code: 'no-match' | 'common-name-only'): HostMatch => ({
  kind: 'mismatch',
  code,
  presented: [],
  detail: code,
});
const good: MxDelivery = { kind: 'tls', problems: [], name: matched };
const where = { depth: 0, subject: 'CN=x', detail: 'as made' };
const problem = (code: Parameters<typeof pathProblem>[0]) => pathProblem(code, where);

const evaluate = (mode: Mode, delivery: MxDelivery, mxHost = 'mx1.example.com') =>
  evaluateMtaSts({ domain: domainOf(policyOf(mode, '*.example.com')), mxHost, delivery, now });
const resultTypes = (mode: Mode, delivery: MxDelivery, mxHost?: string) =>
  evaluate(mode, delivery, mxHost).reasons.map(({ resultType }) => resultType);

describe('evaluateMtaSts', () => {
  it('delivers where every demand is met', () => {
    expect(evaluate('enforce', good)).toEqual({
      action: 'deliver',
      source: 'fetched',
      mode: 'enforce',
      mx: { kind: 'matched', pattern: '*.example.com' },
      reasons: [],
    });
  });

  it.each<[string, MxDelivery, string[]]>([
    ['C62: no STARTTLS', { kind: 'no-starttls' }, ['starttls-not-supported']],
    ['C71: a failed handshake', { kind: 'handshake-failed', detail: 'alert' }, ['validation-failure']],
    [
      'an expired certificate',
      { kind: 'tls', problems: [problem('expired')], name: matched },
      ['certificate-expired'],
    ],
    [
      'an untrusted one',
      { kind: 'tls', problems: [problem('missing-issuer')], name: matched },
      ['certificate-not-trusted'],
    ],
    [
      'C58: another name',
      { kind: 'tls', problems: [], name: mismatch('no-match') },
      ['certificate-host-mismatch'],
    ],
    [
      'C58: a common name alone',
      { kind: 'tls', problems: [], name: mismatch('common-name-only') },
      ['certificate-host-mismatch'],
    ],
    [
      'all of it at once',
      {
        kind: 'tls',
        problems: [problem('expired'), problem('self-signed-leaf')],
        name: mismatch('no-match'),
      },
      ['certificate-expired', 'certificate-not-trusted', 'certificate-host-mismatch'],
    ],
  ])('refuses under enforce and reports under testing: %s', (_, delivery, types) => {
    expect(evaluate('enforce', delivery).action).toBe('refuse');
    expect(resultTypes('enforce', delivery)).toEqual(types);
    expect(evaluate('testing', delivery).action).toBe('deliver-and-report');
    expect(resultTypes('testing', delivery)).toEqual(types);
    expect(evaluate('none', delivery)).toMatchObject({ action: 'no-policy', reasons: [] });
  });

  it('C56: an MX that the policy does not name is refused, and the near miss is told', () => {
    const { action, reasons } = evaluate('enforce', good, 'a.mx1.example.com');
    expect([action, reasons.map(({ code }) => code)]).toEqual(['refuse', ['mx-not-listed']]);
    expect(reasons[0]?.detail).toContain('wildcard-depth');
    expect(resultTypes('enforce', good, 'mx.example.net')).toEqual(['validation-failure']);
  });

  it('C61: testing never blocks delivery', () => {
    expect(evaluate('testing', { kind: 'no-starttls' }, 'mx.example.net')).toMatchObject({
      action: 'deliver-and-report',
      reasons: [{ code: 'mx-not-listed' }, { code: 'no-starttls' }],
    });
  });

  it('what was not measured decides nothing, what was does', () => {
    const unknown: MxDelivery = { kind: 'unknown', detail: 'egress-blocked' };
    expect(evaluate('enforce', unknown).action).toBe('unknown');
    expect(evaluate('enforce', unknown, 'mx.example.net').action).toBe('refuse');
  });

  it('a signature that cannot be checked is neither right nor wrong', () => {
    const problems = [problem('unsupported-signature-algorithm')];
    expect(evaluate('enforce', { kind: 'tls', problems, name: matched })).toMatchObject({
      action: 'unknown',
      reasons: [],
    });
    expect(evaluate('enforce', { kind: 'tls', problems, name: mismatch('no-match') }).action).toBe('refuse');
  });
});

describe('policyInForce', () => {
  const cachedOf = (ageSeconds: number, id = '1'): CachedPolicy => ({
    policy: policyOf('enforce', 'old.example.com'),
    fetchedAt: new Date(now.getTime() - ageSeconds * 1000),
    id,
  });

  it.each<[string, DomainMtaSts, 'no-policy' | 'unknown']>([
    ['C63: the fetch failed', failedDomain, 'no-policy'],
    ['there is no record', noDomain, 'no-policy'],
    ['the record could not be looked up', unknownDomain, 'unknown'],
  ])('%s and nothing is cached: no policy', (_, domain, action) => {
    expect(policyInForce(domain, undefined, now)).toEqual({ source: 'none', action });
  });

  it.each([
    ['the fetch failed', failedDomain],
    ['the record is gone', noDomain],
    ['the record could not be looked up', unknownDomain],
  ])('C64: %s: a cached policy binds to its last second', (_, domain) => {
    expect(policyInForce(domain, cachedOf(86_399), now)).toMatchObject({ source: 'cached' });
    expect(policyInForce(domain, cachedOf(86_400), now)).toMatchObject({ source: 'none' });
  });

  it('C64: the cached policy refuses as a fetched one would', () => {
    const delivery = good;
    const result = evaluateMtaSts({
      domain: noDomain,
      mxHost: 'mx1.example.com',
      delivery,
      now,
      cached: cachedOf(60),
    });
    expect(result).toMatchObject({
      action: 'refuse',
      source: 'cached',
      reasons: [{ code: 'mx-not-listed' }],
    });
  });

  it('C65: with the same id the cached policy stays; with another the new one counts', () => {
    const domain = domainOf(policyOf('testing', 'new.example.com'));
    expect(policyInForce(domain, cachedOf(60, '2'), now)).toMatchObject({
      source: 'cached',
      policy: { mx: ['old.example.com'] },
    });
    expect(policyInForce(domain, cachedOf(60, '1'), now)).toMatchObject({
      source: 'fetched',
      policy: { mx: ['new.example.com'] },
    });
  });
});
