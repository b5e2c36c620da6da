/**
 * The zones of the signed world as zone files (RFC 1035 §5), and how each is to be made: `zones` lists one a line, children first, as
 * `name kind`; `spoiled` lists RRsets whose signature is spoiled once signed, as `owner type`, `-` for an NSEC that is left out.
 * Signing is dns.sh's business (ldns); so are DS records, which exist only after the child's keys.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addresses, apex, type ZoneKind } from './places.ts';
import { fill, type World } from './world.ts';

interface Zone {
  readonly name: string;
  readonly kind: ZoneKind | 'apex';
}

/** One minute: nothing outlives a run's caches. */
const start = (zone: string): string[] => [
  '$TTL 300',
  `${zone}. SOA ns.${apex}. hostmaster.${apex}. 1 3600 900 999999 60`,
  `${zone}. NS ns.${apex}.`,
];

/** Which server a zone of its own is delegated to. */
const serverOf = (kind: Zone['kind']): string =>
  kind === 'silent' || kind === 'filtered' ? `ns.${kind}.${apex}.` : `ns.${apex}.`;

/** A digest of no key: zones that never come to be checked still need a DS, or they would pass for unsigned ones. */
const strayDs = (zone: string): string => `${zone}. DS 12345 13 2 ${'ab'.repeat(32)}`;

/** Write all files into a folder. */
export function writeZoneFiles(world: World, folder: string): void {
  const children = world.hosts.flatMap((host) =>
    (host.case.children ?? []).map(({ name, kind }) => ({ name: fill(name, host), kind })),
  );
  // The deepest first: a parent is signed with the DS of its children in it.
  const zones: Zone[] = [
    ...children.toSorted((a, b) => labels(b.name) - labels(a.name)),
    { name: apex, kind: 'apex' },
  ];
  const files = new Map(zones.map(({ name }) => [name, start(name)]));
  for (const line of [
    ...servers(),
    ...world.hosts.flatMap(({ zone }) => zone),
    ...world.policies.flatMap(({ zone }) => zone),
  ])
    files.get(zoneOf(owner(line), zones))?.push(absolute(line));
  for (const { name, kind } of children) {
    const parent = files.get(zoneOf(name.replace(/^[^.]+\./, ''), zones));
    parent?.push(`${name}. NS ${serverOf(kind)}`);
    if (['wrong-ds', 'servfail', 'silent'].includes(kind)) parent?.push(strayDs(name));
  }
  for (const [name, lines] of files) writeFileSync(join(folder, `${name}.zone`), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'zones'), zones.map(({ name, kind }) => `${name} ${kind}\n`).join(''));
  writeFileSync(join(folder, 'spoiled'), world.hosts.flatMap(spoilsOf).join(''));
}

function servers(): string[] {
  return [
    `ns.${apex} A ${addresses.authority}`,
    `ns.silent.${apex} A ${addresses.silent}`,
    `ns.filtered.${apex} A ${addresses.filter}`,
  ];
}

function spoilsOf(host: World['hosts'][number]): string[] {
  const { spoiled, undenied } = host.case;
  return [
    ...(spoiled ? [`${fill(spoiled[0], host)}. ${spoiled[1]}\n`] : []),
    ...(undenied === undefined ? [] : [`${fill(undenied, host)}. -\n`]),
  ];
}

const labels = (name: string): number => name.split('.').length;
const owner = (line: string): string => line.split(' ')[0] ?? '';
const absolute = (line: string): string => line.replace(/^\S+/, (name) => `${name}.`);

/** The zone that holds a name: zones are sorted, the deepest first. */
function zoneOf(name: string, zones: readonly Zone[]): string {
  return zones.find((zone) => name === zone.name || name.endsWith(`.${zone.name}`))?.name ?? apex;
}
