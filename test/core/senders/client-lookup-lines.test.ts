/**
 * What client libraries tell their callers of an address that is not found, as their system's resolver tells them: the lines that the senders'
 * lab recorded (the scenario of that name).
 */
import { describe, expect, test } from 'vitest';
import type { DnsAnswer } from '../../../src/core/dns/answer.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { dnsAnswer, healthyObservation, host, mailHost } from '../observation-builder.ts';
import { type ClientLines, clientLines } from './outcomes.ts';

describe('a mail host whose addresses are not found', () => {
  const failed = { outcome: 'servfail', rcode: 'SERVFAIL', dnssec: 'indeterminate' } as const;
  const withLookUps = (a: Partial<DnsAnswer>, aaaa: Partial<DnsAnswer>): Observation =>
    healthyObservation({
      hosts: [host({ addresses: [], unknown: { reason: 'dns-failure', detail: 'as the test says' } })],
      dns: [
        dnsAnswer('example.test', 'MX', [{ type: 'MX', preference: 10, exchange: mailHost }]),
        dnsAnswer(mailHost, 'A', [], a),
        dnsAnswer(mailHost, 'AAAA', [], aaaa),
      ],
    });
  const noData: ClientLines = [
    `error: dial tcp: lookup ${mailHost}: No address associated with hostname`,
    `error: EDNS getaddrinfo ENOTFOUND ${mailHost}`,
    'error: gaierror [Errno -5] No address associated with hostname',
    `msmtp: cannot locate host ${mailHost}: No address associated with hostname`,
  ];
  const tryAgain: ClientLines = [
    `error: dial tcp: lookup ${mailHost}: Temporary failure in name resolution`,
    `error: EDNS getaddrinfo EAI_AGAIN ${mailHost}`,
    'error: gaierror [Errno -3] Temporary failure in name resolution',
    `msmtp: cannot locate host ${mailHost}: Temporary failure in name resolution`,
  ];

  const silent: ClientLines = [
    tryAgain[0],
    `error: EDNS queryA ETIMEOUT ${mailHost}`,
    tryAgain[2],
    tryAgain[3],
  ];

  test.each([
    ['host-lookup-servfail', { ...failed, failedAfterMs: 4 }, {}, noData],
    ['host-lookup-silent', { ...failed, failedAfterMs: 2_905 }, {}, silent],
    ['the resolver says nothing', { outcome: 'timeout', rcode: null }, {}, silent],
    [
      'nothing but of AAAA',
      {},
      { outcome: 'timeout', rcode: null },
      [tryAgain[0], undefined, tryAgain[2], tryAgain[3]],
    ],
    ['mx-alias-loop', { ...failed, failedAfterMs: 3 }, { ...failed, failedAfterMs: 2 }, tryAgain],
    ['how long it took is not known', failed, {}, [undefined, undefined, undefined, undefined]],
  ] as const)('%s', (_title, a, aaaa, lines) => {
    expect(clientLines(withLookUps(a, aaaa))).toEqual(lines);
  });

  test('no such name', () => {
    const none = { outcome: 'name-error', rcode: 'NXDOMAIN' } as const;
    const observation = withLookUps(none, none);
    expect(clientLines({ ...observation, hosts: [host({ addresses: [] })] })).toEqual([
      `error: dial tcp: lookup ${mailHost}: no such host`,
      `error: EDNS getaddrinfo ENOTFOUND ${mailHost}`,
      'error: gaierror [Errno -2] Name or service not known',
      `msmtp: cannot locate host ${mailHost}: Name or service not known`,
    ]);
  });
});
