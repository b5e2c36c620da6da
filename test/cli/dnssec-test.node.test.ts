/** The resolver self-test as a setting: `DNSSEC_TEST` and `--dnssec-test`. */
import { describe, expect, test } from 'vitest';
import { readArguments } from '../../src/cli/arguments.ts';
import { readSettings } from '../../src/settings.ts';

const settings = (env: Record<string, string>) => {
  const read = readSettings(env, { ehloName: 'probe.test' });
  return read.ok ? read.value.dnssecTest : read.error;
};

describe('DNSSEC_TEST', () => {
  test('the public pair is the default', () => {
    expect(settings({})).toEqual({ signed: 'iana.org', broken: 'dnssec-failed.org' });
  });
  test('off where special addresses may be dialled, unless it is given', () => {
    expect(settings({ ALLOW_SPECIAL_ADDRESSES: '1' })).toBeUndefined();
    const given = { ALLOW_SPECIAL_ADDRESSES: '1', DNSSEC_TEST: 'good.test,bad.test' };
    expect(settings(given)).toEqual({ signed: 'good.test', broken: 'bad.test' });
  });
  test('off', () => {
    expect(settings({ DNSSEC_TEST: 'off' })).toBeUndefined();
  });
  test('refused by name', () => {
    expect(settings({ DNSSEC_TEST: 'one.test' })).toMatch(/^DNSSEC_TEST: two names/);
  });
});

describe('--dnssec-test', () => {
  const read = (...more: string[]) => readArguments(['example.test', ...more]);
  test.each([
    [['--dnssec-test', 'good.test,bad.test'], { names: { signed: 'good.test', broken: 'bad.test' } }],
    [['--dnssec-test', 'off'], { names: undefined }],
  ])('%j', (more, dnssecTest) => {
    expect(read(...more)).toMatchObject({ ok: true, value: { dnssecTest } });
  });
  test('left out, the environment decides', () => {
    const command = read();
    expect(command.ok && command.value).not.toHaveProperty('dnssecTest');
  });
  test('refused by name', () => {
    expect(read('--dnssec-test', 'one.test')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^--dnssec-test: two names/),
    });
  });
});
