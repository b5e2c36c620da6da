/**
 * The suites of one version before TLS 1.3, by elimination: what was chosen is left out of the next hello, until nothing fits.
 * Each of these handshakes carries something else along: groups and schemes are left out too once seen, the order is turned round to see
 * whose wins, and now and then the hello has a shape that some servers stumble over. If it fails, the same is asked plainly.
 */

import { versionName, versions } from './code-points.ts';
import {
  askedCurves,
  askedSchemes,
  blockOf,
  implausibleSuites,
  plausibleSuites,
} from './enumeration-candidates.ts';
import {
  type Ask,
  type Chain,
  type Choice,
  choiceOf,
  isOld,
  type Knowledge,
} from './enumeration-knowledge.ts';
import type { Handshake } from './facts.ts';
import type { ProbingHello } from './probing-hello.ts';
import { probingHello } from './probing-hello.ts';
import { findSuite, type Suite } from './suites.ts';

/** So many suites fit into what every server reads. */
const shortList = 60;
/** Past so many the rest may stay unasked for want of connections: the weak ones are asked for at once, together. */
const manyFound = 36;

interface Shape extends Pick<ProbingHello, 'deflate' | 'futureVersion'> {
  /** Unknown suites put in front, so that those that count stand past place 66, and the list is as long as the registry. */
  readonly fillers?: number;
}

const shapes: ReadonlyMap<
  number,
  Shape & { readonly tries: 'suite-at-66' | 'legacy-version' | 'compression' }
> = new Map([
  [1, { fillers: 210, tries: 'suite-at-66' }],
  [2, { deflate: true, tries: 'compression' }],
  [3, { futureVersion: true, tries: 'legacy-version' }],
]);

export const fillerSuites = (count: number): number[] => Array.from({ length: count }, (_, i) => 0xee00 + i);

/** @param version the best one offered; nothing is learnt of it where the server answers with an older one */
export function* eliminateSuites(knowledge: Knowledge, version: number): Chain {
  const pool = version >= versions.tls12 ? plausibleSuites : plausibleSuites.filter(isOld);
  const whole = yield* offer(knowledge, { version, suites: pool, whole: true });
  if (whole !== undefined) {
    if (whole.version === version) yield* eliminateFrom(knowledge, { version, pool, first: whole });
    return;
  }
  // A long list may be what it can't take.
  const few = pool.slice(0, shortList);
  const first = yield* offer(knowledge, { version, suites: few });
  if (first?.version !== version) return;
  knowledge.intolerances.add('many-suites');
  yield* eliminateFrom(knowledge, { version, pool: few, first });
  yield* eliminateParts(knowledge, version, pool.slice(shortList));
}

/** What stands too far back in a list to be read, a short list at a time. */
function* eliminateParts(knowledge: Knowledge, version: number, pool: readonly number[]): Chain {
  for (let at = 0; at < pool.length; at += shortList) {
    const part = pool.slice(at, at + shortList);
    const first = yield* offer(knowledge, { version, suites: part });
    if (first?.version === version) yield* eliminateFrom(knowledge, { version, pool: part, first });
  }
}

interface Elimination {
  readonly version: number;
  readonly pool: readonly number[];
  readonly first: Choice;
}

function* eliminateFrom(knowledge: Knowledge, { version, pool, first }: Elimination): Chain {
  let remaining = take(knowledge, pool, first);
  const riding = new Set<'groups' | 'schemes'>(['groups', 'schemes']);
  const order = [...pool, ...implausibleSuites];
  for (let turn = 1; remaining.length > 0; turn++) {
    const shape = version === versions.tls12 && pool.length > shortList ? shapes.get(turn) : undefined;
    const suites = turn % 2 === 1 && shape === undefined ? turnedRound(remaining) : remaining;
    const rest = shape === undefined ? leftOver(knowledge, riding) : {};
    let choice = yield* offer(knowledge, { version, suites, ...shape, ...rest });
    if (shape !== undefined && choice === undefined) {
      const few = remaining.slice(0, shortList);
      choice = yield* offer(knowledge, { version, suites: few });
      if (choice !== undefined && shape.tries !== 'compression') knowledge.intolerances.add(shape.tries);
      if (choice !== undefined && shape.tries === 'suite-at-66') {
        yield* eliminateFrom(knowledge, { version, pool: few, first: choice });
        yield* eliminateParts(knowledge, version, remaining.slice(shortList));
        return;
      }
    } else if (
      shape === undefined &&
      riding.size > 0 &&
      (choice === undefined || isDistorted(choice, { remaining, riding }))
    ) {
      choice = yield* offer(knowledge, { version, suites });
      stopRiding(knowledge, riding, choice);
    }
    if (choice === undefined || choice.version !== version) return;
    if (shape?.tries === 'compression')
      knowledge.flags.compression = choice.facts.failure?.code === 'compression';
    remaining = take(knowledge, suites, choice).toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
    // A list as long as this was read: so the rest of the registry comes along.
    if (shape?.tries === 'suite-at-66') {
      remaining = [...remaining, ...implausibleSuites];
      knowledge.registryAsked = true;
    }
    if ((knowledge.suites.get(version)?.length ?? 0) === manyFound) {
      remaining = yield* weakOnes(knowledge, { version, remaining });
    }
  }
}

/**
 * With all groups and schemes on offer again: was it for want of them that another suite, or none, was chosen? Then one of the lists has
 * run out, the shorter one most likely. Otherwise the server simply has no more signed suites, or prefers others.
 */
function stopRiding(
  knowledge: Knowledge,
  riding: Set<'groups' | 'schemes'>,
  plain: Choice | undefined,
): void {
  const suite = plain && findSuite(plain.suite);
  if (riding.delete('groups')) {
    // Even an ECDHE suite without a curve of ours would be chosen now.
    if (suite?.keyExchange === 'ecdhe' || suite?.keyExchange === 'dhe') return;
  } else if (suite !== undefined && isSigned(suite)) {
    knowledge.schemesExhausted = true;
  }
  riding.clear();
}

/** Keep the choice; what is left to ask for. */
function take(knowledge: Knowledge, offered: readonly number[], { version, suite }: Choice): number[] {
  knowledge.noteSuite(version, suite);
  knowledge.noteContest(version, { offered, chosen: suite });
  return offered.filter((code) => code !== suite);
}

/** Groups and schemes that are not known yet; the suite is not chosen for them but for itself. */
function leftOver(
  { groups, schemes }: Knowledge,
  riding: ReadonlySet<'groups' | 'schemes'>,
): { groups?: number[]; schemes?: number[] } {
  return {
    ...(riding.has('groups') && { groups: askedCurves.filter((code) => !groups.has(code)) }),
    ...(riding.has('schemes') && { schemes: askedSchemes.filter((code) => !schemes.has(code)) }),
  };
}

/** A choice without a curve or a signature may be for want of one we left out, not for the server's taste. */
function isDistorted(
  { suite, facts }: Choice,
  { remaining, riding }: { remaining: readonly number[]; riding: ReadonlySet<string> },
): boolean {
  const rivals = remaining.filter((code) => code !== suite).map(findSuite);
  const noCurve = findSuite(suite)?.keyExchange !== 'ecdhe';
  const noSignature = facts.signatureScheme === undefined && facts.failure?.code !== 'unsupported-suite';
  const lostCurve = noCurve && rivals.some((rival) => rival?.keyExchange === 'ecdhe');
  const lostSignature = noSignature && rivals.some((rival) => rival !== undefined && isSigned(rival));
  return (riding.has('groups') && lostCurve) || (riding.has('schemes') && lostSignature);
}

const isSigned = ({ keyExchange, authentication }: Suite): boolean =>
  (keyExchange === 'ecdhe' || keyExchange === 'dhe') && authentication !== 'anonymous';

/**
 * Turned round block by block, so that signed ephemeral suites stay in front: they tell of groups and schemes. A ChaCha20 suite never
 * leads: some servers take that for a wish (OpenSSL's PRIORITIZE_CHACHA).
 */
function turnedRound(suites: readonly number[]): number[] {
  const block = (code: number): number => {
    const suite = findSuite(code);
    return suite ? blockOf(suite) : 0;
  };
  const reversed = suites.toReversed().toSorted((a, b) => block(a) - block(b));
  const at = reversed.findIndex((code) => !(findSuite(code)?.name ?? '').includes('CHACHA20'));
  if (at <= 0) return reversed;
  return [...reversed.slice(at, at + 1), ...reversed.slice(0, at), ...reversed.slice(at + 1)];
}

const weak = (code: number): boolean =>
  /NULL|EXPORT|RC4|RC2|_DES|3DES|anon/.test(findSuite(code)?.name ?? '');

/** One hello for all that is weak: a refusal settles them together. */
function* weakOnes(
  knowledge: Knowledge,
  { version, remaining }: { version: number; remaining: readonly number[] },
): Generator<Ask, number[], Handshake> {
  const suites = remaining.filter(weak);
  if (suites.length === 0) return [...remaining];
  const choice = yield* offer(knowledge, { version, suites });
  if (choice === undefined) return remaining.filter((code) => !weak(code));
  knowledge.noteSuite(version, choice.suite);
  return [...remaining];
}

/** Ask with these suites; groups and schemes are all there are unless they are given. */
export function* offer(
  knowledge: Knowledge,
  hello: Partial<ProbingHello> &
    Pick<ProbingHello, 'version' | 'suites'> & {
      fillers?: number;
      whole?: boolean;
      serverName?: string | null;
    },
): Generator<Ask, Choice | undefined, Handshake> {
  const { version, suites, fillers = 0, whole = false, serverName = knowledge.serverName } = hello;
  const curves = version === versions.sslv3 ? [] : askedCurves;
  const facts = yield {
    name: `enumeration ${versionName(version)}`,
    hello: probingHello({
      groups: curves,
      schemes: askedSchemes,
      ...hello,
      suites: [...fillerSuites(fillers), ...suites],
    }),
    serverName,
    whole,
  };
  if (version === versions.tls11 && facts.failure?.alert === 'protocol_version') knowledge.oldRefused = true;
  return choiceOf(facts, suites);
}
