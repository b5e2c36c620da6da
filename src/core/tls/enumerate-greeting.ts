/**
 * TLS 1.3 begins with a hello that has all that servers stumble over: GREASE, a post-quantum share of 1,216 bytes, two segments.
 * Only where it fails are they tried one by one.
 */
import { versions } from './code-points.ts';
import { askedGroups, askedSchemes, plausibleSuites, tls13Suites } from './enumeration-candidates.ts';
import { type Ask, type Chain, type Choice, choiceOf } from './enumeration-choice.ts';
import type { Knowledge } from './enumeration-knowledge.ts';
import type { Handshake } from './facts.ts';
import { hybridShare, probingHello, usualShares } from './probing-hello.ts';
import { findSignatureScheme } from './signature-schemes.ts';

export type Lists = Readonly<Record<'suites' | 'schemes' | 'groups', readonly number[]>>;

interface Manner {
  readonly grease?: boolean;
  readonly shares: readonly number[];
  readonly split?: boolean;
}

const boldest: Manner = { grease: true, shares: [hybridShare], split: true };

/** In front, with those of the other keys: where our order decides, an RSA key that wins over them tells that they are not there. */
const schemesOfRareKeys = askedSchemes.filter((code) => findSignatureScheme(code)?.key === 'rsa-pss');

/** About the shape of the hello: a server without TLS 1.3 is to answer it too. */
const everything: Lists = {
  suites: [...tls13Suites, ...plausibleSuites.slice(0, 20)],
  schemes: [...schemesOfRareKeys, ...askedSchemes.filter((code) => !schemesOfRareKeys.includes(code))],
  groups: askedGroups,
};

export function* greet(knowledge: Knowledge): Chain {
  if (yield* greetWithNews(knowledge)) return;
  const bold = yield* ask13(knowledge, { lists: everything, manner: boldest, whole: true, everything: true });
  if (bold !== undefined) return;
  const manner = { shares: usualShares };
  const plain = yield* ask13(knowledge, { lists: everything, manner, whole: true, everything: true });
  if (plain === undefined) return;
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
}

/** Where TLS 1.3 was seen already, the same hello without the suite and the group that are known: it may tell of two more. */
function* greetWithNews(knowledge: Knowledge): Generator<Ask, boolean, Handshake> {
  const known = knowledge.suites.get(versions.tls13) ?? [];
  if (known.length === 0) return false;
  const lists = {
    ...everything,
    suites: tls13Suites.filter((code) => !known.includes(code)),
    groups: askedGroups.filter((code) => !knowledge.groups.has(code)),
  };
  const choice = yield* ask13(knowledge, { lists, manner: boldest, whole: true });
  return choice?.version === versions.tls13;
}

/** @returns what the server chose, TLS 1.3 or not; undefined where it refused */
export function* ask13(
  knowledge: Knowledge,
  {
    lists,
    manner,
    ...more
  }: { lists: Lists; manner: Manner } & Pick<Ask, 'whole' | 'groupOnly' | 'everything'>,
): Generator<Ask, Choice | undefined, Handshake> {
  const { split = false, ...shape } = manner;
  const facts = yield {
    name: 'enumeration TLSv1.3',
    hello: probingHello({ version: versions.tls13, ...lists, ...shape }),
    serverName: knowledge.serverName,
    split,
    ...more,
  };
  const choice = choiceOf(facts, lists.suites);
  if (choice?.version === versions.tls13) {
    knowledge.noteSuite(choice.version, choice.suite);
    knowledge.noteModernContest(lists.suites, choice.suite);
    // Chosen, whether or not we could go through with it.
    if (choice.group !== undefined) {
      knowledge.groups.add(choice.group);
      // A share may win for the round trip that it spares.
      if (manner.shares.length === 0)
        knowledge.groupTaste.note({ offered: lists.groups, chosen: choice.group });
    }
    if (choice.scheme !== undefined) {
      knowledge.schemes.add(choice.scheme);
      knowledge.noteModernScheme(lists.schemes, choice.scheme);
    }
  }
  return choice;
}
