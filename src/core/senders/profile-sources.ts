/**
 * Where each fact of a profile comes from, kept short: sources by a name of their own, and a table that says which group of facts, or which
 * single fact, comes from which. What the table does not name comes from `otherwise`.
 */
import { type Confidence, weakestOf } from '../base/confidence.ts';
import type { FailureClass, LogEvent, RoutingFailure } from './profile-reactions.ts';

export interface Source {
  /** What it says. */
  readonly fact: string;
  /** A laboratory, a file and function, a page. */
  readonly source: string;
  readonly confidence: Confidence;
}

export type FactGroup =
  | 'starttls'
  | 'tls'
  | 'verification'
  | 'dane'
  | 'mtaSts'
  | 'peer'
  | 'queue'
  | 'hosts'
  | 'routing'
  | 'reactions'
  | 'underPolicy'
  | 'log';

export type FactName =
  | FactGroup
  | `reactions.${FailureClass}`
  | `routing.${RoutingFailure}`
  | `log.${LogEvent}`
  | 'queue.retryAfterSeconds'
  | 'queue.lifeSeconds';

/**
 * Names of sources, by fact: `otherwise` for all, exceptions by group, exceptions of these by fact. Of several the first counts, and the others
 * say the same.
 */
export type From = { readonly otherwise: string } & {
  readonly [Name in FactName]?: string | readonly [string, ...string[]];
};

/** A profile, as far as its sources go. */
export interface Sourced {
  /** What it was learned from, by a name that `from` uses. */
  readonly sources: Readonly<Record<string, Source>>;
  /** Which fact comes from which source. */
  readonly from: From;
}

/**
 * The names of a fact's sources, the best first.
 *
 * @returns the most exact entry: that of the fact, of its group, of everything
 */
export function sourceIdsOf({ from }: Pick<Sourced, 'from'>, fact: FactName): readonly [string, ...string[]] {
  const [group = fact] = fact.split('.');
  const entry = from[fact] ?? from[group as FactGroup] ?? from.otherwise;
  return typeof entry === 'string' ? [entry] : entry;
}

/** @throws TypeError where a profile names a source that it does not list: our own mistake */
export function sourceOf(profile: Sourced, fact: FactName): Source {
  const source = profile.sources[sourceIdsOf(profile, fact)[0]];
  if (!source) throw new TypeError(`${fact} names a source that is not listed`);
  return source;
}

/** What most of a profile rests on. */
export function mainConfidence(profile: Sourced): Confidence {
  return profile.sources[profile.from.otherwise]?.confidence ?? 'report';
}

/** What a statement that rests on several facts is worth; on none: what the profile is worth. */
export function confidenceIn(profile: Sourced, facts: Iterable<FactName>): Confidence {
  const parts = [...facts].map((fact) => sourceOf(profile, fact).confidence);
  return parts.length === 0 ? mainConfidence(profile) : weakestOf(parts);
}
