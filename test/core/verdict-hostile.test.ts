/** Whatever was observed, there is a verdict: no mix of steps, replies, certificates and records makes judging throw. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toBase64 } from '../../src/core/base/text.ts';
import type { DnsAnswer } from '../../src/core/dns/answer.ts';
import { dnsOutcomes, dnssecStates } from '../../src/core/dns/answer.ts';
import { type Observation, observationSchema } from '../../src/core/observation.ts';
import { verdictSchema } from '../../src/core/report/schema.ts';
import { renderText } from '../../src/core/report/text.ts';
import type { Session } from '../../src/core/smtp/session.ts';
import { handshakeFailures, handshakeSteps } from '../../src/core/tls/facts.ts';
import { judge } from '../../src/core/verdict.ts';
import { certificates } from '../fixtures/observations/certificates.ts';
import { anchors, cryptography } from './judging.ts';
import {
  dnsAnswer,
  healthyObservation,
  host,
  mailHost,
  mtaSts,
  starttlsSession,
} from './observation-builder.ts';

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const text = fc.string({ unit: 'binary', maxLength: 40 });
const reply = fc.record({
  code: fc.integer({ min: 100, max: 599 }),
  lines: fc.array(fc.oneof(text, fc.constantFrom('5.7.0 STARTTLS first', 'STARTTLS', '')), { maxLength: 4 }),
});
const step: fc.Arbitrary<NonNullable<Session['greeting']>> = fc.oneof(
  fc.record({ reply }),
  fc.record({
    failure: fc.record({
      kind: fc.constantFrom(
        'timeout' as const,
        'closed' as const,
        'reset' as const,
        'not-smtp' as const,
        'budget' as const,
      ),
      detail: text,
    }),
  }),
);
const der = fc.oneof(
  fc.constantFrom(...Object.values(certificates)),
  fc.uint8Array({ maxLength: 200 }).map(toBase64),
);
const handshake = fc.record({
  outcome: fc.constantFrom('completed' as const, 'failed' as const),
  version: fc.constantFrom('TLSv1.3', 'TLSv1.2', 'TLSv1', 'SSLv3', '0x0a0a'),
  keyExchange: fc.constantFrom('ecdhe' as const, 'dhe' as const, 'rsa' as const, 'anonymous' as const),
  dhBits: fc.nat(4096),
  certificates: fc.array(der, { maxLength: 4 }),
  failure: fc.record({
    kind: fc.constantFrom(...handshakeFailures),
    step: fc.constantFrom(...handshakeSteps),
    detail: text,
  }),
});
const session: fc.Arbitrary<Session> = fc
  .record({
    purpose: fc.constantFrom('starttls' as const, 'implicit-tls' as const, 'cleartext' as const),
    connected: fc.constantFrom(
      'connected' as const,
      'timeout' as const,
      'egress-blocked' as const,
      'budget' as const,
    ),
    steps: fc.record({
      greeting: optional(step),
      ehlo: optional(step),
      starttls: optional(step),
      ehloOverTls: optional(step),
      mailFrom: optional(step),
    }),
    extensions: fc.array(fc.oneof(text, fc.constant('STARTTLS')), { maxLength: 3 }),
    handshake: optional(handshake),
  })
  .map((parts) => {
    const { purpose, startedAt, transcript } = starttlsSession();
    const connect =
      parts.connected === 'connected'
        ? { kind: parts.connected, milliseconds: 1 }
        : { kind: parts.connected, detail: '' };
    return defined({
      startedAt,
      transcript,
      ...parts.steps,
      purpose: parts.purpose ?? purpose,
      connect,
      extensions: parts.extensions,
      handshake: parts.handshake && { hello: 'broad', serverName: null, ...parts.handshake },
    });
  });
const tlsa: fc.Arbitrary<DnsAnswer> = fc
  .record({
    outcome: fc.constantFrom(...dnsOutcomes),
    dnssec: fc.constantFrom(...dnssecStates),
    records: fc.array(
      fc.record({
        type: fc.constant('TLSA' as const),
        usage: fc.nat(5),
        selector: fc.nat(3),
        matchingType: fc.nat(4),
        data: fc.oneof(text, fc.constant('ab'.repeat(32))),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ records, ...rest }) => dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', records, rest));

const observation: fc.Arbitrary<Observation> = fc
  .record({
    sessions: fc.array(session, { maxLength: 3 }),
    answers: fc.array(tlsa, { maxLength: 2 }),
    policy: optional(
      fc.oneof(text, fc.constant('version: STSv1\nmode: enforce\nmx: *.example.test\nmax_age: 9\n')),
    ),
    port: fc.constantFrom(25 as const, 465 as const, 587 as const),
    name: fc.constantFrom(mailHost, '192.0.2.1', 'a', ''),
    egress: fc.constantFrom('open' as const, 'blocked' as const, 'not-tested' as const),
    dnssec: fc.constantFrom(...dnssecStates),
  })
  .map(({ sessions, answers, policy, port, name, egress, dnssec }) =>
    defined({
      ...healthyObservation(),
      port,
      routing: { kind: 'mx' as const, dnssec },
      egress: { kind: egress, detail: '' },
      mtaSts: policy === undefined ? undefined : mtaSts(policy),
      hosts: [host({ name, tlsa: { kind: 'asked', answers }, addresses: [{ ip: '192.0.2.1', sessions }] })],
    }),
  );

/** Leaves out what is undefined, as an Observation does. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

it('gives a verdict that keeps to the schema, and a text without control characters', () => {
  fc.assert(
    fc.property(observation, (seen) => {
      expect(observationSchema.safeParse(seen).error).toBeUndefined();
      const verdict = judge(seen, { anchors, cryptography });
      expect(verdictSchema.safeParse(verdict).error).toBeUndefined();
      expect(renderText(verdict, { width: 80 }).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 300 },
  );
});
