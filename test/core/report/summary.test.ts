/** Two plain sentences, about the senders at large or about the one asked for. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.ts';
import type { Outcome, SenderOutcome } from '../../../src/core/report/outcome-schema.ts';
import type { Status } from '../../../src/core/report/schema.ts';
import { summarise } from '../../../src/core/report/summary.ts';
import { findAll } from '../../../src/core/rules/engine.ts';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { factsOf } from '../judging.ts';
import {
  address,
  cleartextSession,
  healthyObservation,
  host,
  mailAddress,
  mailHost,
  reply,
  sessionUpTo,
  tlsaRecords,
  withSession,
} from '../observation-builder.ts';
import { outcomeOf } from './builders.ts';

const noStarttls = withSession(sessionUpTo('ehlo', { ehlo: reply(250, 'mx'), extensions: [] }));
const because = [{ finding: 'smtp.starttls-not-offered', subject: { mx: mailHost, address: mailAddress } }];
const clear = outcomeOf('Exim', 'delivered-cleartext', { because });
const tlsaMissing = healthyObservation({
  hosts: [
    host({
      addressDnssec: 'secure',
      tlsa: tlsaRecords(`3 1 1 ${'ab'.repeat(32)}`),
      addresses: [
        address({
          sessions: [sessionUpTo('ehlo', { ehlo: reply(250, 'mx'), extensions: [] }), cleartextSession()],
        }),
      ],
    }),
  ],
  routing: { kind: 'mx', dnssec: 'secure' },
});

interface Senders {
  readonly outcomes: readonly SenderOutcome[];
  readonly others?: readonly SenderOutcome[];
  readonly asked?: SenderOutcome;
}

function summary(observation: Observation, status: Status, senders: Senders): string {
  const facts = factsOf(observation);
  return summarise({ facts, findings: findAll(facts), status, others: [], ...senders });
}

const many = (names: string, first: Outcome) => names.split(' ').map((name) => outcomeOf(name, first));

describe('about every sender', () => {
  it('says that all is well, of those that it looked at', () => {
    expect(summary(healthyObservation(), 'ok', { outcomes: many('A B C', 'delivered-tls') })).toBe(
      'Mail to example.test arrives over TLS from the three senders that the status is about. Nothing was found that needs mending.',
    );
  });

  it('says of how many others that is not true, and names a few', () => {
    const first = (others: SenderOutcome[]) =>
      summary(healthyObservation(), 'ok', { outcomes: many('A B', 'delivered-tls'), others }).split('. ')[0];
    const base = 'Mail to example.test arrives over TLS from the two senders that the status is about';
    expect(first(many('C', 'delivered-tls'))).toBe(base);
    expect(first([...many('C', 'delivered-cleartext'), ...many('D', 'unknown')])).toBe(
      `${base}; from one other it does not (C)`,
    );
    expect(first([...many('C D', 'error-to-caller'), ...many('E F', 'deferred')])).toBe(
      `${base}; from four others it does not`,
    );
  });

  it('names whose mail is in cleartext, and why', () => {
    expect(summary(noStarttls, 'degraded', { outcomes: [clear, ...many('B', 'delivered-tls')] })).toBe(
      'Mail to example.test arrives, but in cleartext from Exim. The reason: the server does not offer STARTTLS (mx.example.test).',
    );
  });

  it('names all seven where it is all of them', () => {
    expect(
      summary(noStarttls, 'degraded', { outcomes: many('A B C D E F G', 'delivered-cleartext') }),
    ).toContain('but in cleartext from the seven senders that the status is about (A, B, C, D, E, F and G).');
  });

  it('tells what comes late from what comes late and in cleartext', () => {
    const final = 'delivered-cleartext';
    const outcomes = [
      outcomeOf('A', 'deferred', { retry: final, final }),
      outcomeOf('B', 'deferred', { retry: 'delivered-tls', final: 'delivered-tls' }),
      outcomeOf('C', 'delivered-tls'),
    ];
    expect(summary(healthyObservation(), 'degraded', { outcomes })).toContain(
      'arrives, but late and in cleartext from A, and late from B.',
    );
  });

  it('names those whose mail is lost, and counts the others', () => {
    const outcomes = [...many('A B', 'deferred'), ...many('E', 'delivered-tls')];
    const others = many('F G', 'bounced');
    expect(summary(healthyObservation(), 'failing', { outcomes, others })).toContain(
      'in the end it fails from A and B, and from two others.',
    );
    expect(summary(healthyObservation(), 'failing', { outcomes: many('A B', 'bounced') })).toContain(
      'does not arrive from any of the two senders that the status is about.',
    );
  });

  it('says whose fate is not known where others lose mail', () => {
    const outcomes = [...many('A', 'bounced'), ...many('B', 'unknown')];
    expect(summary(healthyObservation(), 'failing', { outcomes })).toContain(
      'it fails from A (not known: B).',
    );
  });

  it('cuts a long list', () => {
    const outcomes = [...many('A B C D E F G H', 'bounced'), ...many('I', 'delivered-tls')];
    expect(summary(healthyObservation(), 'failing', { outcomes })).toContain(
      'from A, B, C, D, E, F and 2 more.',
    );
  });

  it('takes unknown for neither good nor bad', () => {
    const mixed = { outcomes: [...many('Exim', 'unknown'), ...many('Gmail', 'delivered-tls')] };
    const arrives = 'arrives over TLS from one of the two senders that the status is about (not known: Exim)';
    expect(summary(noStarttls, 'degraded', mixed)).toContain(`${arrives}, but with a warning.`);
    expect(summary(healthyObservation(), 'ok', mixed)).toContain(`${arrives}.`);
    expect(summary(noStarttls, 'degraded', { outcomes: many('A B', 'unknown') })).toContain(
      'is not known for any of the two senders that the status is about.',
    );
  });

  it('calls no finding a reason that no sender names', () => {
    expect(summary(noStarttls, 'degraded', { outcomes: many('Exim', 'unknown') })).toContain(
      'What to look at first: the server',
    );
  });

  it('leaves acronyms at the start of a title as they are', () => {
    expect(summary(tlsaMissing, 'degraded', { outcomes: many('Exim', 'unknown') })).toMatch(
      /first: TLSA records are published, but there is no STARTTLS \(mx\.example\.test\)\.$/,
    );
  });
});

describe('about one sender', () => {
  const about = (asked: SenderOutcome, observation: Observation = healthyObservation()) =>
    summary(observation, 'ok', { outcomes: [outcomeOf('other', 'bounced')], asked }).split('. ')[0];

  it('says what it does', () => {
    expect(about(outcomeOf('exim', 'delivered-tls', { name: 'Exim 4, DANE tried', shortName: 'Exim' }))).toBe(
      'Asked to send to example.test, Exim delivers over TLS',
    );
    expect(about(outcomeOf('Exim', 'deferred'))).toBe(
      'Asked to send to example.test, Exim first lets the mail wait, and in the end bounces the mail',
    );
    const retried = outcomeOf('Postfix', 'deferred', {
      retry: 'delivered-cleartext',
      final: 'delivered-cleartext',
    });
    expect(about(retried)).toBe(
      'Asked to send to example.test, Postfix first lets the mail wait, and then delivers in cleartext',
    );
    expect(about(outcomeOf('Yahoo', 'unknown', { unknown: 'no source' }))).toBe(
      'What Yahoo does with mail to example.test is not known (no source)',
    );
  });

  it('gives its own reason', () => {
    expect(summary(noStarttls, 'degraded', { outcomes: many('other', 'deferred'), asked: clear })).toMatch(
      /The reason: the server does not offer STARTTLS \(mx\.example\.test\)\.$/,
    );
  });
});

describe('names in sentences', () => {
  it('are distinct, and without a comma', () => {
    const names = senderProfiles.map(({ shortName }) => shortName);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.includes(','))).toEqual([]);
  });
});
