/**
 * Whose faults an anchor is excused, by how TLSA names it (Exim with OpenSSL, src/dane-openssl.c); recorded in the lab as dane-ta-*.
 */
import { expect, test } from 'vitest';
import { isAnchorExcused } from '../../../src/core/senders/dane-anchors.ts';
import { eximOpenssl } from '../../../src/core/senders/profiles/exim-openssl.ts';
import { postfixDane } from '../../../src/core/senders/profiles/postfix-dane.ts';
import type { PathProblemCode } from '../../../src/core/x509/path-result.ts';

const excused = (record: string, faults: readonly PathProblemCode[], otherwiseRight = true) =>
  isAnchorExcused({ record, depth: 1, faults, otherwiseRight }, eximOpenssl);

test.each<[string, readonly PathProblemCode[], boolean]>([
  ['2 0 1 00', ['extended-key-usage'], true],
  ['2 1 1 00', ['extended-key-usage'], true],
  ['2 0 1 00', ['not-a-ca'], false],
  ['2 1 1 00', ['not-a-ca', 'unknown-critical-extension', 'expired'], true],
  ['2 1 1 00', ['key-usage-cert-sign'], false],
])('%s, %j: %s', (record, faults, verdict) => {
  expect(excused(record, faults)).toBe(verdict);
});

test('not where the name or the path below is wrong, and not for others', () => {
  expect(excused('2 1 1 00', ['extended-key-usage'], false)).toBe(false);
  const anchored = { record: '2 1 1 00', depth: 1, faults: [], otherwiseRight: true };
  expect(isAnchorExcused(anchored, postfixDane)).toBe(false);
});
