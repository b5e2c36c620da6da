/**
 * From the scenarios' names (demo literals) to zones that ldns can sign and NSD serve, and to the faults that neither can have.
 * Signed names stand in the apex, an unsigned scenario is a zone of its own without DS; so is one whose name server fails, on an address of
 * its own, since a resolver remembers which servers failed.
 */
import type { DnsRecord } from '../../../src/core/dns/answer.ts';
import { typeCodes } from '../../../src/demo/dns-wire.ts';
import type { ZoneFault, ZoneName } from '../../../src/demo/zone.ts';
import type { ChildZone, ZonePlan } from '../dnssec/zone-files.ts';
import { apex, faultyServer } from './places.ts';
import type { Scenario } from './scenario.ts';

export interface ScenarioZone {
  readonly scenario: Scenario;
  readonly domain: string;
  readonly names: Readonly<Record<string, ZoneName>>;
}

/** What one name server does not answer as it should. */
export interface FaultyServer {
  readonly address: string;
  readonly faults: readonly {
    readonly name: string;
    readonly type: number;
    readonly fault: Exclude<ZoneFault, 'bogus'>;
  }[];
}

export interface WorldZones {
  readonly plan: ZonePlan;
  readonly faulty: readonly FaultyServer[];
}

/** @throws where a definition wants what DNSSEC cannot do */
export function zonesOf(scenarios: readonly ScenarioZone[], more: readonly string[]): WorldZones {
  const faulty: FaultyServer[] = [];
  const children: ChildZone[] = [];
  for (const zone of scenarios) {
    const { scenario, domain } = zone;
    children.push(...(scenario.cuts?.(domain) ?? []));
    const faults = faultsOf(zone);
    const signed = scenario.signed === true;
    if (faults.length > 0) {
      const address = faultyServer(faulty.length);
      faulty.push({ address, faults });
      children.push({ name: domain, kind: signed ? 'filtered' : 'unsigned-filtered', address });
    } else if (!signed && Object.keys(zone.names).some((name) => isBelow(name, domain)))
      children.push({ name: domain, kind: 'unsigned' });
  }
  const lines = scenarios.flatMap(({ names }) =>
    Object.entries(names).flatMap(([name, { records }]) => linesOf(name, records)),
  );
  const plan = { apex, children, lines: [...more, ...lines], spoiled: scenarios.flatMap(spoiledOf) };
  scenarios.forEach(demandAgreement(children));
  return { plan, faulty };
}

const isBelow = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

function faultsOf({ names }: ScenarioZone): FaultyServer['faults'] {
  return Object.entries(names).flatMap(([name, { faults }]) =>
    Object.entries(faults ?? {}).flatMap(([type, fault]) =>
      fault === 'bogus' ? [] : [{ name, type: typeCodes[type as DnsRecord['type']], fault }],
    ),
  );
}

/** The signature of a record, or of the proof that there is none. */
function spoiledOf({ names }: ScenarioZone): string[] {
  return Object.entries(names).flatMap(([name, { faults, records }]) =>
    Object.entries(faults ?? {}).flatMap(([type, fault]) => {
      if (fault !== 'bogus') return [];
      return [`${name}. ${records.some((record) => record.type === type) ? type : 'NSEC'}`];
    }),
  );
}

/** A name without records is there all the same: it denies, or fails. */
function linesOf(name: string, records: readonly DnsRecord[]): string[] {
  return records.length === 0 ? [`${name} TXT "-"`] : records.map((record) => `${name} ${textOf(record)}`);
}

function textOf(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return `${record.type} ${record.address}`;
    case 'MX':
      return `MX ${record.preference} ${record.exchange}.`;
    case 'TXT':
      return `TXT ${record.strings.map((text) => `"${text.replace(/["\\;]/g, '\\$&')}"`).join(' ')}`;
    case 'CNAME':
      return `CNAME ${record.target}.`;
    case 'TLSA':
      return `TLSA ${record.usage} ${record.selector} ${record.matchingType} ${record.data}`;
    default:
      return record satisfies never;
  }
}

/** What the demo's literal says of a name's security must be what its place in the tree of zones makes of it. */
const demandAgreement =
  (children: readonly ChildZone[]) =>
  ({ names }: ScenarioZone): void => {
    for (const [name, { secure = false, faults }] of Object.entries(names)) {
      const cut = children.find((child) => isBelow(name, child.name) && child.kind.startsWith('unsigned'));
      if (secure === (cut === undefined) || Object.values(faults ?? {}).includes('bogus')) continue;
      throw new Error(`${name}: ${secure ? 'signed in an unsigned zone' : 'unsigned in a signed zone'}`);
    }
  };
