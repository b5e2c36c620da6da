/**
 * What every part of one probe is handed: the ports, the probe's own resolver, and the limits they share.
 */
import type { Resolve } from '../core/dns/answer.ts';
import type { Observation, Port } from '../core/observation.ts';
import type { Budgets, Deadline, Gate } from './budgets.ts';
import type { ProbePorts } from './ports.ts';
import type { SessionContext } from './session.ts';

export interface ProbeContext {
  readonly ports: ProbePorts;
  readonly resolve: Resolve;
  readonly budgets: Budgets;
  readonly deadline: Deadline;
  /** All connections of this probe. */
  readonly gate: Gate;
  readonly port: Port;
  readonly depth: Observation['depth'];
}

export const sessionContextOf = ({ ports, budgets, deadline }: ProbeContext): SessionContext => ({
  ...ports,
  ehloName: ports.vantage.ehloName,
  deadline,
  budgets,
});
