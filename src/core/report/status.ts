/**
 * The status of a verdict, as docs and badge define it: what becomes of mail from the published set of senders, worst first.
 */

import type { Facts } from '../facts.ts';
import type { AddressObservation } from '../observation.ts';
import { severityOf } from '../rules/engine.ts';
import type { Finding } from '../rules/rule.ts';
import type { SenderOutcome } from './outcome-schema.ts';
import type { Status } from './schema.ts';

export interface StatusInput {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  /** Of the status senders alone, whichever senders the caller asked for. */
  readonly outcomes: readonly SenderOutcome[];
}

/**
 * `failing`: some sender returns the mail; `degraded`: some first attempt is in cleartext or waits, or a finding is a warning or worse;
 * `indeterminate`: nothing could be measured; `ok`: else.
 */
export function statusOf({ facts, findings, outcomes }: StatusInput): Status {
  if (outcomes.some(({ final }) => final === 'bounced' || final === 'error-to-caller')) return 'failing';
  // A vantage that can't dial, or can't look up, has nothing to say, whatever the DNS showed.
  if (findings.some(({ rule }) => oursAlone.includes(rule.id)) && !isMeasured(facts)) {
    return 'indeterminate';
  }
  if (outcomes.some(({ first }) => first === 'delivered-cleartext' || first === 'deferred'))
    return 'degraded';
  if (findings.some((finding) => ['error', 'warning'].includes(severityOf(finding)))) return 'degraded';
  if (!isMeasured(facts)) return 'indeterminate';
  // Unknown is no pass: with not one outcome known there is nothing to call good.
  return outcomes.length > 0 && outcomes.every(({ final }) => final === 'unknown') ? 'indeterminate' : 'ok';
}

/** Faults of this vantage. */
const oursAlone: readonly string[] = ['probe.egress-blocked', 'probe.resolver-unreachable'];

/** Did any address answer at all, be it with a refusal? */
function isMeasured(facts: Facts): boolean {
  return facts.hosts.some(({ addresses }) => addresses.some(({ observation }) => isDialled(observation)));
}

function isDialled({ sessions }: AddressObservation): boolean {
  return sessions.some(({ connect }) => ['connected', 'refused', 'timeout', 'reset'].includes(connect.kind));
}
