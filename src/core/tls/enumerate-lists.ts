/**
 * Suites, groups and signature schemes eliminated together: each handshake names one of each, and none of the three is offered again.
 * Where nothing fits any more, it is tried which of the lists has run out. For TLS 1.3, whose three choices do not depend on each other.
 */
import { versions } from './code-points.ts';
import {
  askedCurves,
  askedGroups,
  askedSchemes,
  askedSchemes13,
  plausibleSuites,
  tls13Suites,
} from './enumeration-candidates.ts';
import { type Ask, type Chain, type Choice, choiceOf, type Knowledge } from './enumeration-knowledge.ts';
import type { Handshake } from './facts.ts';
import { findGroup } from './groups.ts';
import { hybridShare, probingHello, usualShares } from './probing-hello.ts';

const dimensions = ['suites', 'schemes', 'groups'] as const;
type Dimension = (typeof dimensions)[number];
type Lists = Readonly<Record<Dimension, readonly number[]>>;

const everything13: Lists = { suites: tls13Suites, schemes: askedSchemes13, groups: askedGroups };
/** For the hellos that are about their shape: a server without TLS 1.3 is to answer them too. */
const everything: Lists = {
  suites: [...tls13Suites, ...plausibleSuites.slice(0, 20)],
  schemes: askedSchemes,
  groups: askedGroups,
};

/** TLS 1.3: a hello that has all that servers stumble over. The elimination comes when the older versions have told of groups and schemes. */
export function* greet13(knowledge: Knowledge): Chain {
  yield* firstHello(knowledge);
}

export function* enumerate13(knowledge: Knowledge): Chain {
  if (!knowledge.versions.has(versions.tls13)) return;
  // A key signs alike in both versions.
  const fixed: Dimension[] = knowledge.schemesExhausted ? ['schemes'] : [];
  yield* eliminateLists(knowledge, { version: versions.tls13, all: everything13, fixed });
}

interface Manner {
  readonly grease?: boolean;
  readonly shares: readonly number[];
  readonly split?: boolean;
}

const boldest: Manner = { grease: true, shares: [hybridShare], split: true };

/** GREASE, a post-quantum share of 1,216 bytes, two segments: all at once, and one by one only where that fails. */
function* firstHello(knowledge: Knowledge): Generator<Ask, Choice | undefined, Handshake> {
  const bold = yield* ask13(knowledge, { lists: everything, manner: boldest, whole: true });
  if (bold !== undefined) return bold;
  const plain = yield* ask13(knowledge, { lists: everything, manner: { shares: usualShares }, whole: true });
  if (plain === undefined) return undefined;
  const trials = [
    ['grease', { grease: true, shares: usualShares }],
    ['large-hello', { shares: [hybridShare] }],
    ['split-hello', { shares: usualShares, split: true }],
  ] as const;
  const failed: (typeof trials)[number][0][] = [];
  for (const [name, manner] of trials) {
    const choice = yield* ask13(knowledge, { lists: everything, manner });
    if (choice === undefined) failed.push(name);
  }
  for (const name of failed) knowledge.intolerances.add(name);
  return plain;
}

/** Groups and schemes of TLS 1.2, over suites that are known to use them. */
export function* enumerate12(knowledge: Knowledge, suites: readonly number[]): Chain {
  const all = { suites, schemes: askedSchemes, groups: askedCurves };
  // TLS 1.3 tells of the groups, where it is spoken.
  const fixed: Dimension[] = [
    'suites',
    ...(knowledge.versions.has(versions.tls13) ? (['groups'] as const) : []),
    ...(knowledge.schemesExhausted ? (['schemes'] as const) : []),
  ];
  yield* eliminateLists(knowledge, { version: versions.tls12, all, fixed });
}

interface Elimination {
  readonly version: number;
  readonly all: Lists;
  /** Not to be eliminated. */
  readonly fixed?: readonly Dimension[];
}

function* eliminateLists(knowledge: Knowledge, { version, all, fixed = [] }: Elimination): Chain {
  const known: Record<Dimension, () => Iterable<number>> = {
    suites: () => knowledge.suites.get(version) ?? [],
    schemes: () => knowledge.schemes,
    groups: () => knowledge.groups,
  };
  const left = (dimension: Dimension): number[] => {
    const seen = new Set(known[dimension]());
    return all[dimension].filter((code) => !seen.has(code));
  };
  const listsFor = (active: readonly Dimension[]): Lists => ({
    suites: active.includes('suites') ? left('suites') : all.suites,
    schemes: active.includes('schemes') ? left('schemes') : all.schemes,
    groups: active.includes('groups') ? left('groups') : all.groups,
  });
  const open = (): Dimension[] =>
    dimensions.filter((dimension) => !fixed.includes(dimension) && left(dimension).length > 0);
  let together = open();
  while (together.length > 1 && (yield* progress(knowledge, { version, lists: listsFor(together) })))
    together = open();
  // At least one of them has run out; now each by itself, to its end.
  for (const dimension of open()) {
    while (left(dimension).length > 0) {
      if (!(yield* progress(knowledge, { version, lists: listsFor([dimension]) }))) break;
    }
  }
}

/** @returns whether anything came to light; what is known is kept up to date by whoever runs the chain */
function* progress(
  knowledge: Knowledge,
  { version, lists }: { version: number; lists: Lists },
): Generator<Ask, boolean, Handshake> {
  const count = () =>
    (knowledge.suites.get(version)?.length ?? 0) + knowledge.groups.size + knowledge.schemes.size;
  const before = count();
  if (version === versions.tls13) {
    // A share for the first group spares a round trip; large ones wait until they are asked for.
    const shares = lists.groups.filter((code) => findGroup(code)?.exchange?.kind === 'curve').slice(0, 1);
    yield* ask13(knowledge, { lists, manner: { shares } });
  } else {
    yield {
      name: 'enumeration TLSv1.2',
      hello: probingHello({ version, ...lists }),
      serverName: knowledge.serverName,
    };
  }
  return count() > before;
}

function* ask13(
  knowledge: Knowledge,
  { lists, manner, whole = false }: { lists: Lists; manner: Manner; whole?: boolean },
): Generator<Ask, Choice | undefined, Handshake> {
  const { split = false, ...more } = manner;
  const facts = yield {
    name: 'enumeration TLSv1.3',
    hello: probingHello({ version: versions.tls13, ...lists, ...more }),
    serverName: knowledge.serverName,
    split,
    whole,
  };
  const choice = choiceOf(facts, lists.suites);
  if (choice?.version === versions.tls13) {
    knowledge.noteSuite(choice.version, choice.suite);
    // Chosen, whether or not we could go through with it.
    if (choice.group !== undefined) knowledge.groups.add(choice.group);
    if (choice.scheme !== undefined) knowledge.schemes.add(choice.scheme);
  }
  return choice;
}
