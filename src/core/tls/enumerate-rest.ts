/**
 * What an enumeration asks beside suites and lists: older versions, the other certificates, and single questions that one hello settles.
 */
import { versions } from './code-points.ts';
import { offer } from './enumerate-offer.ts';
import { eliminateSuites } from './enumerate-suites.ts';
import { askedSchemes, implausibleSuites, plausibleSuites } from './enumeration-candidates.ts';
import { type Ask, type Chain, type Choice, choiceOf } from './enumeration-choice.ts';
import { isOld, type Knowledge } from './enumeration-knowledge.ts';
import { orderedSuites } from './enumeration-result.ts';
import type { Handshake } from './facts.ts';
import type { LeafKeyKind } from './leaf-key.ts';
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
  const known = orderedSuites(knowledge, measured).filter(isOld);
  return knowledge.serverOrder(measured) === true ? known : offered.filter((code) => known.includes(code));
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

const keyKinds: readonly LeafKeyKind[] = ['rsa', 'ec', 'ed25519'];

/** A certificate of each kind seen with the server name, asked for without it: servers often keep another for that. */
export function* withoutServerName(knowledge: Knowledge): Chain {
  if (knowledge.serverName === null) return;
  const kinds = [...(knowledge.leafs.get(knowledge.serverName)?.keys() ?? [])];
  for (const kind of keyKinds) {
    if (!kinds.includes(kind) || knowledge.leafs.get(null)?.has(kind)) continue;
    yield* askForKey(knowledge, kind, null);
  }
}

/** Every kind of key once, with the server name: a server shows its ECDSA or its RSA certificate by what is offered. */
export function* everyKey(knowledge: Knowledge): Chain {
  for (const kind of keyKinds) {
    if (knowledge.leafs.get(knowledge.serverName)?.has(kind)) continue;
    // Suites and schemes were eliminated one by one: nothing of this kind is left to be found.
    if (knowledge.measured !== undefined) continue;
    yield* askForKey(knowledge, kind, knowledge.serverName);
  }
}

function* askForKey(
  knowledge: Knowledge,
  kind: LeafKeyKind,
  serverName: string | null,
): Generator<Ask, Choice | undefined, Handshake> {
  const schemes = askedSchemes.filter((code) => findSignatureScheme(code)?.key === kind);
  const authentication = kind === 'rsa' ? 'rsa' : 'ecdsa';
  const modern = knowledge.versions.has(versions.tls13);
  const pool = modern ? (knowledge.suites.get(versions.tls13) ?? []) : plausibleSuites;
  const suites = pool.filter((code) => modern || findSuite(code)?.authentication === authentication);
  const version = modern ? versions.tls13 : (knowledge.measured ?? versions.tls12);
  const groups = [...knowledge.groups];
  return yield* offer(knowledge, {
    version,
    suites,
    schemes,
    groups,
    shares: groups.slice(0, 1),
    serverName,
  });
}
