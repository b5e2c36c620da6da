/** The whole flow: Observation in, Verdict out; valid by its schema, and the founding case right. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/core/observation.ts';
import { verdictSchema } from '../../src/core/report/schema.ts';
import { renderText } from '../../src/core/report/text.ts';
import { statusSenders } from '../../src/core/senders/catalogue.ts';
import { type JudgeContext, judge } from '../../src/core/verdict.ts';
import { anchors, cryptography, fingerprintOf } from './judging.ts';
import {
  address,
  cleartextSession,
  completed,
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
  tlsaRecords,
  withHandshake,
  withSession,
} from './observation-builder.ts';

const verdictOf = (observation: Observation, more: Partial<JudgeContext> = {}) =>
  judge(observation, { anchors, cryptography, ...more });

const demandsTls = cleartextSession({ mailFrom: reply(530, '5.7.0 Must issue a STARTTLS command first') });
const founding = withHandshake(showing('keyEnciphermentOnly', 'intermediate'), demandsTls);
const silent = sessionUpTo('connect', { connect: { kind: 'timeout', detail: '' } });
const samples: readonly [string, Observation][] = [
  ['healthy', healthyObservation()],
  ['founding', founding],
  [
    'alert',
    withHandshake(failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' })),
  ],
  ['no STARTTLS', withSession(sessionUpTo('ehlo', { ehlo: reply(250, mailHost), extensions: [] }))],
  ['null MX', healthyObservation({ hosts: [], routing: { kind: 'null-mx', dnssec: 'insecure' } })],
  ['unreadable', withHandshake(completed({ certificates: ['AAAA'] }))],
  ['MTA-STS', { ...withHandshake(showing('selfSigned')), mtaSts: mtaSts(policyText('enforce')) }],
  ['DANE', healthyObservation({ hosts: [host({ tlsa: tlsaRecords(`3 1 1 ${'ab'.repeat(32)}`) })] })],
  ['unreachable', healthyObservation({ hosts: [host({ addresses: [address({ sessions: [silent] })] })] })],
];

describe('every verdict', () => {
  it.each(samples)('%s: keeps to the schema, and is the same twice', (_title, observation) => {
    const verdict = verdictOf(observation);
    expect(verdictSchema.safeParse(verdict).error).toBeUndefined();
    expect(verdictOf(observation)).toEqual(verdict);
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
  });

  it.each(samples)('%s: names as causes only findings that it has', (_title, observation) => {
    const { senders, findings } = verdictOf(observation);
    for (const cause of senders.flatMap(({ because }) => because)) {
      expect(findings.map(({ id, subject }) => ({ finding: id, subject }))).toContainEqual(cause);
    }
  });

  it.each(samples)('%s: fits 80 columns, but for what must not be broken', (_title, observation) => {
    for (const line of renderText(verdictOf(observation), { width: 80 }).split('\n')) {
      // One word, or one record to copy: each alone on its line.
      const isWhole = /^ *(?:[^ ]+|[^ ]+ IN TXT "[^"]*"|[^ ]+ IN TLSA \d \d \d [0-9a-f]+)$/.test(line);
      if (!isWhole) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });
});

describe('the founding case', () => {
  it('C84, C77 Exim bounces, since keyUsage forbids its handshake and cleartext is refused', () => {
    const { status, senders, findings, mx } = verdictOf(founding);
    expect(status).toBe('failing');
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
      ['cert.key-usage-no-digital-signature', 'error'],
      ['smtp.tls-required', 'warning'],
    ]);
    const exim = senders.find(({ id }) => id === 'exim');
    expect([exim?.first, exim?.final]).toEqual(['bounced', 'bounced']);
    expect(exim?.because.map(({ finding }) => finding).sort()).toEqual([
      'cert.key-usage-no-digital-signature',
      'smtp.tls-required',
    ]);
    expect(senders.find(({ id }) => id === 'postfix-may')?.first).toBe('delivered-tls');
    expect(mx[0]?.addresses[0]?.smtp.cleartext).toBe('refused');
  });
});

describe('the senders asked for', () => {
  it('narrow the list and the summary, not the status', () => {
    const whole = verdictOf(founding);
    const narrow = verdictOf(founding, { senders: ['postfix-may'] });
    expect(narrow.senders.map(({ id }) => id)).toEqual(['postfix-may']);
    expect(narrow.status).toBe(whole.status);
    expect(narrow.statusSenders).toEqual(whole.statusSenders);
    expect(narrow.statusSenders).toEqual([...statusSenders]);
    expect(narrow.summary).toContain('Postfix');
    expect(narrow.summary).not.toEqual(whole.summary);
  });

  it('are unknown where they do not speak to the port', () => {
    const [sender] = verdictOf({ ...healthyObservation(), port: 587 }, { senders: ['exim'] }).senders;
    expect(sender).toMatchObject({ id: 'exim', first: 'unknown', final: 'unknown' });
    expect(sender?.unknown).toContain('587');
  });

  it('are our own mistake where nobody has the id', () => {
    expect(() => verdictOf(healthyObservation(), { senders: ['nobody'] })).toThrow(RangeError);
  });
});

describe('the time of judgement', () => {
  it('is when the observation was finished, or the one given', () => {
    const late = new Date('2027-01-01T00:00:01Z');
    expect(verdictOf(healthyObservation()).findings).toEqual([]);
    expect(verdictOf(healthyObservation(), { at: late }).findings.map(({ id }) => id)).toEqual([
      'cert.expired',
    ]);
  });
});

describe('the mail hosts', () => {
  it('show what was seen', () => {
    const [seen] = verdictOf(healthyObservation()).mx[0]?.addresses ?? [];
    expect(seen).toMatchObject({
      ip: mailAddress,
      smtp: { reachable: 'yes', starttls: 'offered', cleartext: 'accepted', cleartextAssumed: true },
      tls: { handshake: 'completed', version: 'TLSv1.3', trusted: true, trustProblems: [], matched: true },
      dane: { state: 'not-applicable', records: [] },
    });
    expect(seen?.certificates.map(({ sha256, key }) => [sha256, key])).toEqual([
      [fingerprintOf('good'), 'EC P-256'],
      [fingerprintOf('intermediate'), 'EC P-256'],
    ]);
    expect(seen?.dane.publish).toBe(
      `_25._tcp.${mailHost}. IN TLSA 3 1 1 ${seen?.certificates[0]?.spkiSha256}`,
    );
  });

  it('tell not reached from not measured', () => {
    const at = (connect: Parameters<typeof sessionUpTo>[1]['connect'], ip = mailAddress) => {
      const session = sessionUpTo('connect', connect ? { connect } : {});
      const hosts = [host({ addresses: [address({ ip, sessions: [session] })] })];
      return verdictOf(healthyObservation({ hosts })).mx[0]?.addresses[0]?.smtp.reachable;
    };
    expect(at({ kind: 'refused', detail: '' })).toBe('no');
    expect(at({ kind: 'timeout', detail: '' })).toBe('no');
    expect(at({ kind: 'budget', detail: '' })).toBe('unknown');
    expect(at({ kind: 'special-address', detail: '' })).toBe('unknown');
    expect(at({ kind: 'unreachable', detail: '' }, '2001:db8::1')).toBe('unknown');
  });

  it('show trust problems in the words that people search for', () => {
    const [seen] = verdictOf(withHandshake(showing('selfSigned'))).mx[0]?.addresses ?? [];
    expect(seen?.tls.trusted).toBe(false);
    expect(seen?.tls.trustProblems?.[0]).toMatchObject({ code: 'self-signed-leaf' });
    expect(seen?.tls.trustProblems?.[0]?.text).toContain('18 self-signed certificate');
  });
});
