/**
 * The suites of one version before TLS 1.3, by elimination: what was chosen is left out of the next hello, until nothing fits.
 * Each of these handshakes carries something else along: groups and schemes ride (enumerate-riders.ts), the order is turned round to see
 * whose wins, and now and then the hello has a shape that some servers stumble over. If it fails, the same is asked plainly.
 */
import { versions } from './code-points.ts';
import { offer } from './enumerate-offer.ts';
import { Riders } from './enumerate-riders.ts';
import { blockOf, implausibleSuites, ledByAnother, plausibleSuites } from './enumeration-candidates.ts';
import type { Ask, Chain, Choice } from './enumeration-choice.ts';
import { isOld, type Knowledge } from './enumeration-knowledge.ts';
import type { Handshake } from './facts.ts';
import type { ProbingHello } from './probing-hello.ts';
import { findSuite } from './suites.ts';

/** So many suites fit into what every server reads. */
const shortList = 60;

interface Shape extends Pick<ProbingHello, 'deflate' | 'futureVersion'> {
  /** Unknown suites put in front, so that those that count stand past place 66, and the list is as long as the registry. */
  readonly fillers?: number;
  readonly tries: 'suite-at-66' | 'legacy-version' | 'compression';
}

const shapes: ReadonlyMap<number, Shape> = new Map([
  [1, { fillers: 210, tries: 'suite-at-66' }],
  [2, { deflate: true, tries: 'compression' }],
  [3, { futureVersion: true, tries: 'legacy-version' }],
]);

/** By then most servers with an order of their own have shown it; so this one need not win again, which would cost a connection. */
const decisiveTurn = 3;

/** @param version the best one offered; nothing is learnt of it where the server answers with an older one */
export function* eliminateSuites(knowledge: Knowledge, version: number): Chain {
  const pool = version >= versions.tls12 ? plausibleSuites : plausibleSuites.filter(isOld);
  const whole = yield* offer(knowledge, { version, suites: pool, whole: true });
  if (whole !== undefined) {
    if (whole.version === version) yield* eliminateFrom(knowledge, { version, pool, first: whole });
    return;
  }
  if (version <= knowledge.refusedUpTo) return;
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
  let weakAsked = false;
  const winners = [first.suite];
  const riders = new Riders(knowledge);
  riders.noteSuite(first.suite);
  const order = [...pool, ...implausibleSuites];
  for (let turn = 1; remaining.length > 0; turn++) {
    if (knowledge.almostOut && !weakAsked) {
      weakAsked = true;
      remaining = yield* weakOnes(knowledge, version, remaining);
    }
    const shape = version === versions.tls12 && pool.length > shortList ? shapes.get(turn) : undefined;
    // The winner before, behind all others: that it loses to one over which it won shows that the order is ours.
    const isDecisive = turn === decisiveTurn && knowledge.serverOrder(version) === null;
    const suites = [
      ...(turn % 2 === 1 && shape === undefined ? turnedRound(remaining) : remaining),
      ...(isDecisive ? winners.slice(-1) : []),
    ];
    const { choice, rivals } =
      shape === undefined
        ? yield* offerWithRiders(knowledge, riders, { version, suites })
        : yield* offerInShape(knowledge, riders, { version, suites, shape });
    if (shape?.tries === 'suite-at-66' && rivals.length < suites.length) {
      if (choice?.version === version)
        yield* eliminateFrom(knowledge, { version, pool: rivals, first: choice });
      yield* eliminateParts(knowledge, version, suites.slice(rivals.length));
      return;
    }
    if (choice?.version !== version) return;
    riders.noteSuite(choice.suite);
    winners.push(choice.suite);
    remaining = take(knowledge, suites, choice, rivals)
      .filter((code) => !winners.includes(code))
      .toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
    // A list as long as this was read: so the rest of the registry comes along.
    if (shape?.tries === 'suite-at-66') {
      remaining = [...remaining, ...implausibleSuites];
      knowledge.registryAsked = true;
    }
  }
}

interface Outcome {
  readonly choice: Choice | undefined;
  /** What was on offer beside it. */
  readonly rivals: readonly number[];
}

/** One of the shapes; where it fails, the same plainly (and within what every server reads, if that is in doubt): was it the shape? */
function* offerInShape(
  knowledge: Knowledge,
  riders: Riders,
  { version, suites, shape }: Pick<ProbingHello, 'version' | 'suites'> & { shape: Shape },
): Generator<Ask, Outcome, Handshake> {
  // Nothing is made of a hello with DEFLATE that fails: so riders may come along.
  const rides = shape.tries === 'compression';
  const choice = yield* offer(knowledge, { version, suites, ...shape, ...(rides && riders.lists()) });
  if (choice !== undefined && (!rides || riders.judge(choice, suites) === 'true-choice')) {
    if (rides) knowledge.flags.compression = choice.facts.failure?.code === 'compression';
    return { choice, rivals: rides ? riders.rivalsOf(choice, suites) : suites };
  }
  const rivals = shape.tries === 'suite-at-66' ? suites.slice(0, shortList) : suites;
  const plain = yield* offer(knowledge, { version, suites: rivals });
  if (plain !== undefined && !rides) knowledge.intolerances.add(shape.tries);
  return { choice: plain, rivals };
}

/** @returns a choice, and the rivals that it really won over: where the riders may have bent it, the same was asked without them */
function* offerWithRiders(
  knowledge: Knowledge,
  riders: Riders,
  { version, suites }: Pick<ProbingHello, 'version' | 'suites'>,
): Generator<Ask, Outcome, Handshake> {
  const choice = yield* offer(knowledge, { version, suites, ...riders.lists() });
  switch (riders.judge(choice, suites)) {
    case 'true-choice':
      return { choice, rivals: choice ? riders.rivalsOf(choice, suites) : suites };
    case 'curves-ran-out':
      riders.curvesRanOut();
      return { choice, rivals: suites.filter((code) => findSuite(code)?.keyExchange !== 'ecdhe') };
    default: {
      const plain = yield* offer(knowledge, { version, suites });
      riders.plainly(plain, choice);
      return { choice: plain, rivals: suites };
    }
  }
}

/** Keep the choice; what is left to ask for. */
function take(
  knowledge: Knowledge,
  offered: readonly number[],
  { version, suite }: Choice,
  rivals = offered,
): number[] {
  knowledge.noteSuite(version, suite);
  knowledge.noteContest(version, { offered: rivals, chosen: suite });
  return offered.filter((code) => code !== suite);
}

/**
 * Turned round block by block, so that signed ephemeral suites stay in front: they tell of groups and schemes.
 */
function turnedRound(suites: readonly number[]): number[] {
  const block = (code: number): number => {
    const suite = findSuite(code);
    return suite ? blockOf(suite) : 0;
  };
  return ledByAnother(suites.toReversed().toSorted((a, b) => block(a) - block(b)));
}

const weak = (code: number): boolean =>
  /NULL|EXPORT|RC4|RC2|_DES|3DES|anon/.test(findSuite(code)?.name ?? '');

/** One hello for all that is weak, before the connections end: a refusal settles them together, an answer names one. */
function* weakOnes(
  knowledge: Knowledge,
  version: number,
  remaining: readonly number[],
): Generator<Ask, number[], Handshake> {
  const suites = remaining.filter(weak);
  if (suites.length === 0 || suites.length === remaining.length) return [...remaining];
  const choice = yield* offer(knowledge, { version, suites });
  if (choice === undefined) return remaining.filter((code) => !weak(code));
  // It lost to others, or was not to be had then: its place in the order is told when it is chosen among all.
  knowledge.noteSuite(version, choice.suite);
  return [...remaining];
}
