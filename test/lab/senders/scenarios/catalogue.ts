/**
 * Every scenario of the lab: badmx as it is, then the lab's own, by area. The order gives addresses, which nothing may rely on.
 */
import type { Authority } from '../../../../src/demo/ca.ts';
import { badmxScenarios, type Scenario } from '../scenario.ts';

export const scenarios = (_authority: Authority): readonly Scenario[] => [...badmxScenarios];
