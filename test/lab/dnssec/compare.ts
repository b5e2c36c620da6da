/**
 * Does the project come to the same word as the tools that mail administrators trust, over the same servers and the same real DNS?
 * A check a case and tool. Where a tool differs from the RFC's word the table says so, and its own word is checked.
 */
import { readFileSync } from 'node:fs';
import type { Verdict } from '../../../src/core/report/schema.ts';
import { type Checks, unequal } from '../checks.ts';
import { type DaneCase, daneCases } from './dane-cases.ts';
import { askDanetool, askMtaStsQuery, askPosttlsFinger, type PeerPlaces } from './peers.ts';
import { askProject, daneWordOf, type ProjectPlaces, stsReadingOf } from './project.ts';
import { type StsCase, stsCases } from './sts-cases.ts';
import { fill, namesOf, stsDomain } from './world.ts';

export type SignedPlaces = PeerPlaces & ProjectPlaces;

/** Two cores; most of the time is spent waiting for servers that are silent. */
const casesAtOnce = 4;

/** A difference that nobody explains is a bug here or there. */
function unexplained(): readonly string[] {
  const explanations = readFileSync(new URL('../../../docs/dane.md', import.meta.url), 'utf8');
  const differing = [
    ...daneCases.filter(({ danetool }) => danetool !== undefined && danetool !== null),
    ...daneCases.filter(({ posttlsFinger }) => posttlsFinger !== undefined),
    ...stsCases.filter(({ query }) => query !== undefined),
  ];
  return differing
    .filter(({ id }) => !explanations.includes(`\`${id}\``))
    .map(({ id }) => `not explained: ${id}`);
}

/** Checks are recorded in the order of the tables, whatever finished first. */
export async function compareSigned(checks: Checks, places: SignedPlaces): Promise<void> {
  // The slow ones first: they wait while the others run.
  const order = daneCases.toSorted((a, b) => Number(isSlow(b)) - Number(isSlow(a)));
  const asked: (() => Promise<Check[]>)[] = [
    ...order.map((each) => () => compareDane(places, each)),
    ...stsCases.map((each) => () => compareSts(places, each)),
  ];
  for (const { title, problems } of (await inPool(asked)).flat()) checks.record(title, problems);
  checks.record('docs/dane.md explains every difference', unexplained());
}

interface Check {
  readonly title: string;
  readonly problems: readonly string[];
}

const isSlow = ({ children = [] }: DaneCase): boolean =>
  children.some(({ kind }) => kind === 'silent' || kind === 'filtered');

/** What a Postfix at level dane does with a mail host, by posttls-finger's words (RFC 7672 §2.2). */
function postfixDoes({ word, peer }: Awaited<ReturnType<typeof askPosttlsFinger>>): string | undefined {
  switch (word) {
    case 'verified':
      // With an unsigned MX a match is no more than "Trusted" to it.
      return peer === 'Verified' ? 'delivered-tls-authenticated' : 'delivered-tls';
    case 'unusable':
    case 'none':
      return 'delivered-tls';
    case 'failed':
    case 'lookup-failed':
    case 'no-tls':
      return 'deferred';
    default:
      return undefined;
  }
}

/** The DNSSEC state that the case names, and what the resolver's extended errors say of a bogus answer (RFC 8914). */
function stateProblems(daneCase: DaneCase, { dns }: Verdict): readonly string[] {
  if (!daneCase.state) return [];
  const [owner, type, state] = daneCase.state;
  const name = fill(owner, namesOf(daneCase));
  const answer = dns.find((each) => each.name === name && each.type === type);
  const explained = answer?.dnssec !== 'bogus' || answer.ede.length > 0;
  return [
    ...unequal(`DNSSEC state of ${name} ${type}`, state, answer?.dnssec),
    ...(explained ? [] : [`${name} ${type}: bogus, without an extended error`]),
  ];
}

/** The states of an alias chain, link by link, where the case names them. */
function linkProblems(daneCase: DaneCase, { dns }: Verdict): readonly string[] {
  if (!daneCase.links) return [];
  const [owner, type, states] = daneCase.links;
  const name = fill(owner, namesOf(daneCase));
  const answer = dns.find((each) => each.name === name && each.type === type);
  const seen = answer?.cnames.map(({ dnssec }) => dnssec ?? 'not known') ?? [];
  return unequal(`links of ${name} ${type}`, states.join(', '), seen.join(', '));
}

async function compareDane(places: SignedPlaces, daneCase: DaneCase): Promise<Check[]> {
  const { id, title, means, danetool = means, posttlsFinger = means } = daneCase;
  const { domain, mx } = namesOf(daneCase);
  const [verdict, finger, tool] = await Promise.all([
    askProject(places, domain),
    askPosttlsFinger(places, domain),
    danetool === null ? null : askDanetool(places, mx),
  ]);
  const ours = typeof verdict === 'string' ? `? ${verdict}` : daneWordOf(verdict);
  const postfix =
    typeof verdict === 'string' ? undefined : verdict.senders.find((sender) => sender.id === 'postfix-dane');
  const checks: Check[] = [
    {
      title: `DANE ${id}: ${title}: ${means}`,
      problems: [
        ...unequal('starttls-probe', means, ours),
        ...unequal('posttls-finger', posttlsFinger, finger.word),
        ...unequal('postfix-dane', postfixDoes(finger), postfix?.first),
        ...(finger.word === 'verified' ? unequal('postfix-dane peer', finger.peer, postfix?.peer) : []),
        ...(typeof verdict === 'string'
          ? []
          : [...stateProblems(daneCase, verdict), ...linkProblems(daneCase, verdict)]),
      ],
    },
  ];
  if (tool)
    checks.push({
      title: `DANE ${id}: danetool: ${danetool}`,
      problems: unequal('danetool', danetool, tool.word),
    });
  return checks;
}

async function compareSts(places: SignedPlaces, stsCase: StsCase): Promise<Check[]> {
  const { id, title, means, query = means } = stsCase;
  const domain = stsDomain(stsCase);
  const [verdict, peer] = await Promise.all([askProject(places, domain), askMtaStsQuery(places, domain)]);
  const ours = typeof verdict === 'string' ? `? ${verdict}` : stsReadingOf(verdict);
  return [
    {
      title: `MTA-STS ${id}: ${title}`,
      problems: [...unequal('starttls-probe', means, ours), ...unequal('mta-sts-query', query, peer.word)],
    },
  ];
}

/** Run all, some at a time. @returns in the order given */
async function inPool<T>(jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < jobs.length; at = next++) {
      const job = jobs[at];
      if (job) results[at] = await job();
    }
  };
  await Promise.all(Array.from({ length: casesAtOnce }, work));
  return results;
}
