/** The RFC 8460 report of one probe: which policy, which result type, how many sessions. */
import { describe, expect, test } from 'vitest';
import type { Observation, TlsaLookup } from '../../../src/core/observation.ts';
import { reportTls, type TlsReport } from '../../../src/core/tls-rpt/report.ts';
import { judge } from '../../../src/core/verdict.ts';
import { anchors, cryptography, spkiOf } from '../judging.ts';
import {
  address,
  cleartextSession,
  dnsAnswer,
  failedHandshake,
  healthyObservation,
  host,
  mailAddress,
  mailHost,
  mtaSts,
  policyText,
  reply,
  sessionUpTo,
  showing,
  starttlsSession,
  tlsaRecords,
  withHandshake,
  withSession,
} from '../observation-builder.ts';

const options = { organization: 'Example', contact: 'postmaster@probe.example.net' };
const right = `3 1 1 ${spkiOf('good')}`;
const wrong = `3 1 1 ${'ab'.repeat(32)}`;

function reportOf(observation: Observation, more = {}): TlsReport {
  return reportTls(judge(observation, { anchors, cryptography }), { ...options, ...more });
}

const dane = (tlsa: TlsaLookup, more: Partial<Observation> = {}) =>
  healthyObservation({
    routing: { kind: 'mx', dnssec: 'secure' },
    hosts: [host({ addressDnssec: 'secure', tlsa })],
    ...more,
  });
const sts = (text: string, seen: Observation = healthyObservation()): Observation => ({
  ...seen,
  mtaSts: mtaSts(text),
});
const noStarttls = sessionUpTo('ehlo', { ehlo: reply(250, mailHost), extensions: [] });
const lookupFails: TlsaLookup = {
  kind: 'asked',
  answers: [dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', [], { outcome: 'servfail', dnssec: 'indeterminate' })],
};

describe('one session with the one address', () => {
  const rows: readonly [string, Observation, string, string | undefined][] = [
    ['TLS, nothing promised', healthyObservation(), 'no-policy-found', undefined],
    ['C90 self-signed, nothing promised', withHandshake(showing('selfSigned')), 'no-policy-found', undefined],
    ['no STARTTLS', withSession(noStarttls), 'no-policy-found', 'starttls-not-supported'],
    [
      'C71 a handshake that fails blames no policy',
      withHandshake(failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' })),
      'no-policy-found',
      'validation-failure',
    ],
    ['TLSA that matches', dane(tlsaRecords(right)), 'tlsa', undefined],
    ['TLSA that does not', dane(tlsaRecords(wrong)), 'tlsa', 'tlsa-invalid'],
    ['TLSA that can not be used', dane(tlsaRecords(wrong.replace('3 ', '1 '))), 'tlsa', 'tlsa-invalid'],
    ['TLSA that can not be looked up', dane(lookupFails), 'tlsa', 'dnssec-invalid'],
    [
      'C66 DANE goes before MTA-STS',
      sts(policyText('enforce', 'a.test'), dane(tlsaRecords(right))),
      'tlsa',
      undefined,
    ],
    ['a policy that is met', sts(policyText('enforce')), 'sts', undefined],
    [
      'a policy with a line that is none, and counts all the same',
      sts(`${policyText('enforce')}???\n`),
      'sts',
      undefined,
    ],
    ['C61 testing is reported on', sts(policyText('testing', 'a.test')), 'sts', 'validation-failure'],
    ['a host not listed', sts(policyText('enforce', 'a.test')), 'sts', 'validation-failure'],
    [
      'a certificate that fails the policy',
      sts(policyText('enforce'), withHandshake(showing('selfSigned'))),
      'sts',
      'certificate-not-trusted',
    ],
    [
      'no STARTTLS under a policy',
      sts(policyText('enforce'), withSession(noStarttls)),
      'sts',
      'starttls-not-supported',
    ],
    ['a policy that is none', sts('nonsense'), 'sts', 'sts-policy-invalid'],
  ];
  test.each(rows)('C70 %s', (_title, observation, type, failure) => {
    const { policies } = reportOf(observation);
    expect(policies.map(({ policy }) => policy['policy-type'])).toEqual([type]);
    expect(policies[0]?.['failure-details']?.map((detail) => detail['result-type'])).toEqual(
      failure && [failure],
    );
    expect(policies[0]?.summary).toEqual({
      'total-successful-session-count': failure ? 0 : 1,
      'total-failure-session-count': failure ? 1 : 0,
    });
  });
});

test('a policy that can not be fetched has the reason for its type', () => {
  const whole = mtaSts(policyText('enforce'));
  const failed = (fetch: object): Observation => ({
    ...healthyObservation(),
    mtaSts: { ...whole, ...(whole.fetch && { fetch: { ...whole.fetch, ...fetch } }) },
  });
  const type = (observation: Observation) =>
    reportOf(observation).policies[0]?.['failure-details']?.[0]?.['result-type'];
  expect(type(failed({ status: 404 }))).toBe('sts-policy-fetch-error');
  const untrusted = failed({ handshake: showing('selfSigned') });
  expect(type(untrusted)).toBe('sts-webpki-invalid');
  // Nothing of a file that nobody may believe.
  const { policy } = reportOf(untrusted).policies[0] ?? {};
  expect(policy).toEqual({ 'policy-type': 'sts', 'policy-domain': 'example.test' });
});

test('the whole report', () => {
  const report = reportOf(dane(tlsaRecords(wrong)), { sendingAddress: '198.51.100.1' });
  expect(report).toEqual({
    'organization-name': 'Example',
    'date-range': { 'start-datetime': '2026-06-01T00:00:00Z', 'end-datetime': '2026-06-01T23:59:59Z' },
    'contact-info': 'postmaster@probe.example.net',
    'report-id': '20260601T120000000Z_example.test',
    policies: [
      {
        policy: { 'policy-type': 'tlsa', 'policy-string': [wrong], 'policy-domain': 'example.test' },
        summary: { 'total-successful-session-count': 0, 'total-failure-session-count': 1 },
        'failure-details': [
          {
            'result-type': 'tlsa-invalid',
            'failure-reason-code': 'dane.tlsa-mismatch',
            'sending-mta-ip': '198.51.100.1',
            'receiving-mx-hostname': mailHost,
            'receiving-mx-helo': mailHost,
            'receiving-ip': mailAddress,
            'failed-session-count': 1,
          },
        ],
      },
    ],
  });
});

test('shows the MTA-STS policy as it was applied', () => {
  const [entry] = reportOf(sts(policyText('enforce'))).policies;
  expect(entry?.policy).toEqual({
    'policy-type': 'sts',
    'policy-string': ['version: STSv1', 'mode: enforce', `mx: ${mailHost}`, 'max_age: 604800'],
    'policy-domain': 'example.test',
    'mx-host': [mailHost],
  });
});

test('two hosts under two policies are two entries', () => {
  const second = host({ name: 'mx2.example.test', addresses: [address({ ip: '192.0.2.26' })] });
  const seen = dane(tlsaRecords(right));
  const { policies } = reportOf({ ...seen, hosts: [...seen.hosts, second] });
  expect(policies.map(({ policy }) => policy['policy-type'])).toEqual(['tlsa', 'no-policy-found']);
});

test('an address that was not reached is no session', () => {
  const session = starttlsSession({ connect: { kind: 'timeout', detail: '' } });
  const clear = cleartextSession({ connect: { kind: 'timeout', detail: '' } });
  expect(reportOf(withSession(session, clear)).policies).toEqual([]);
});

describe('a policy that is not known is not reported on', () => {
  const unasked: TlsaLookup = {
    kind: 'asked',
    answers: [dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', [], { outcome: 'budget', dnssec: 'indeterminate' })],
  };
  const rows: readonly [string, Observation][] = [
    ['TLSA that was never asked for', dane(unasked)],
    [
      'TLSA below an MX that may be signed',
      dane(tlsaRecords(right), { routing: { kind: 'mx', dnssec: 'indeterminate' } }),
    ],
  ];
  test.each(rows)('%s', (_title, seen) => {
    expect(reportOf(seen).policies).toEqual([]);
  });
});

test('the records of the policy are whole, however long', () => {
  const long = `3 1 0 ${'ab'.repeat(300)}`;
  const tlsa = tlsaRecords(right, long);
  const dns = tlsa.kind === 'asked' ? tlsa.answers : [];
  expect(reportOf(dane(tlsa, { dns })).policies[0]?.policy['policy-string']).toEqual([right, long]);
});

test('C25 a session whose match can not be told is neither a success nor a failure', () => {
  const lookup = tlsaRecords(wrong);
  const answers = lookup.kind === 'asked' ? lookup.answers : [];
  const part: TlsaLookup = {
    kind: 'asked',
    answers: answers.map((each) => ({ ...each, omittedRecords: 9 })),
  };
  expect(reportOf(dane(part)).policies).toEqual([]);
});
