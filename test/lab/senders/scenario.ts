/**
 * A scenario of the senders' lab: one mail domain, and what is broken about it, in the demo's own words (src/demo/host.ts).
 */

import type { HostMakeup } from '../../../src/demo/host.ts';
import { catalogue } from '../../../src/demo/hosts/catalogue.ts';
import type { ChildZone } from '../dnssec/zone-files.ts';

export interface Scenario extends HostMakeup {
  /** A stable word; the domain's left-most label. */
  readonly id: string;
  readonly what: string;
  /** Zones of their own below the domain, beside the one that faults and missing signatures make. */
  readonly cuts?: (domain: string) => readonly ChildZone[];
  /** What decides is nothing that the probe looks at (why: in the row's comment): recorded, but not compared. */
  readonly beyondProbe?: boolean;
  /** For some senders the outcome is a throw of dice. */
  readonly chance?: true;
}

/** Longer than any sender of the lab waits. */
export const silenceMs = 15 * 60_000;

/** Every host of badmx, as it is. */
export const badmxScenarios: readonly Scenario[] = catalogue({ silenceMs }).map(
  ({ name, title, ...makeup }) => ({ ...makeup, id: name, what: title }),
);
