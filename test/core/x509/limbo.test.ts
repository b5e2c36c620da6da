import { describe, expect, it } from 'vitest';
import { judgeCase, type LimboCase, type LimboResult } from '../../../scripts/limbo-judge.ts';
import limbo from '../../vectors/x509-limbo/public.json' with { type: 'json' };
import { cryptography } from './node-crypto.ts';

const now = new Date('2026-11-22T00:00:00Z');
const cases: readonly LimboCase[] = limbo.testcases;
const results = cases.map((one) => judgeCase(one, cryptography, now));
const groupOf = (name: string) => results.filter(({ group }) => group === name);
const share = (all: readonly LimboResult[]) => {
  const judged = all.filter(({ got }) => got !== 'skipped');
  return judged.filter(({ got, expected }) => got === expected).length / judged.length;
};

describe('x509-limbo under the strict policy', () => {
  it.each(['rfc5280', 'pathlen', 'cve', 'online', 'pathological'])('agrees with 95 %% of %s', (group) => {
    expect(groupOf(group).length).toBeGreaterThan(0);
    expect(share(groupOf(group))).toBeGreaterThanOrEqual(0.95);
  });

  it('agrees with 80 % of webpki', () => {
    expect(share(groupOf('webpki'))).toBeGreaterThanOrEqual(0.8);
  });

  it('misses what was decided, and nothing else', () => {
    const misses = results.filter(({ got, expected }) => got !== 'skipped' && got !== expected);
    expect(misses.map(({ id }) => id).sort()).toEqual([
      'rfc5280::aki::cross-signed-root-missing-aki',
      'webpki::cn::not-in-san',
      'webpki::cn::punycode-not-in-san',
    ]);
  });

  it('skips revocation lists and clients, and says why', () => {
    const skipped = results.filter(({ got }) => got === 'skipped');
    expect(skipped.map(({ id, reasons }) => [id, ...reasons]).sort()).toEqual([
      ['crl::issuer-valid-crlsign-and-keycertsign', 'revocation lists are not part of the policy'],
      ['rfc5280::nc::invalid-email-address', 'only servers are validated'],
      ['rfc5280::nc::nc-permits-email-literal-double-asterisk', 'only servers are validated'],
      ['rfc5280::nc::nc-permits-email-literal-double-asterisk-rejects-single', 'only servers are validated'],
    ]);
  });
});
