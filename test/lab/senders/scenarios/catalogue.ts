/**
 * Every scenario of the lab: badmx as it is, then the lab's own, by area. The order gives addresses, which nothing may rely on.
 */
import type { Authority } from '../../../../src/demo/ca.ts';
import { badmxScenarios, type Scenario } from '../scenario.ts';
import { certificateScenarios } from './certificates.ts';
import { daneScenarios } from './dane.ts';
import { daneAnchorScenarios } from './dane-anchors.ts';
import { handshakeScenarios } from './handshakes.ts';
import { stsScenarios } from './mta-sts.ts';
import { stsReadingScenarios } from './mta-sts-readings.ts';
import { routingScenarios } from './routing.ts';
import { smtpScenarios } from './smtp-steps.ts';

/** @throws where two have the same id */
export function scenarios(authority: Authority): readonly Scenario[] {
  const all = [
    ...badmxScenarios,
    ...smtpScenarios,
    ...handshakeScenarios(authority),
    ...certificateScenarios(authority),
    ...daneScenarios(authority),
    ...stsScenarios,
    ...stsReadingScenarios,
    ...routingScenarios,
    ...daneAnchorScenarios(authority),
  ];
  const ids = new Set<string>();
  for (const { id } of all) {
    if (ids.has(id)) throw new Error(`two scenarios are called ${id}`);
    ids.add(id);
  }
  return all;
}
