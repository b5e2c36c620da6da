/**
 * The parts of an enumeration, in the order in which they may begin: first what the others build on, then single questions.
 */
import { versions } from './code-points.ts';
import { greet } from './enumerate-greeting.ts';
import { everyKey, withoutServerName } from './enumerate-keys.ts';
import { groupsAndSchemes, otherSuitesOf13, schemesOf12, usualSuitesOf13 } from './enumerate-lists.ts';
import {
  ancientVersions,
  fallbackScsv,
  olderVersions,
  orderOfSuites,
  placeInList,
  unlikelySuites,
} from './enumerate-rest.ts';
import { resumption13, resumptionBefore13 } from './enumerate-resumption.ts';
import { eliminateSuites } from './enumerate-suites.ts';
import type { Chain } from './enumeration-choice.ts';
import type { Knowledge } from './enumeration-knowledge.ts';

export interface Part {
  readonly about: string;
  readonly chain: (knowledge: Knowledge) => Chain;
  /** May it begin before all that stands in front of it has ended? Default: no. */
  readonly early?: (knowledge: Knowledge) => boolean;
}

/** The elimination of suites, which takes most of the connections. */
export const long: Part = { about: 'suites before TLSv1.3', chain: olderSuites };
/** Begun again for a session that comes late: a server may take its time to answer over it, and until then to send its ticket. */
export const resumption: readonly Part[] = [
  { about: 'resumption of TLSv1.3', chain: resumption13 },
  { about: 'resumption before TLSv1.3', chain: resumptionBefore13 },
];
export const stages: readonly (readonly Part[])[] = [
  [{ about: 'suites of TLSv1.3', chain: modernSuites }, long],
  // Several that can be asked at once: connections that stand ready when the long elimination turns out to be over are of use.
  [
    { about: 'suites of TLSv1.3', chain: otherSuitesOf13 },
    { about: 'versions before TLSv1.2', chain: olderVersions },
    { about: 'fallback SCSV', chain: fallbackScsv },
    { about: 'groups and signature schemes', chain: groupsAndSchemes, early: isListDone },
    { about: 'place of suites in the list', chain: placeInList },
    { about: 'order of suites', chain: orderOfSuites },
    { about: 'certificates without server name', chain: withoutServerName },
    ...resumption,
  ],
  [
    { about: 'versions before TLSv1', chain: ancientVersions },
    { about: 'fallback SCSV', chain: fallbackScsv },
    { about: 'unlikely suites', chain: unlikelySuites },
    // Of a certificate that came up once the others' schemes were told.
    { about: 'groups and signature schemes', chain: schemesOf12 },
    { about: 'certificates of other keys', chain: everyKey, early: isListDone },
  ],
];

/** What is left of the long elimination tells no more of groups, schemes and keys, as far as was seen. */
function isListDone({ ridersDone, modernDone, schemesSettled }: Knowledge): boolean {
  return ridersDone && modernDone && schemesSettled;
}

function* modernSuites(knowledge: Knowledge): Chain {
  yield* greet(knowledge);
  yield* usualSuitesOf13(knowledge);
  knowledge.modernDone = true;
}

/** The newest version before TLS 1.3 in full. */
function* olderSuites(knowledge: Knowledge): Chain {
  for (const version of [versions.tls12, versions.tls11, versions.tls10]) {
    if (knowledge.measured !== undefined || version <= knowledge.refusedUpTo) break;
    yield* eliminateSuites(knowledge, version);
  }
  knowledge.suitesDone = true;
  knowledge.ridersDone = true;
}
