/**
 * A fact that is said to be measured was: some recorded server made a sender of this profile do it, and the prediction agreed with the record
 * (measured.test.ts, variations.test.ts). What no server showed has to name another source.
 */
import { describe, expect, test } from 'vitest';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { failureClasses, routingFailures } from '../../../src/core/senders/profile-reactions.ts';
import { type FactName, sourceOf } from '../../../src/core/senders/profile-sources.ts';
import { canMeet } from '../../../src/core/senders/reachable.ts';
import { factsOf } from '../../../src/core/senders/rests-on.ts';
import certificates from '../../fixtures/senders/certificates.json' with { type: 'json' };
import measured from '../../fixtures/senders/measured.json' with { type: 'json' };
import observations from '../../fixtures/senders/observations.json' with { type: 'json' };
import variationCertificates from '../../fixtures/senders/variation-certificates.json' with { type: 'json' };
import variationObservations from '../../fixtures/senders/variation-observations.json' with { type: 'json' };
import variations from '../../fixtures/senders/variations.json' with { type: 'json' };
import { fateFor, type Packed } from './recorded.ts';

type Rows = Readonly<Record<string, { readonly senders: object }>>;
const recordings: readonly (readonly [Packed, Rows])[] = [
  [{ certificates, observations }, measured],
  [{ certificates: variationCertificates, observations: variationObservations }, variations],
];

/** Shown by servers of the senders' lab alone (upgrade-354, upgrade-reset, ehlo-reset, tls-ehlo-451, tls-mail-close, clear-close): its comparison holds them against its own recordings. */
const shownInLab: readonly FactName[] = [
  'reactions.starttls-3xx',
  'reactions.starttls-reset',
  'reactions.ehlo-lost',
  'reactions.ehlo-over-tls-4xx',
  'reactions.mail-over-tls-lost',
  'reactions.mail-in-clear-lost',
];

/** By profile id. */
const shown = new Map(senderProfiles.map(({ id }) => [id, new Set<FactName>()]));
for (const [packed, rows] of recordings) {
  for (const [scenario, { senders }] of Object.entries(rows)) {
    const fate = fateFor(packed, scenario);
    for (const profile of senderProfiles) {
      if (!profile.measuredAs.some((name) => name in senders)) continue;
      for (const fact of factsOf(fate(profile), profile)) shown.get(profile.id)?.add(fact);
    }
  }
}

describe('what is said to be measured was', () => {
  const profiles = senderProfiles.filter(({ measuredAs }) => measuredAs.length > 0);
  test.each(profiles.map((profile) => [profile.id, profile] as const))('%s', (id, profile) => {
    const facts: readonly FactName[] = [
      ...failureClasses
        .filter((failure) => canMeet(profile, failure))
        .filter((failure) => !['unknown', 'go-on'].includes(profile.reactions[failure].kind))
        .map((failure) => `reactions.${failure}` as const),
      ...routingFailures
        .filter((failure) => !['unknown', 'go-on'].includes(profile.routing[failure]))
        .map((failure) => `routing.${failure}` as const),
    ];
    const claimed = facts.filter((fact) => sourceOf(profile, fact).confidence === 'measured');
    expect(claimed.filter((fact) => !shownInLab.includes(fact) && !shown.get(id)?.has(fact))).toEqual([]);
  });
});
