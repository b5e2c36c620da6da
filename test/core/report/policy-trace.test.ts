/** Whose demands hold at a mail host, and whether REQUIRETLS would do. */
import { describe, expect, test } from 'vitest';
import type { HostObservation, Observation, TlsaLookup } from '../../../src/core/observation.ts';
import { reportPolicies } from '../../../src/core/report/policy-trace.ts';
import { renderText } from '../../../src/core/report/text.ts';
import type { Session } from '../../../src/core/smtp/session.ts';
import { judge } from '../../../src/core/verdict.ts';
import { anchors, cryptography, factsOf, spkiOf } from '../judging.ts';
import {
  address,
  cleartextSession,
  completed,
  dnsAnswer,
  healthyObservation,
  host,
  mailHost,
  mtaSts,
  policyText,
  showing,
  starttlsSession,
  tlsaRecords,
} from '../observation-builder.ts';

const right = `3 1 1 ${spkiOf('good')}`;
const wrong = `3 1 1 ${'ab'.repeat(32)}`;

interface World {
  readonly mx?: 'secure' | 'insecure' | 'indeterminate';
  readonly tlsa?: TlsaLookup;
  readonly addresses?: 'indeterminate';
  readonly policy?: string;
  readonly session?: Partial<Session>;
}

function world({ mx = 'secure', tlsa, addresses, policy, session = {} }: World): Observation {
  const addressDnssec = addresses ?? (tlsa ? 'secure' : undefined);
  const more: Partial<HostObservation> = { ...(tlsa && { tlsa }), ...(addressDnssec && { addressDnssec }) };
  const sessions = [starttlsSession(session), cleartextSession()];
  return healthyObservation({
    routing: { kind: 'mx', dnssec: mx },
    hosts: [host({ ...more, addresses: [address({ sessions })] })],
    ...(policy !== undefined && { mtaSts: mtaSts(policy) }),
  });
}

function traceOf(seen: World) {
  const facts = factsOf(world(seen));
  const [first] = facts.hosts;
  if (!first) throw new Error('there is a host');
  const { precedence = [], requireTls } = reportPolicies(facts, first);
  const standing = Object.fromEntries(precedence.map((step) => [step.policy, step.standing]));
  return { precedence, requireTls, standing };
}

const failedLookup: TlsaLookup = {
  kind: 'asked',
  answers: [dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', [], { outcome: 'servfail', dnssec: 'indeterminate' })],
};

const unasked: TlsaLookup = {
  kind: 'asked',
  answers: [dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', [], { outcome: 'budget', dnssec: 'indeterminate' })],
};

describe('who wins', () => {
  const enforce = policyText('enforce');
  const rows: readonly [string, World, Record<string, string>][] = [
    ['nothing published', {}, { dane: 'absent', 'mta-sts': 'absent', opportunistic: 'wins' }],
    [
      'DANE alone',
      { tlsa: tlsaRecords(right) },
      { dane: 'wins', 'mta-sts': 'absent', opportunistic: 'outranked' },
    ],
    ['MTA-STS alone', { policy: enforce }, { dane: 'absent', 'mta-sts': 'wins', opportunistic: 'outranked' }],
    [
      'C66 DANE before MTA-STS',
      { tlsa: tlsaRecords(right), policy: enforce },
      { dane: 'wins', 'mta-sts': 'outranked' },
    ],
    [
      'C66 also where DANE fails',
      { tlsa: tlsaRecords(wrong), policy: enforce },
      { dane: 'wins', 'mta-sts': 'outranked' },
    ],
    [
      'C15 also where its look-up fails',
      { tlsa: failedLookup, policy: enforce },
      { dane: 'wins', 'mta-sts': 'outranked' },
    ],
    [
      'C17 not where the MX is unsigned',
      { mx: 'insecure', tlsa: tlsaRecords(right), policy: enforce },
      { dane: 'advisory', 'mta-sts': 'wins' },
    ],
    [
      'C24 unusable records leave authentication to MTA-STS',
      { tlsa: tlsaRecords(wrong.replace('3 ', '1 ')), policy: enforce },
      { dane: 'advisory', 'mta-sts': 'wins' },
    ],
    ['C24 and win where it is absent', { tlsa: tlsaRecords(wrong.replace('3 ', '1 ')) }, { dane: 'wins' }],
    [
      'C61 testing wins nothing',
      { policy: policyText('testing') },
      { 'mta-sts': 'advisory', opportunistic: 'wins' },
    ],
    [
      'C9 nobody can tell whether the addresses are signed',
      { addresses: 'indeterminate' },
      { dane: 'unknown', opportunistic: 'unknown' },
    ],
    [
      'C17 that matters not where the MX is unsigned',
      { mx: 'insecure', addresses: 'indeterminate' },
      { dane: 'absent', opportunistic: 'wins' },
    ],
    ['C15 TLSA that was never asked for', { tlsa: unasked }, { dane: 'unknown', opportunistic: 'unknown' }],
    [
      'C17 the same below an unsigned MX',
      { mx: 'insecure', tlsa: unasked },
      { dane: 'advisory', opportunistic: 'wins' },
    ],
    [
      'C9 records below an MX that may be signed',
      { mx: 'indeterminate', tlsa: tlsaRecords(right) },
      { dane: 'unknown', opportunistic: 'unknown' },
    ],
    [
      'C15 a failed look-up below an MX that may be signed',
      { mx: 'indeterminate', tlsa: failedLookup },
      { dane: 'unknown', opportunistic: 'unknown' },
    ],
    ['mode none is none', { policy: policyText('none') }, { 'mta-sts': 'absent', opportunistic: 'wins' }],
  ];
  test.each(rows)('%s', (_title, seen, expected) => {
    expect(traceOf(seen).standing).toMatchObject(expected);
  });

  test('REQUIRETLS is for the messages that carry it, in every case', () => {
    for (const [, seen] of rows) expect(traceOf(seen).standing.requiretls).toBe('per-message');
  });

  test('C66 a DANE failure is not mended by a certificate that MTA-STS would take', () => {
    const verdict = judge(world({ tlsa: tlsaRecords(wrong), policy: enforce }), { anchors, cryptography });
    expect(verdict.status).toBe('failing');
    expect(verdict.mx[0]?.addresses[0]?.tls).toMatchObject({ trusted: true, matched: true });
    const dane = verdict.senders.find(({ id }) => id === 'postfix-dane');
    expect(dane).toMatchObject({ first: 'deferred', final: 'bounced' });
  });

  test('submission ports have no trace', () => {
    const facts = factsOf({ ...world({}), port: 587 });
    expect(facts.hosts[0] && reportPolicies(facts, facts.hosts[0])).toEqual({});
  });
});

describe('REQUIRETLS, from what was seen', () => {
  const keyword = { extensionsOverTls: ['PIPELINING', 'RequireTLS'] };
  const rows: readonly [string, World, 'yes' | 'no' | 'unknown', string[]][] = [
    ['C73 signed MX, DANE, keyword', { tlsa: tlsaRecords(right), session: keyword }, 'yes', []],
    ['C73 signed MX, public certificate, keyword', { session: keyword }, 'yes', []],
    [
      'C73 a policy in place of DNSSEC',
      { mx: 'insecure', policy: policyText('testing'), session: keyword },
      'yes',
      [],
    ],
    [
      'C73 a policy that lists another host',
      { mx: 'insecure', policy: policyText('enforce', 'a.test'), session: keyword },
      'no',
      ['mx-lookup'],
    ],
    [
      'C73 a policy in mode none vouches for nothing',
      { mx: 'insecure', policy: policyText('none'), session: keyword },
      'no',
      ['mx-lookup'],
    ],
    ['C73 neither', { mx: 'insecure', session: keyword }, 'no', ['mx-lookup']],
    ['C9 a state nobody vouches for', { mx: 'indeterminate', session: keyword }, 'unknown', []],
    [
      'C73 a self-signed certificate',
      { session: { ...keyword, handshake: showing('selfSigned') } },
      'no',
      ['certificate'],
    ],
    [
      'a good certificate whose key is not proven',
      { session: { ...keyword, handshake: completed({ signatureVerified: 'unsupported' }) } },
      'unknown',
      [],
    ],
    [
      'a key that is not proven does not mend a self-signed certificate',
      {
        session: { ...keyword, handshake: { ...showing('selfSigned'), signatureVerified: 'unsupported' } },
      },
      'no',
      ['certificate'],
    ],
    [
      'C25 TLSA that does not fit, whatever the CA',
      { tlsa: tlsaRecords(wrong), session: keyword },
      'no',
      ['certificate'],
    ],
    [
      'C72 the keyword before TLS only',
      { session: { extensions: ['STARTTLS', 'REQUIRETLS'] } },
      'no',
      ['keyword'],
    ],
  ];
  test.each(rows)('%s', (_title, seen, ready, missing) => {
    const { requireTls } = traceOf(seen);
    expect(requireTls?.ready).toBe(ready);
    expect(requireTls?.missing.map(({ demand }) => demand)).toEqual(missing);
  });

  test('is in the text where the server knows it', () => {
    const text = (seen: World) => renderText(judge(world(seen), { anchors, cryptography }), { width: 100 });
    expect(text({ session: keyword })).toContain('REQUIRETLS: ready');
    expect(text({ mx: 'insecure', session: keyword })).toContain('REQUIRETLS: not ready');
    expect(text({})).not.toContain('REQUIRETLS');
    expect(text({ tlsa: tlsaRecords(right) })).toContain('in force: DANE, usable TLSA records');
  });
});

test('a policy behind a record with a malformed id is shown as such: it binds by nobody’s book', () => {
  const sts = mtaSts(policyText('enforce'));
  const strings = ['v=STSv1; id=2026-01-01;'];
  const record = dnsAnswer('_mta-sts.example.test', 'TXT', [{ type: 'TXT', strings }]);
  const observation = healthyObservation({ mtaSts: { ...sts, record } });
  const verdict = judge(observation, { anchors, cryptography });
  expect(verdict.mtaSts).toMatchObject({
    state: 'none',
    despiteRecord: { id: '2026-01-01', mode: 'enforce', mx: [mailHost] },
  });
  expect(verdict.findings.map(({ id }) => id)).toContain('sts.record-invalid');
  expect(verdict.mx[0]?.precedence?.find(({ policy }) => policy === 'mta-sts')?.standing).toBe('absent');
  expect(renderText(verdict, { width: 100 })).toContain(
    'senders that read the record less strictly find a policy of mode enforce',
  );
});
