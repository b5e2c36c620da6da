/**
 * The profiles themselves: whole, sourced, and within the words that the rest of the house knows.
 */
import { describe, expect, test } from 'vitest';
import { rules } from '../../../src/core/rules/catalogue.ts';
import { namedRules } from '../../../src/core/senders/because.ts';
import { profilesFor, senderProfiles, statusSenders } from '../../../src/core/senders/catalogue.ts';
import { describeSenders } from '../../../src/core/senders/describe.ts';
import { everySenderHello } from '../../../src/core/senders/every-sender-hello.ts';
import { mainConfidence } from '../../../src/core/senders/profile-sources.ts';
import { groupCode } from '../../../src/core/tls/groups.ts';
import { isInside, notAsked, offeredBy } from '../../../src/core/tls/offered.ts';
import { suiteCode } from '../../../src/core/tls/suites.ts';
import labScore from '../../fixtures/senders/lab-score.json' with { type: 'json' };
import { completed } from '../observation-builder.ts';

const withHello = senderProfiles.flatMap(({ id, tls, tlsUnderPolicy }) =>
  [tls, tlsUnderPolicy].flatMap((use) => (use ? [{ id, hello: use.hello }] : [])),
);

describe('the catalogue', () => {
  test('ids are unique, and so are the measured profiles they stand for', () => {
    const ids = senderProfiles.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const measured = senderProfiles.flatMap(({ measuredAs }) => measuredAs);
    expect(new Set(measured).size).toBe(measured.length);
  });

  test('every status sender exists', () => {
    const ids = senderProfiles.map(({ id }) => id);
    for (const id of statusSenders) expect(ids).toContain(id);
    expect(statusSenders).toContain('postfix-may');
  });

  test('only submission clients are predicted on 465 and 587', () => {
    for (const port of [465, 587] as const) {
      expect(profilesFor(port).every(({ kind }) => kind === 'submission-client')).toBe(true);
    }
    expect(profilesFor(25)).toEqual(senderProfiles);
  });

  test.each(senderProfiles.map((profile) => [profile.id, profile] as const))(
    '%s names its sources',
    (_id, profile) => {
      if (mainConfidence(profile) === 'measured')
        expect(profile.measuredAs.length > 0 || profile.id in labScore.senders).toBe(true);
      const used = new Set(Object.values(profile.from).flat());
      expect([...used].filter((id) => !(id in profile.sources))).toEqual([]);
      expect(Object.keys(profile.sources).filter((id) => !used.has(id))).toEqual([]);
    },
  );

  test('the descriptions can be made', () => {
    expect(describeSenders().map(({ id }) => id)).toEqual(senderProfiles.map(({ id }) => id));
  });
});

describe('what profiles and causes name exists', () => {
  test('rules', () => {
    const known = new Set(rules.map(({ id }) => id));
    expect([...namedRules].filter((id) => !known.has(id))).toEqual([]);
  });

  test.each(withHello)('suites and groups of $hello.name', ({ hello }) => {
    for (const suite of hello.suites.filter((name) => !name.endsWith('_SCSV')))
      expect(() => suiteCode(suite)).not.toThrow();
    for (const group of hello.groups) expect(() => groupCode(group)).not.toThrow();
  });
});

describe('the hello that asks for every sender', () => {
  test.each(withHello)('leaves out nothing of $hello.name', ({ hello }) => {
    expect(notAsked(hello, { ...offeredBy(everySenderHello), exhaustive: true })).toEqual([]);
  });
});

describe('a choice of the server', () => {
  const [postfix] = withHello;
  if (!postfix) throw new Error('there are profiles');
  const { hello } = postfix;

  test('inside the offer', () => {
    expect(isInside(hello, completed())).toEqual({ kind: 'inside' });
  });

  test.each([
    ['version', { version: 'SSLv3' }, { kind: 'version-below' }],
    ['suite', { suite: 'TLS_SM4_GCM_SM3' }, { kind: 'outside', what: 'TLS_SM4_GCM_SM3' }],
    ['group', { group: 'X25519MLKEM768' }, { kind: 'outside', what: 'group X25519MLKEM768' }],
    [
      'signature',
      { signatureScheme: 'rsa_pkcs1_md5' },
      { kind: 'outside', what: 'signature scheme rsa_pkcs1_md5' },
    ],
  ])('outside by %s', (_what, overrides, expected) => {
    expect(isInside(hello, completed(overrides))).toEqual(expected);
  });
});
