/** The rules of mail routing and of the vantage itself. */
import { describe, expect, it } from 'vitest';
import type { DnsRecord } from '../../../src/core/dns/answer.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { findingsOf, idsOf } from '../judging.ts';
import {
  address,
  dnsAnswer,
  healthyObservation,
  host,
  mailHost,
  sessionUpTo,
} from '../observation-builder.ts';

const mx = (preference: number, exchange: string): DnsRecord => ({ type: 'MX', preference, exchange });
const servfail = { outcome: 'servfail', rcode: 'SERVFAIL', dnssec: 'indeterminate' } as const;
const other = host({ preference: 20 });

function nowhere(routing: Observation['routing'], dns: Observation['dns'] = []): Observation {
  return healthyObservation({ routing, hosts: [], dns });
}

describe('mx: exact sets', () => {
  const rows: readonly [string, Observation, string[]][] = [
    ['C3 a lone null MX', nowhere({ kind: 'null-mx', dnssec: 'insecure' }), ['mx.null-mx error']],
    ['no mail host', nowhere({ kind: 'no-mail-host', detail: 'NXDOMAIN' }), ['mx.no-mail-host error']],
    [
      'C6 SERVFAIL is no "no MX"',
      nowhere({ kind: 'unknown', reason: 'dns-failure', detail: 'SERVFAIL' }, [
        dnsAnswer('example.test', 'MX', [], servfail),
      ]),
      ['mx.lookup-failed error'],
    ],
    [
      'C6 neither is silence',
      nowhere({ kind: 'unknown', reason: 'timeout', detail: 'MX: timeout' }, [
        dnsAnswer('example.test', 'MX', [], { outcome: 'timeout', rcode: null, dnssec: 'indeterminate' }),
      ]),
      ['mx.lookup-failed error'],
    ],
    ['what was not asked is not judged', nowhere({ kind: 'unknown', reason: 'budget', detail: '' }), []],
    [
      'C4 a null MX beside another',
      healthyObservation({ dns: [dnsAnswer('example.test', 'MX', [mx(0, '.'), mx(10, mailHost)])] }),
      ['mx.null-mx-beside-others error'],
    ],
    [
      'C5 an MX that is an alias',
      healthyObservation({ hosts: [host({ canonicalName: 'real.example.test' })] }),
      ['mx.is-alias notice'],
    ],
    [
      'an implicit MX may be an alias',
      healthyObservation({
        routing: { kind: 'implicit-mx', dnssec: 'insecure' },
        hosts: [host({ preference: 0, canonicalName: 'real.example.test' })],
      }),
      [],
    ],
    [
      'C5 an MX that is an address',
      healthyObservation({ hosts: [host({ name: '192.0.2.1', addresses: [] })] }),
      ['mx.is-address error'],
    ],
    [
      'C5 an MX that is an address and answers: no name is missed in its certificate',
      healthyObservation({ hosts: [host({ name: '192.0.2.25' })] }),
      ['mx.is-address error'],
    ],
    [
      'a mail host without address',
      healthyObservation({
        hosts: [host({ addresses: [] })],
        dns: [dnsAnswer(mailHost, 'A', []), dnsAnswer(mailHost, 'AAAA', [])],
      }),
      ['mx.no-address error'],
    ],
    [
      'C8 a mail host without address beside a good one',
      healthyObservation({
        hosts: [host({ name: 'gone.example.test', addresses: [] }), host()],
        dns: [dnsAnswer('gone.example.test', 'A', [], { outcome: 'name-error', rcode: 'NXDOMAIN' })],
      }),
      ['mx.no-address warning'],
    ],
    [
      'C6 an address look-up that fails is no absence',
      healthyObservation({
        hosts: [host({ addresses: [] })],
        dns: [dnsAnswer(mailHost, 'A', [], servfail), dnsAnswer(mailHost, 'AAAA', [])],
      }),
      ['mx.address-lookup-failed error'],
    ],
    ['two good hosts', healthyObservation({ hosts: [host(), host({ preference: 20 })] }), []],
  ];
  it.each(rows)('%s', (_title, observation, expected) => {
    expect(idsOf(findingsOf(observation))).toEqual(expected);
  });

  it('shows what the resolver said', () => {
    const failure = dnsAnswer('example.test', 'MX', [], {
      ...servfail,
      ede: [{ code: 7, name: 'Signature Expired', text: '' }],
    });
    const routing = { kind: 'unknown', reason: 'dns-failure', detail: 'SERVFAIL' } as const;
    expect(findingsOf(nowhere(routing, [failure]))[0]?.evidence).toEqual({
      detail: 'SERVFAIL',
      answers: [
        {
          name: 'example.test',
          type: 'MX',
          outcome: 'servfail',
          rcode: 'SERVFAIL',
          dnssec: 'indeterminate',
          resolver: 'https://resolver.test/dns-query',
          ede: ['7 Signature Expired'],
        },
      ],
    });
  });
});

describe('probe.egress-blocked', () => {
  const timedOut = sessionUpTo('connect', { connect: { kind: 'timeout', detail: '' } });
  const refusedByUs = sessionUpTo('connect', { connect: { kind: 'egress-blocked', detail: 'runtime' } });
  const at = (session: typeof timedOut) => [host({ addresses: [address({ sessions: [session] })] }), other];

  it('is all that is said where the vantage is blocked', () => {
    const egress = { kind: 'blocked', detail: 'nor does anybody else answer' } as const;
    const [first] = at(timedOut);
    const observation = healthyObservation({ egress, hosts: first ? [first] : [] });
    const findings = findingsOf(observation);
    expect(idsOf(findings)).toEqual(['probe.egress-blocked info']);
    expect(findings[0]?.subject).toEqual({});
    expect(findings[0]?.evidence).toEqual({ port: 25, egress: 'blocked', detail: egress.detail });
  });

  it('is seen from a single dial that the runtime forbids', () => {
    expect(idsOf(findingsOf(healthyObservation({ hosts: at(refusedByUs) })))).toEqual([
      'probe.egress-blocked info',
    ]);
  });

  it('is not said of a host that merely does not answer', () => {
    expect(idsOf(findingsOf(healthyObservation({ hosts: at(timedOut) })))).toEqual([
      'smtp.unreachable warning',
    ]);
  });
});
