/**
 * Observation -> Verdict: facts, findings, outcomes, report, in that order. Pure and synchronous;
 * the same Observation, anchors and time always give the same Verdict.
 */
import type { Cryptography } from './cryptography.ts';
import type { Observation } from './observation.ts';
import type { Verdict } from './report/schema.ts';
import type { TrustAnchor } from './x509/path-result.ts';

export interface JudgeContext {
  readonly anchors: readonly TrustAnchor[];
  readonly cryptography: Cryptography;
  /** The time to judge at; default: when the observation was finished. */
  readonly at?: Date;
  /** Profile ids to predict for; default: all that apply. */
  readonly senders?: readonly string[];
}

export type Judge = (observation: Observation, context: JudgeContext) => Verdict;
