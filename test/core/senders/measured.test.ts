/**
 * Predicted against recorded: 110 scenarios x 23 real senders (test/fixtures/senders). No wrong cell is allowed; an unknown one must be
 * listed here, with how many there are, so that a new one fails as well as a vanished one.
 */
import { describe, expect, test } from 'vitest';
import { fromBase64 } from '../../../src/core/base/text.ts';
import { deriveFacts } from '../../../src/core/facts.ts';
import { type Observation, observationSchema } from '../../../src/core/observation.ts';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { predict } from '../../../src/core/senders/predict.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { fingerprints, parseCertificate } from '../../../src/core/x509/certificate.ts';
import certificates from '../../fixtures/senders/certificates.json' with { type: 'json' };
import measured from '../../fixtures/senders/measured.json' with { type: 'json' };
import observations from '../../fixtures/senders/observations.json' with { type: 'json' };
import { cryptography } from '../judging.ts';

interface Recorded {
  readonly first: string;
  readonly retry?: string;
  readonly peer?: string;
}

const anchors = createAnchorStore([rootAnchor()]);

function rootAnchor() {
  const der = fromBase64(certificates.root);
  const parsed = der.ok ? parseCertificate(der.value) : der;
  if (!parsed.ok) throw new Error('the fixture has no root');
  return anchorOf(parsed.value, fingerprints(parsed.value.der, cryptography).certificate);
}

/** Put the certificates back where their positions stand. */
function unpack(packed: unknown): Observation {
  const text = JSON.stringify(packed, (key, value) =>
    key === 'certificates' && Array.isArray(value) ? value.map((at: number) => certificates.seen[at]) : value,
  );
  return observationSchema.parse(JSON.parse(text));
}

/** What the observation does not decide, or not for this sender; everything else is predicted, and right. */
const unknownCells: Readonly<Record<string, number>> = {
  // One-shot clients are given a mail host's name, which a failed MX look-up does not tell.
  'bogus-mx': 4,
  // Sendmail asks for TLSA at the alias's own name, the chain was held against those of the expanded one.
  'dane-cname-both': 1,
};

/** Sendmail 8.18 carries the DANE result of the first mail host over to the second, which has no TLSA record. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  'dane-311-alert-mx2-healthy': ['sendmail-dane-trixie: verify=OK'],
};

const standsFor = new Map(
  senderProfiles.flatMap((profile) => profile.measuredAs.map((name) => [name, profile] as const)),
);

function compare(scenario: string, senders: Readonly<Record<string, Recorded>>) {
  const observation = unpack(observations[scenario as keyof typeof observations]);
  const facts = deriveFacts(observation, { anchors, cryptography, now: new Date(observation.finishedAt) });
  const wrong: string[] = [];
  const words: string[] = [];
  let unknown = 0;
  for (const [sender, row] of Object.entries(senders)) {
    const profile = standsFor.get(sender);
    if (!profile) throw new Error(`no profile stands for ${sender}`);
    const outcome = predict(facts, [], profile);
    const first = tls(outcome.first);
    const retry = row.retry === undefined ? undefined : tls(outcome.retry);
    if (first === 'unknown' || retry === 'unknown') unknown++;
    else if (first !== row.first || retry !== row.retry) wrong.push(`${sender}: ${first} > ${retry}`);
    else if (row.peer !== undefined && row.peer !== outcome.peer) words.push(`${sender}: ${outcome.peer}`);
  }
  return { wrong, words, unknown };
}

function tls(outcome: string | undefined): string | undefined {
  return outcome?.startsWith('delivered-tls') ? 'delivered-tls' : outcome;
}

describe('predicted = recorded', () => {
  test.each(Object.entries(measured))('%s', (scenario, { senders }) => {
    expect(compare(scenario, senders)).toEqual({
      wrong: [],
      words: otherWords[scenario] ?? [],
      unknown: unknownCells[scenario] ?? 0,
    });
  });

  test('every measured sender has a profile', () => {
    const senders = new Set(Object.values(measured).flatMap((row) => Object.keys(row.senders)));
    expect([...senders].filter((name) => !standsFor.has(name))).toEqual([]);
    expect(senders.size).toBe(23);
  });
});
