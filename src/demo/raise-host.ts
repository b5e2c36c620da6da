/**
 * From a host's definition to a host: its mail servers, its policy host, and its names in the DNS.
 */
import type { HostMakeup, RaisedServer } from './host.ts';
import type { Listener } from './listener.ts';
import { raisePolicyHost } from './policy-host.ts';
import { raiseServer, type Surroundings } from './raise-server.ts';
import type { SmtpConnection } from './smtp-behaviour.ts';
import type { ZoneName } from './zone.ts';

export interface RaisedHost {
  readonly servers: readonly RaisedServer[];
  readonly listeners: readonly {
    readonly address: string;
    readonly port: number;
    readonly listener: Listener;
  }[];
  readonly connections: readonly (readonly SmtpConnection[])[];
  readonly zone: Readonly<Record<string, ZoneName>>;
}

export interface HostPlace {
  readonly domain: string;
  /** The first three numbers of the host's IPv4 addresses. */
  readonly network: string;
  /** The next free IPv6 address, where a server has one. */
  readonly nextIpv6?: () => string;
}

/** Number of the policy host within the host's network. */
const policyNumber = 9;

/** @throws when an address cannot be bound */
export async function raiseHost(
  definition: HostMakeup,
  place: HostPlace,
  surroundings: Surroundings,
): Promise<RaisedHost> {
  const { domain, network } = place;
  const { authority, opened } = surroundings;
  const servers: RaisedServer[] = [];
  const listeners: RaisedHost['listeners'][number][] = [];
  const connections: (readonly SmtpConnection[])[] = [];
  for (const [i, server] of (definition.servers ?? [{}]).entries()) {
    const address = server.family === 6 ? ipv6Of(place) : `${network}.${i + 1}`;
    const names = { domain, mx: `mx${i === 0 ? '' : i + 1}.${domain}`, address };
    const { running, ...identities } = await raiseServer(server, names, surroundings);
    servers.push({ ...names, ...identities });
    for (const each of running) {
      listeners.push({ address, port: each.port, listener: each.server.listener });
      connections.push(each.server.connections);
    }
  }
  const policyAddress = `${network}.${policyNumber}`;
  if (definition.policy && definition.policy.script !== 'absent') {
    const { policy } = definition;
    const port = surroundings.onRealPorts ? 443 : 0;
    const listener = await raisePolicyHost({ policy, domain, address: policyAddress, port, authority });
    opened(listener);
    listeners.push({ address: policyAddress, port: 443, listener });
  }
  return {
    servers,
    listeners,
    connections,
    zone: zoneOf(definition, { domain, servers, policyAddress, intermediate: authority.intermediate }),
  };
}

function ipv6Of({ nextIpv6 }: HostPlace): string {
  if (!nextIpv6) throw new Error('no IPv6 here');
  return nextIpv6();
}

interface Names {
  readonly domain: string;
  readonly servers: readonly RaisedServer[];
  readonly policyAddress: string;
  readonly intermediate: Uint8Array;
}

/** The record that gives a name its address. */
export const addressRecord = (address: string): ZoneName['records'][number] => ({
  type: address.includes(':') ? 'AAAA' : 'A',
  address,
});

/** One MX for each server, in steps of ten; the names of the policy; then what the definition replaces. */
function zoneOf(definition: HostMakeup, names: Names): Record<string, ZoneName> {
  const { domain, servers, policyAddress, intermediate } = names;
  const secure = definition.signed === true;
  const name = (...records: ZoneName['records']): ZoneName => ({ secure, records });
  const submission = servers.filter((_, i) => definition.servers?.[i]?.submission);
  const zone: Record<string, ZoneName | null> = {
    [domain]: name(
      ...servers.map(({ mx }, i) => ({ type: 'MX' as const, preference: 10 * (i + 1), exchange: mx })),
      ...submission.map(({ address }) => addressRecord(address)),
    ),
  };
  for (const { mx, address } of servers) zone[mx] = name(addressRecord(address));
  if (definition.policy) {
    zone[`_mta-sts.${domain}`] = name({ type: 'TXT', strings: ['v=STSv1; id=20260101T000000;'] });
    zone[`mta-sts.${domain}`] = name({ type: 'A', address: policyAddress });
  }
  Object.assign(zone, definition.zone?.({ domain, servers, intermediate }));
  return Object.fromEntries(
    Object.entries(zone).filter((entry): entry is [string, ZoneName] => entry[1] !== null),
  );
}
