/**
 * What an enumeration asks beside suites and lists: older versions, the order of suites, and single questions that one hello settles.
 */
import { versions } from './code-points.ts';
import { offer } from './enumerate-offer.ts';
import { eliminateSuites } from './enumerate-suites.ts';
import { askedSchemes, implausibleSuites, ledByAnother, plausibleSuites } from './enumeration-candidates.ts';
import { type Chain, type Choice, choiceOf } from './enumeration-choice.ts';
import { isOld, type Knowledge } from './enumeration-knowledge.ts';
import { rank } from './enumeration-order.ts';
import { orderedSuites } from './enumeration-result.ts';
import { probingHello } from './probing-hello.ts';
import { findSignatureScheme } from './signature-schemes.ts';
import { findSuite } from './suites.ts';

const oldVersions = [versions.tls11, versions.tls10];

/**
 * TLS 1.1 and 1.0. Where the one suite chosen there is the one that the newer version's list foretells, and none beyond that list is taken,
 * the list is taken over (`inferred`): servers have one list for all versions. Where it is not, the suites are asked one by one.
 */
export function* olderVersions(knowledge: Knowledge): Chain {
  const suites = plausibleSuites.filter(isOld);
  let below = knowledge.measured ?? Number.POSITIVE_INFINITY;
  for (const version of oldVersions) {
    if (version >= below || version <= knowledge.refusedUpTo || knowledge.suites.has(version)) continue;
    const choice = yield* offer(knowledge, { version, suites });
    if (choice === undefined) return;
    below = choice.version;
    if (choice.version < versions.tls10) return;
    if (!knowledge.suitesDone) {
      // There is no list yet that could foretell this one, and perhaps no connections for it.
      knowledge.noteSuite(choice.version, choice.suite);
      continue;
    }
    const foretold = foretell(knowledge, suites);
    const others = suites.filter((code) => !foretold.includes(code));
    const asForetold =
      foretold[0] === choice.suite &&
      (knowledge.inferred.size > 0 ||
        (yield* offer(knowledge, { version: choice.version, suites: others })) === undefined);
    if (asForetold) {
      knowledge.inferred.add(choice.version);
      for (const suite of foretold) knowledge.noteSuite(choice.version, suite);
    } else {
      yield* eliminateSuites(knowledge, choice.version);
    }
  }
}

/** The old suites of the newest measured version, as the server would choose among them when offered in this order. */
function foretell(knowledge: Knowledge, offered: readonly number[]): number[] {
  const { measured } = knowledge;
  if (measured === undefined) return [];
  const known = orderedSuites(knowledge, measured).filter(
    (code) => isOld(code) && hasOldKey(knowledge, code),
  );
  return knowledge.serverOrder(measured) === true ? known : offered.filter((code) => known.includes(code));
}

/** Ed25519 and Ed448 sign nothing before TLS 1.2 (RFC 8422 §5.10). */
function hasOldKey({ schemesSeen }: Knowledge, code: number): boolean {
  const seen = findSuite(code)?.authentication === 'ecdsa' ? schemesSeen.get('ecdsa') : undefined;
  return seen === undefined || seen.some((scheme) => findSignatureScheme(scheme)?.key === 'ec');
}

/**
 * Whose order decides, where too few suites were there to tell: those known, the other way round. Then what the server's order is where some
 * could not stand against each other, for want of what rode along.
 */
export function* orderOfSuites(knowledge: Knowledge): Chain {
  const { measured: version } = knowledge;
  if (version === undefined) return;
  const known = knowledge.suites.get(version) ?? [];
  let open: readonly number[] = knowledge.serverOrder(version) === null ? known.toReversed() : [];
  do {
    if (open.length > 1) {
      const suites = ledByAnother(open);
      const choice: Choice | undefined = yield* offer(knowledge, { version, suites });
      if (choice?.version !== version) return;
      knowledge.noteContest(version, { offered: suites, chosen: choice.suite });
    }
    open = knowledge.serverOrder(version) ? rank(known, knowledge.contests.get(version) ?? []).undecided : [];
  } while (open.length > 1);
}

/** A needless step down, marked as one: a server that knows the mark refuses (RFC 7507 §3). */
export function* fallbackScsv(knowledge: Knowledge): Chain {
  const [best, second] = [...knowledge.versions].toSorted((a, b) => b - a);
  const { flags } = knowledge;
  if (flags.fallbackScsv || best === undefined || second === undefined || second < versions.tls10) return;
  const facts = yield {
    name: 'enumeration fallback',
    hello: probingHello({
      version: second,
      suites: knowledge.suites.get(second) ?? plausibleSuites,
      groups: [...knowledge.groups],
      schemes: askedSchemes,
      fallback: true,
    }),
    serverName: knowledge.serverName,
  };
  if (facts.failure?.alert === 'inappropriate_fallback') flags.fallbackScsv = 'refused';
  else if (choiceOf(facts, knowledge.suites.get(second) ?? plausibleSuites)) flags.fallbackScsv = 'ignored';
}

/** Asked unless a hello for TLS 1.0 "or older" was refused for its version. Neither is completed: a ServerHello is enough. SSL 2.0 has a hello of its own (DROWN, CVE-2016-0800). */
export function* ancientVersions(knowledge: Knowledge): Chain {
  if (knowledge.refusedUpTo >= versions.sslv3) return;
  const suites = plausibleSuites.filter(isOld);
  const choice = yield* offer(knowledge, { version: versions.sslv3, suites });
  if (choice?.version === versions.sslv3) {
    knowledge.noteSuite(choice.version, choice.suite);
    knowledge.inferred.add(choice.version);
  }
  yield { name: 'enumeration SSLv2', hello: 'sslv2', serverName: null };
}

/** The rest of the registry, in one hello. */
export function* unlikelySuites(knowledge: Knowledge): Chain {
  const { measured } = knowledge;
  if (measured === undefined || knowledge.registryAsked) return;
  const choice = yield* offer(knowledge, { version: measured, suites: implausibleSuites });
  if (choice) knowledge.noteSuite(choice.version, choice.suite);
}

/** Where the 66th place was not read: is the 63rd? The limit of 64 is the usual one. */
export function* placeInList(knowledge: Knowledge): Chain {
  const [suite] = knowledge.suites.get(versions.tls12) ?? [];
  if (suite === undefined || !knowledge.intolerances.has('suite-at-66')) return;
  const choice = yield* offer(knowledge, { version: versions.tls12, suites: [suite], fillers: fillerCount });
  if (choice === undefined) knowledge.intolerances.add('suite-at-63');
}
const fillerCount = 62;
