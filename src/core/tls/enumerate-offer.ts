/**
 * One question of an enumeration about versions before TLS 1.3: these suites, and all groups and schemes unless they are given.
 */
import { versionName, versions } from './code-points.ts';
import { askedCurves, askedSchemes } from './enumeration-candidates.ts';
import { type Ask, type Choice, choiceOf } from './enumeration-choice.ts';
import type { Knowledge } from './enumeration-knowledge.ts';
import type { Handshake } from './facts.ts';
import { type ProbingHello, probingHello } from './probing-hello.ts';
import { authenticationOf } from './signature-schemes.ts';

export interface Offer
  extends Omit<ProbingHello, 'groups' | 'schemes'>,
    Partial<Pick<ProbingHello, 'groups' | 'schemes'>> {
  /** Unknown suites put in front, so that those that count stand further back in the list. */
  readonly fillers?: number;
  readonly whole?: boolean;
  readonly serverName?: string | null;
}

/** @returns what the server chose of it; undefined where it refused all */
export function* offer(knowledge: Knowledge, hello: Offer): Generator<Ask, Choice | undefined, Handshake> {
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
  // An alert about the version speaks of all that the hello offered, older ones included (RFC 8446 §6.2).
  if (facts.failure?.alert === 'protocol_version' && !knowledge.versions.has(version))
    knowledge.refusedUpTo = Math.max(knowledge.refusedUpTo, version);
  const choice = choiceOf(facts, suites);
  if (choice?.version === versions.tls12) noteScheme(knowledge, hello.schemes ?? askedSchemes, choice);
  return choice;
}

/** The suite decides which keys may sign: only their schemes compete. */
function noteScheme(knowledge: Knowledge, schemes: readonly number[], { scheme }: Choice): void {
  if (scheme === undefined || !schemes.includes(scheme)) return;
  const sort = authenticationOf(scheme);
  const offered = schemes.filter((code) => authenticationOf(code) === sort);
  knowledge.schemeTaste.note({ offered, chosen: scheme });
}

const fillerSuites = (count: number): number[] => Array.from({ length: count }, (_, i) => 0xee00 + i);
