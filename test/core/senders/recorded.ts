/**
 * Predictions from a packed Observation, held against what real senders did with the same server (test/fixtures/senders).
 */
import { fromBase64 } from '../../../src/core/base/text.ts';
import { deriveFacts } from '../../../src/core/facts/derive.ts';
import type { Facts } from '../../../src/core/facts.ts';
import { type Observation, observationSchema } from '../../../src/core/observation.ts';
import type { SenderOutcome } from '../../../src/core/report/outcome-schema.ts';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { type Fate, followMessage } from '../../../src/core/senders/fate.ts';
import { predict } from '../../../src/core/senders/predict.ts';
import type { SenderProfile } from '../../../src/core/senders/profile.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { fingerprints, parseCertificate } from '../../../src/core/x509/certificate.ts';
import { cryptography } from '../judging.ts';

export interface Recorded {
  readonly first: string;
  readonly retry?: string;
  readonly peer?: string;
  readonly log?: string;
}

export interface Packed {
  /** The one anchor, and every certificate seen; base64. */
  readonly certificates: { readonly root: string; readonly seen: readonly string[] };
  /** By scenario; certificates by their position. */
  readonly observations: Readonly<Record<string, unknown>>;
}

export const standsFor = new Map(
  senderProfiles.flatMap((profile) => profile.measuredAs.map((name) => [name, profile] as const)),
);

/** What every sender of the laboratory is predicted to do with one scenario's server. */
export function predictionsFor(packed: Packed, scenario: string): (sender: string) => SenderOutcome {
  const facts = factsFor(packed, scenario);
  return (sender) => {
    const profile = standsFor.get(sender);
    if (!profile) throw new Error(`no profile stands for ${sender}`);
    return predict(facts, [], profile);
  };
}

/** What one sender's profile makes of one scenario's server. */
export function fateFor(packed: Packed, scenario: string): (profile: SenderProfile) => Fate {
  const facts = factsFor(packed, scenario);
  return (profile) => followMessage(facts, profile);
}

function factsFor(packed: Packed, scenario: string): Facts {
  const observation = unpack(packed, scenario);
  const anchors = createAnchorStore([rootAnchor(packed)]);
  return deriveFacts(observation, { anchors, cryptography, now: new Date(observation.finishedAt) });
}

/** What differs: wrong outcomes, other words for the certificate, and whom the observation does not decide for. */
export function compare(
  packed: Packed,
  scenario: string,
  senders: Readonly<Record<string, Recorded>>,
): { wrong: string[]; words: string[]; unknown: number } {
  const wrong: string[] = [];
  const words: string[] = [];
  let unknown = 0;
  const prediction = predictionsFor(packed, scenario);
  for (const [sender, row] of Object.entries(senders)) {
    const outcome = prediction(sender);
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

function rootAnchor({ certificates }: Packed) {
  const der = fromBase64(certificates.root);
  const parsed = der.ok ? parseCertificate(der.value) : der;
  if (!parsed.ok) throw new Error('the fixture has no root');
  return anchorOf(parsed.value, fingerprints(parsed.value.der, cryptography).certificate);
}

/** Put the certificates back where their positions stand. */
function unpack({ certificates, observations }: Packed, scenario: string): Observation {
  const text = JSON.stringify(observations[scenario], (key, value) =>
    key === 'certificates' && Array.isArray(value) ? value.map((at: number) => certificates.seen[at]) : value,
  );
  return observationSchema.parse(JSON.parse(text));
}
