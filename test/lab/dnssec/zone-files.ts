/**
 * Signed zones as zone files (RFC 1035 §5), and how each is to be made: `zones` lists one a line, children first, as
 * `name kind`; `spoiled` lists RRsets whose signature is spoiled once signed, as `owner type`, `-` for an NSEC that is left out.
 * Signing is dns.sh's business (ldns); so are DS records, which exist only after the child's keys.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addresses, type ZoneKind } from './places.ts';

/** A zone of its own below the apex. */
export interface ChildZone {
  readonly name: string;
  readonly kind: ZoneKind;
  /** Of its name server; default: the one that its kind has. */
  readonly address?: string;
}

export interface ZonePlan {
  readonly apex: string;
  readonly children: readonly ChildZone[];
  /** Records, `owner TYPE data`, owners without the last dot. */
  readonly lines: readonly string[];
  /** Lines of the file `spoiled`; owners with the last dot, all of them in the apex's own zone. */
  readonly spoiled: readonly string[];
}

/** One minute: nothing outlives a run's caches. */
const start = (zone: string, server: string): string[] => [
  '$TTL 300',
  `${zone}. SOA ${server}. hostmaster.${zone}. 1 3600 900 999999 60`,
  `${zone}. NS ${server}.`,
];

/** A digest of no key: zones that never come to be checked still need a DS, or they would pass for unsigned ones. */
const strayDs = (zone: string): string => `${zone}. DS 12345 13 2 ${'ab'.repeat(32)}`;

/** Write all files into a folder. */
export function writeZones(plan: ZonePlan, folder: string): void {
  const { apex, children } = plan;
  // The deepest first: a parent is signed with the DS of its children in it.
  const deepestFirst = children.toSorted((a, b) => labels(b.name) - labels(a.name));
  const zones = [...deepestFirst, { name: apex, kind: 'apex' as const }];
  const servers = serversOf(plan);
  const files = new Map([
    ...children.map((child) => [child.name, start(child.name, servers.of(child))] as const),
    [apex, start(apex, `ns.${apex}`)] as const,
  ]);
  for (const line of [...servers.lines, ...plan.lines])
    files.get(zoneOf(owner(line), zones))?.push(absolute(line));
  for (const child of children) {
    const { name, kind } = child;
    const parent = files.get(zoneOf(name.replace(/^[^.]+\./, ''), zones));
    parent?.push(`${name}. NS ${servers.of(child)}.`);
    if (['wrong-ds', 'servfail', 'silent'].includes(kind)) parent?.push(strayDs(name));
  }
  for (const [name, lines] of files) writeFileSync(join(folder, `${name}.zone`), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'zones'), zones.map(({ name, kind }) => `${name} ${kind}\n`).join(''));
  writeFileSync(join(folder, 'spoiled'), plan.spoiled.map((line) => `${line}\n`).join(''));
}

/** Name servers by address. Nobody relies on their names, but each address wants one. */
function serversOf({ apex, children }: ZonePlan): {
  readonly lines: readonly string[];
  readonly of: (child: ChildZone) => string;
} {
  const names = new Map<string, string>([[addresses.authority, `ns.${apex}`]]);
  for (const child of children) {
    const address = addressOf(child);
    if (!names.has(address)) names.set(address, `ns${names.size}.${apex}`);
  }
  return {
    lines: [...names].map(([address, name]) => `${name} A ${address}`),
    of: (child) => names.get(addressOf(child)) ?? '',
  };
}

function addressOf({ kind, address }: ChildZone): string {
  if (address !== undefined) return address;
  if (kind === 'silent') return addresses.silent;
  return kind === 'filtered' ? addresses.filter : addresses.authority;
}

const labels = (name: string): number => name.split('.').length;
const owner = (line: string): string => line.split(' ')[0] ?? '';
const absolute = (line: string): string => line.replace(/^\S+/, (name) => `${name}.`);

/** The zone that holds a name: zones are sorted, the deepest first. */
function zoneOf(name: string, zones: readonly { readonly name: string }[]): string {
  const zone = zones.find((each) => name === each.name || name.endsWith(`.${each.name}`));
  if (zone === undefined) throw new Error(`${name} is in no zone`);
  return zone.name;
}
