/**
 * From the tables of cases to the lab's signed world: names, addresses, certificates and records of each case.
 * Certificates are made anew at each run by the demo's authority; records that pin one are made from it.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { type Authority, createAuthority } from '../../../src/demo/ca.ts';
import * as der from '../../../src/demo/der.ts';
import type { Identity, LeafOptions } from '../../../src/demo/leaf.ts';
import { type DaneCase, daneCases } from './dane-cases.ts';
import { addresses, apex } from './places.ts';
import { type StsCase, stsCases } from './sts-cases.ts';
import type { ZonePlan } from './zone-files.ts';

export interface CaseNames {
  readonly domain: string;
  readonly mx: string;
  readonly address: string;
}

export interface DaneHost extends CaseNames {
  readonly case: DaneCase;
  readonly identity: Identity;
  /** Of a server with two. */
  readonly second?: Identity;
  /** For who sends no SNI. */
  readonly stranger?: Identity;
  readonly zone: readonly string[];
}

export interface PolicyHost {
  readonly case: StsCase;
  readonly domain: string;
  readonly identity: Identity;
  readonly zone: readonly string[];
}

export interface World {
  readonly authority: Authority;
  readonly resolver: Identity;
  readonly hosts: readonly DaneHost[];
  readonly policies: readonly PolicyHost[];
}

/** Names and address of a DANE case; known without making anything. */
export function namesOf(daneCase: DaneCase): CaseNames {
  const domain = `${daneCase.id}.${apex}`;
  const mx = daneCase.id === 'unsigned-mx' ? `host-of-${domain}` : `mx.${domain}`;
  return { domain, mx, address: `127.26.${daneCases.indexOf(daneCase) + 1}.1` };
}

export const stsDomain = (stsCase: StsCase): string => `${stsCase.id}.sts.${apex}`;

/** Fill a template of the tables. */
export const fill = (template: string, names: CaseNames): string =>
  template.replace(/\{(domain|mx|address)\}/g, (_, name: keyof CaseNames) => names[name]);

/** Make every certificate and every record. */
export async function createWorld(): Promise<World> {
  const authority = await createAuthority();
  return {
    authority,
    resolver: resolverIdentity(authority),
    hosts: daneCases.map((daneCase) => createHost(daneCase, authority)),
    policies: stsCases.map((stsCase) => createPolicyHost(stsCase, authority)),
  };
}

/** What the resolver shows for its DNS over HTTPS. */
export const resolverIdentity = (authority: Authority): Identity =>
  authority.issue({
    names: [],
    commonName: 'resolver',
    extensions: [addressName(addresses.resolver)],
  });

/** A subjectAltName that holds one IPv4 address (RFC 5280 §4.2.1.6): the resolver is reached by it. */
function addressName(address: string): NonNullable<LeafOptions['extensions']>[number] {
  const bytes = Uint8Array.from(address.split('.').map(Number));
  return { oid: '2.5.29.17', value: der.sequence(der.implicit(7, bytes)) };
}

function createHost(daneCase: DaneCase, authority: Authority): DaneHost {
  const names = namesOf(daneCase);
  const wanted = { names: [names.mx], ...daneCase.leaf };
  const identity = authority.issue({ ...wanted, names: wanted.names.map((name) => fill(name, names)) });
  const second =
    daneCase.server === 'dual' ? authority.issue({ names: [names.mx], key: 'p-256' }) : undefined;
  const stranger =
    daneCase.server === 'by-name'
      ? authority.issue({ names: ['default.other.test'], key: 'p-256', issuer: 'self' })
      : undefined;
  const usual = daneCase.routing === 'own' ? [] : ['{domain} MX 10 {mx}.', '{mx} A {address}'];
  const pinned = (what: string): Uint8Array | undefined => {
    if (what === 'leaf') return identity.chain[0];
    if (what === 'ecdsa') return second?.chain[0];
    if (what === 'intermediate') return authority.intermediate;
    if (what === 'root') return authority.root;
    return what === 'other' ? authority.strangerRoot : undefined;
  };
  const zone = [...usual, ...daneCase.zone].map((line) => tlsaData(fill(line, names), pinned));
  return {
    ...names,
    case: daneCase,
    identity,
    ...(second && { second }),
    ...(stranger && { stranger }),
    zone,
  };
}

/** Replace the last word of a TLSA line by the data that pins it (RFC 6698 §2.1). */
function tlsaData(line: string, pinned: (what: string) => Uint8Array | undefined): string {
  const [, head, selector, matching, what] = /^(\S+ TLSA \d (\d) (\d)) (\S+)$/.exec(line) ?? [];
  const certificate = what === undefined ? undefined : pinned(what);
  if (certificate === undefined) return line;
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  const selected = selector === '0' ? Buffer.from(certificate) : key;
  const hash = { 1: 'sha256', 2: 'sha512' }[matching ?? ''];
  const data = hash === undefined ? selected : createHash(hash).update(selected).digest();
  return `${head} ${data.toString('hex')}`;
}

function createPolicyHost(stsCase: StsCase, authority: Authority): PolicyHost {
  const domain = stsDomain(stsCase);
  const host = `mta-sts.${domain}`;
  const place = stsCase.delegated ? `provider.${domain}` : domain;
  return {
    case: stsCase,
    domain,
    identity: authority.issue({ names: [host], ...stsCase.leaf }),
    zone: [
      `${domain} MX 10 mx.example.com.`,
      ...(stsCase.delegated
        ? [
            `_mta-sts.${domain} CNAME _mta-sts.provider.${domain}.`,
            `${host} CNAME ${host.replace('.', '.provider.')}.`,
          ]
        : []),
      ...stsCase.txt.map((text) => `_mta-sts.${place} TXT ${text}`),
      ...(stsCase.body === undefined ? [] : [`mta-sts.${place} A ${addresses.policies}`]),
    ],
  };
}

/** All records, the zones that are cut out, and what is spoiled. */
export function zonePlanOf(world: World): ZonePlan {
  return {
    apex,
    children: world.hosts.flatMap((host) =>
      (host.case.children ?? []).map(({ name, kind }) => ({ name: fill(name, host), kind })),
    ),
    lines: [...world.hosts, ...world.policies].flatMap(({ zone }) => zone),
    spoiled: world.hosts.flatMap((host) => {
      const { spoiled, undenied } = host.case;
      return [
        ...(spoiled ? [`${fill(spoiled[0], host)}. ${spoiled[1]}`] : []),
        ...(undenied === undefined ? [] : [`${fill(undenied, host)}. -`]),
      ];
    }),
  };
}
