/**
 * dma looks up the addresses of all hosts before it tries any (dns.c, add_host). The outcomes are those that the senders' lab recorded
 * (mx-alias-loop, host-lookup-servfail, host-lookup-silent, host-lookup-servfail-second-good).
 */
import { expect, test } from 'vitest';
import type { DnsAnswer } from '../../../src/core/dns/answer.ts';
import { dnsAnswer, healthyObservation, host, mailHost } from '../observation-builder.ts';
import { fateOf, predicted } from './outcomes.ts';

type Seen = Pick<DnsAnswer, 'outcome'> & Partial<DnsAnswer>;
const none: Seen = { outcome: 'no-data' };
const refused: Seen = { outcome: 'servfail', failedAfterMs: 3 };
const silent: Seen = { outcome: 'servfail', failedAfterMs: 4_000 };
const untimed: Seen = { outcome: 'servfail' };

/** The best host has no address that was seen; a second one may have. */
const at = (a: Seen, aaaa: Seen, second = false) =>
  healthyObservation({
    dns: [dnsAnswer(mailHost, 'A', [], a), dnsAnswer(mailHost, 'AAAA', [], aaaa)],
    hosts: [
      host({ addresses: [], unknown: { reason: 'dns-failure', detail: 'as the test says' } }),
      ...(second ? [host({ name: 'second.example.test', preference: 20 })] : []),
    ],
  });

const waits = 'deferred > deferred = bounced';

test.each<[string, Seen, Seen, string]>([
  ['one refused beside one without data: there is no address', refused, none, 'bounced = bounced'],
  ['both without data', none, none, 'bounced = bounced'],
  ['both refused', refused, refused, waits],
  ['one silent', silent, none, waits],
  ['no such name', { outcome: 'name-error' }, { outcome: 'name-error' }, waits],
])('%s', (_, a, aaaa, fate) => {
  expect(fateOf(at(a, aaaa), 'dma')).toBe(fate);
});

test('a host whose look-up fails for now is left out, one without an address ends it for all', () => {
  expect(fateOf(at(refused, refused, true), 'dma')).toBe('delivered-cleartext = delivered-cleartext');
  expect(fateOf(at(refused, none, true), 'dma')).toBe('bounced = bounced');
});

test('a failure of which it was not seen how long it took: not known', () => {
  for (const second of [false, true])
    expect(predicted(at(untimed, none, second), 'dma').first).toBe('unknown');
});
