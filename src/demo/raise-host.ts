/**
 * From a host's definition to a host: its mail servers, its policy host, and its names in the DNS.
 */
import type { Authority } from './ca.ts';
import type { HostDefinition, RaisedServer } from './host.ts';
import type { Listener } from './listener.ts';
import { raisePolicyHost } from './policy-host.ts';
import { raiseServer } from './raise-server.ts';
import type { SmtpConnection } from './smtp-server.ts';
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

/** Number of the policy host within the host's network. */
const policyNumber = 9;

/**
 * @param input.network  the first three numbers of the host's addresses
 * @param input.opened   told of each listener as soon as it is there, so that a failure later on leaves none behind
 * @throws when an address cannot be bound
 */
export async function raiseHost(input: {
  readonly definition: HostDefinition;
  readonly domain: string;
  readonly network: string;
  readonly authority: Authority;
  readonly opened: (listener: Listener) => void;
}): Promise<RaisedHost> {
  const { definition, domain, network, authority, opened } = input;
  const servers: RaisedServer[] = [];
  const listeners: RaisedHost['listeners'][number][] = [];
  const connections: (readonly SmtpConnection[])[] = [];
  for (const [i, server] of (definition.servers ?? [{}]).entries()) {
    const names = { domain, mx: `mx${i === 0 ? '' : i + 1}.${domain}`, address: `${network}.${i + 1}` };
    const { identity, running } = await raiseServer({ server, names, authority, opened });
    servers.push({ ...names, identity });
    for (const each of running) {
      listeners.push({ address: names.address, port: each.port, listener: each.server.listener });
      connections.push(each.server.connections);
    }
  }
  const policyAddress = `${network}.${policyNumber}`;
  if (definition.policy) {
    const { policy } = definition;
    const listener = await raisePolicyHost({ policy, domain, address: policyAddress, authority });
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

interface Names {
  readonly domain: string;
  readonly servers: readonly RaisedServer[];
  readonly policyAddress: string;
  readonly intermediate: Uint8Array;
}

/** One MX for each server, in steps of ten; the names of the policy; then what the definition replaces. */
function zoneOf(definition: HostDefinition, names: Names): Record<string, ZoneName> {
  const { domain, servers, policyAddress, intermediate } = names;
  const secure = definition.signed === true;
  const name = (...records: ZoneName['records']): ZoneName => ({ secure, records });
  const submission = servers.filter((_, i) => definition.servers?.[i]?.submission);
  const zone: Record<string, ZoneName | null> = {
    [domain]: name(
      ...servers.map(({ mx }, i) => ({ type: 'MX' as const, preference: 10 * (i + 1), exchange: mx })),
      ...submission.map(({ address }) => ({ type: 'A' as const, address })),
    ),
  };
  for (const { mx, address } of servers) zone[mx] = name({ type: 'A', address });
  if (definition.policy) {
    zone[`_mta-sts.${domain}`] = name({ type: 'TXT', strings: ['v=STSv1; id=20260101T000000;'] });
    zone[`mta-sts.${domain}`] = name({ type: 'A', address: policyAddress });
  }
  Object.assign(zone, definition.zone?.({ domain, servers, intermediate }));
  return Object.fromEntries(
    Object.entries(zone).filter((entry): entry is [string, ZoneName] => entry[1] !== null),
  );
}
