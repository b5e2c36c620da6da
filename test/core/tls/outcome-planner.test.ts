/** What one handshake says about the end that another hello would come to: settled, in doubt, or open; each row with its reason. */
import { describe, expect, test } from 'vitest';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import type { Offered } from '../../../src/core/tls/offered.ts';
import { planOutcome } from '../../../src/core/tls/outcome-planner.ts';

const wanted: Offered = {
  versions: ['TLSv1.3', 'TLSv1.2'],
  suites: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_RSA_WITH_AES_128_CBC_SHA',
    'TLS_DHE_RSA_WITH_AES_128_CBC_SHA',
  ],
  groups: ['x25519'],
  signatureSchemes: ['rsa_pss_rsae_sha256', 'ecdsa_secp256r1_sha256'],
};
const offered: Offered = {
  ...wanted,
  suites: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_DHE_RSA_WITH_AES_128_CBC_SHA',
    'TLS_RSA_WITH_AES_128_CBC_SHA',
    'TLS_AES_256_GCM_SHA384',
  ],
  groups: ['x25519', 'secp384r1'],
};
const bare = { hello: 'broad', serverName: 'mx.test', certificates: [] };
const chose = (facts: Partial<Handshake>): Handshake => ({
  ...bare,
  outcome: 'completed',
  version: 'TLSv1.3',
  suite: 'TLS_AES_128_GCM_SHA256',
  keyExchange: 'ecdhe',
  group: 'x25519',
  signatureScheme: 'rsa_pss_rsae_sha256',
  ...facts,
});
const failed = (failure: NonNullable<Handshake['failure']>): Handshake => ({
  ...bare,
  outcome: 'failed',
  failure,
});
const at = { step: 'server-hello', detail: '' } as const;

const settled: readonly [string, Handshake][] = [
  ['the choice is within the offer', chose({})],
  ["the server's best is below the floor", chose({ version: 'TLSv1' })],
  ['what answers is no TLS server', failed({ ...at, kind: 'not-tls' })],
  ['an internal error', failed({ ...at, kind: 'alert', alert: 'internal_error' })],
];
const doubtful: readonly [string, Handshake][] = [
  ['no answer', failed({ ...at, kind: 'timeout' })],
  [
    'an ECDSA certificate, where the other names RSA first',
    chose({ signatureScheme: 'ecdsa_secp256r1_sha256' }),
  ],
  [
    'DHE was chosen by a hello that put RSA behind it',
    chose({
      version: 'TLSv1.2',
      suite: 'TLS_DHE_RSA_WITH_AES_128_CBC_SHA',
      keyExchange: 'dhe',
      dhBits: 2048,
      group: 'ffdhe2048',
    }),
  ],
];
const open: readonly [string, Handshake][] = [
  ['another suite', chose({ suite: 'TLS_AES_256_GCM_SHA384' })],
  ['another group', chose({ group: 'secp384r1' })],
  ['a refusal, while the other offers more', failed({ ...at, kind: 'alert', alert: 'handshake_failure' })],
];

describe('one handshake', () => {
  test.each(settled)('settles it: %s', (_, facts) => {
    expect(planOutcome({ facts, offered }, wanted, true)).toMatchObject({ kind: 'same', as: { facts } });
  });

  test.each(doubtful)('stands for it until it is asked: %s', (_, facts) => {
    expect(planOutcome({ facts, offered }, wanted, true)).toMatchObject({
      kind: 'must-ask',
      meanwhile: { facts },
    });
  });

  test.each(open)('says nothing of it: %s', (_, facts) => {
    const plan = planOutcome({ facts, offered }, wanted, true);
    expect(plan.kind).toBe('must-ask');
    expect(plan).not.toHaveProperty('meanwhile');
  });

  test('a refused name says nothing of a hello without one', () => {
    const facts = failed({ ...at, kind: 'alert', alert: 'unrecognized_name' });
    expect(planOutcome({ facts, offered }, wanted, false).kind).toBe('must-ask');
    expect(planOutcome({ facts, offered }, wanted, true).kind).toBe('same');
  });
});
