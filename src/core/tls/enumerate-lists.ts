/**
 * Lists whose choices do not depend on each other: suites, groups and schemes of TLS 1.3, groups and schemes of TLS 1.2. Each handshake
 * names one of each, and none of them is offered again; where nothing fits any more, each list is asked to its end by itself.
 */
import { versionName, versions } from './code-points.ts';
import { ask13, type Lists } from './enumerate-greeting.ts';
import { isSigned } from './enumerate-riders.ts';
import {
  askedCurves,
  askedGroups,
  askedSchemes,
  askedSchemes13,
  tls13Suites,
} from './enumeration-candidates.ts';
import { type Ask, type Chain, type Choice, choiceOf } from './enumeration-choice.ts';
import { chaCha20, type Knowledge } from './enumeration-knowledge.ts';
import type { Handshake } from './facts.ts';
import { findGroup } from './groups.ts';
import { probingHello } from './probing-hello.ts';
import { findSuite, type Suite, suiteCode } from './suites.ts';

const dimensions = ['suites', 'schemes', 'groups'] as const;
type Dimension = (typeof dimensions)[number];

const everything13: Lists = { suites: tls13Suites, schemes: askedSchemes13, groups: askedGroups };
/** What nearly every server has: once these are found, that there are more is unlikely, and asked by itself. */
const usualSuites = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'].map(
  suiteCode,
);

/** The usual suites of TLS 1.3, with the groups of which TLS 1.2 does not tell by the way: hybrids and fields. */
export function* usualSuitesOf13(knowledge: Knowledge): Chain {
  if (!knowledge.versions.has(versions.tls13)) return;
  const { left, list } = leftOf(knowledge, { version: versions.tls13, all: everything13 });
  const some = (): boolean => left('suites').some((code) => usualSuites.includes(code));
  const uncommon = (): number[] => left('groups').filter((code) => !askedCurves.includes(code));
  while (some() && uncommon().length > 0) {
    const lists = { ...list('suites'), groups: uncommon() };
    // A HelloRetryRequest names both, and spares either side the arithmetic of a large field.
    if (!(yield* progress(knowledge, { version: versions.tls13, lists, groupOnly: true }))) return;
  }
}

/** All others, to the end. */
export function* otherSuitesOf13(knowledge: Knowledge): Chain {
  if (!knowledge.versions.has(versions.tls13)) return;
  const { left, list } = leftOf(knowledge, { version: versions.tls13, all: everything13 });
  while (left('suites').length > 0) {
    if (!(yield* progress(knowledge, { version: versions.tls13, lists: list('suites') }))) return;
  }
}

/** Groups and schemes: what the elimination of suites left open. */
export function* groupsAndSchemes(knowledge: Knowledge): Chain {
  if (!knowledge.versions.has(versions.tls13)) {
    yield* groupsBefore13(knowledge);
    return;
  }
  yield* schemesOf12(knowledge);
  // A key signs alike in both versions.
  const fixed: Dimension[] = knowledge.schemesSettled ? ['suites', 'schemes'] : ['suites'];
  // Those that are left come first, the others the other way round: whoever takes the first of ours that it has shows that it has none of them.
  const known = (knowledge.suites.get(versions.tls13) ?? []).toReversed();
  const suites = [
    ...leftOf(knowledge, { version: versions.tls13, all: everything13 }).left('suites'),
    ...known.filter((code) => code !== chaCha20),
    ...known.filter((code) => code === chaCha20),
  ];
  yield* eliminateLists(knowledge, { version: versions.tls13, all: { ...everything13, suites }, fixed });
  if (!fixed.includes('schemes')) knowledge.modernSchemesDone = true;
}

/** Over suites that are known to use them; together with the schemes where they are not known yet. */
function* groupsBefore13(knowledge: Knowledge): Chain {
  const version = knowledge.measured;
  if (version === undefined) return;
  const ecdhe = suitesOf(knowledge, version).filter(({ keyExchange }) => keyExchange === 'ecdhe');
  const signed = ecdhe.filter(isSigned);
  if (ecdhe.length > 0) {
    const suites = (signed.length > 0 ? signed : ecdhe).map(({ code }) => code);
    const isTied = signed.length > 0 && signed.every(({ authentication }) => authentication === 'ecdsa');
    const isAlone = version < versions.tls12 || signed.length === 0 || knowledge.schemesSettled;
    const fixed: Dimension[] = isAlone ? ['suites', 'schemes'] : ['suites'];
    const all = { suites, schemes: askedSchemes, groups: askedCurves };
    yield* eliminateLists(knowledge, { version, all, fixed });
    const { curvesOfKeys: behind } = knowledge;
    if (isTied) yield* eliminateLists(knowledge, { version, all, fixed: ['suites', 'schemes'], behind });
    if (!isAlone) for (const { authentication } of signed) knowledge.schemesExhausted.add(authentication);
  }
  yield* schemesOf12(knowledge);
}

/** Of each certificate that has some left. */
export function* schemesOf12(knowledge: Knowledge): Chain {
  for (const sort of knowledge.schemesSeen.keys()) {
    const signed = suitesOf(knowledge, versions.tls12).filter(
      (suite) => isSigned(suite) && suite.authentication === sort,
    );
    if (signed.length === 0 || knowledge.isSettled(sort)) continue;
    const all = { suites: signed.map(({ code }) => code), schemes: askedSchemes, groups: askedCurves };
    yield* eliminateLists(knowledge, { version: versions.tls12, all, fixed: ['suites', 'groups'] });
    knowledge.schemesExhausted.add(sort);
  }
}

const suitesOf = (knowledge: Knowledge, version: number): readonly Suite[] =>
  (knowledge.suites.get(version) ?? []).flatMap((code) => findSuite(code) ?? []);

interface Elimination {
  readonly version: number;
  readonly all: Lists;
  /** Not to be eliminated. */
  readonly fixed?: readonly Dimension[];
  /** Groups that go along, known or not. */
  readonly behind?: ReadonlySet<number>;
}

function* eliminateLists(
  knowledge: Knowledge,
  { version, all, fixed = [], behind = new Set() }: Elimination,
): Chain {
  const { left, list } = leftOf(knowledge, { version, all, behind });
  const open = (): Dimension[] =>
    dimensions.filter((dimension) => !fixed.includes(dimension) && left(dimension).length > 0);
  let together = open();
  while (together.length > 1 && (yield* progress(knowledge, { version, lists: list(...together) })))
    together = open();
  if (version === versions.tls13 && open().includes('groups')) yield* turnGroupsRound(knowledge, all);
  // At least one of them has run out; now each by itself, to its end.
  for (const dimension of open()) {
    const groupOnly = dimension === 'groups';
    while (left(dimension).length > 0) {
      if (!(yield* progress(knowledge, { version, lists: list(dimension), groupOnly }))) break;
    }
  }
}

/**
 * Where our order of suites decides, that of groups may too: so the likely ones are put last, and behind them one that won before. If one of
 * the former wins now, none in front of it is there.
 */
function* turnGroupsRound(knowledge: Knowledge, all: Lists): Chain {
  if (knowledge.measured === undefined || knowledge.serverOrder(knowledge.measured) !== false) return;
  const isField = (code: number): boolean => findGroup(code)?.exchange?.kind === 'field';
  const { left: leftIn } = leftOf(knowledge, { version: versions.tls13, all });
  // Servers have the small fields, if any.
  const fields = leftIn('groups').filter(isField).toReversed();
  const left = [...leftIn('groups').filter((code) => !isField(code)), ...fields];
  const victor = left.map((code) => knowledge.groupTaste.victorOver(code)).find((code) => code !== undefined);
  if (victor === undefined) return;
  const lists = { ...all, groups: [...left, victor] };
  yield* ask13(knowledge, { lists, manner: { shares: [] }, groupOnly: true });
}

/** What of these lists is not known yet, and hellos that offer no more than that of some of them. */
function leftOf(knowledge: Knowledge, { version, all, behind = new Set() }: Elimination) {
  const known: Record<Dimension, () => Iterable<number>> = {
    suites: () => [...(knowledge.suites.get(version) ?? []), ...knowledge.modernSuites.absent],
    schemes: () => [...knowledge.schemes, ...knowledge.schemeTaste.absent],
    groups: () => [...knowledge.groups, ...(version === versions.tls13 ? knowledge.groupTaste.absent : [])],
  };
  const left = (dimension: Dimension): number[] => {
    const seen = new Set(known[dimension]());
    return all[dimension].filter((code) => !seen.has(code));
  };
  const list = (...active: readonly Dimension[]): Lists => ({
    suites: active.includes('suites') ? left('suites') : all.suites,
    schemes: active.includes('schemes') ? left('schemes') : all.schemes,
    groups: active.includes('groups') ? [...new Set([...left('groups'), ...behind])] : all.groups,
  });
  return { left, list };
}

/** @returns whether the server chose something that was not known before; what others hear meanwhile does not count */
function* progress(
  knowledge: Knowledge,
  { version, lists, groupOnly = false }: { version: number; lists: Lists; groupOnly?: boolean },
): Generator<Ask, boolean, Handshake> {
  const { schemes, groups, suites } = knowledge;
  const before = { suites: new Set(suites.get(version)), schemes: new Set(schemes), groups: new Set(groups) };
  let choice: Choice | undefined;
  if (version === versions.tls13) {
    // A share for the first curve spares a round trip, where curves are all that is left; large shares wait until they are asked for.
    const shares = lists.groups.every((code) => askedCurves.includes(code)) ? lists.groups.slice(0, 1) : [];
    choice = yield* ask13(knowledge, { lists, manner: { shares }, groupOnly });
  } else {
    const hello = probingHello({ version, ...lists });
    const { serverName } = knowledge;
    choice = choiceOf(
      yield { name: `enumeration ${versionName(version)}`, hello, serverName, groupOnly },
      lists.suites,
    );
  }
  if (choice?.version !== version) return false;
  const { suite, scheme, group } = choice;
  const isNews = (list: Dimension, code: number | undefined): boolean =>
    code !== undefined && lists[list].includes(code) && !before[list].has(code);
  return isNews('suites', suite) || isNews('schemes', scheme) || isNews('groups', group);
}
