/**
 * badmx: a town of mail servers on loopback, each broken in one way, with its own certificate authority and resolver.
 * Each host has an address of its own in 127.25.0.0/16 (Linux answers all of 127/8); ports are of the system's choosing, since 25 needs
 * root, so a dialler finds them through `portMap`. Nothing outside this process is touched, and `stop` leaves nothing open.
 */
import { type Authority, createAuthority } from './ca.ts';
import { startDohServer } from './doh-server.ts';
import type { HostDefinition, RaisedServer, ServerDefinition } from './host.ts';
import { catalogue } from './hosts/catalogue.ts';
import type { Listener } from './listener.ts';
import { raiseServer } from './raise.ts';
import type { SmtpConnection } from './smtp-server.ts';
import type { Zone, ZoneName } from './zone.ts';

export const townApex = 'badmx.test';
export type MailPort = 25 | 465 | 587 | 443;

export interface BadmxHost extends Omit<HostDefinition, 'servers' | 'policy' | 'zone' | 'expect'> {
  /** `<defect>.badmx.test` */
  readonly name: string;
  readonly expect: HostDefinition['expect'] & {
    /** The finding that weighs most; null: nothing to find. */
    readonly worstRule: string | null;
  };
  readonly mailHosts: readonly { readonly name: string; readonly address: string }[];
  /** What its mail servers saw, newest last. */
  connections(): readonly SmtpConnection[];
}

export interface Badmx {
  /** RFC 8484 over plain HTTP on loopback. */
  readonly dohUrl: string;
  /** The anchor that a probe of the town must trust. */
  readonly rootsPem: string;
  readonly hosts: readonly BadmxHost[];
  /** The port that really listens for this port of a town address; one where nobody listens if the town has none there. */
  portMap(address: string, port: MailPort): number;
  /** Connections open at this moment, to all servers of the town. */
  openConnections(): number;
  stop(): Promise<void>;
}

export interface TownOptions {
  /** What certificates' dates count from; default: now. */
  readonly now?: Date;
  /** Only these hosts, by their left-most label; default: all. */
  readonly only?: readonly string[];
  /** How long the silent servers keep silent. Longer than a probe's step, or it sees a close in place of a time-out. */
  readonly silenceMs?: number;
}

/** tcpmux: assigned, privileged, and served by nobody, so that a dial there is refused. */
const closedPort = 1;

/** Build the town. Takes about a second. @throws when a loopback address cannot be bound */
export async function startBadmx(options: TownOptions = {}): Promise<Badmx> {
  const authority = await createAuthority(options.now);
  const definitions = catalogue({ silenceMs: options.silenceMs ?? 15_000 });
  const listeners: Listener[] = [];
  const ports = new Map<string, number>();
  const stop = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.stop()));
  };
  try {
    const raised = await Promise.all(
      definitions.flatMap((definition, i) =>
        options.only && !options.only.includes(definition.name)
          ? []
          : [raiseHost({ definition, network: `127.25.${i + 1}`, authority, listeners, ports })],
      ),
    );
    const zone: Zone = {
      apex: townApex,
      names: Object.assign({}, ...raised.map((host) => host.zone)),
    };
    const doh = await startDohServer({ zone });
    listeners.push(doh.listener);
    return {
      dohUrl: doh.url,
      rootsPem: authority.rootsPem,
      hosts: raised.map(({ host }) => host),
      portMap: (address, port) => ports.get(`${address} ${port}`) ?? closedPort,
      openConnections: () => listeners.reduce((sum, listener) => sum + listener.openSockets, 0),
      stop,
    };
  } catch (error) {
    // Whatever went wrong, no listener may outlive the attempt.
    await stop();
    throw error;
  }
}

interface RaiseInput {
  readonly definition: HostDefinition;
  /** The first three numbers of the host's addresses. */
  readonly network: string;
  readonly authority: Authority;
  readonly listeners: Listener[];
  readonly ports: Map<string, number>;
}

async function raiseHost(input: RaiseInput): Promise<{ host: BadmxHost; zone: Record<string, ZoneName> }> {
  const { definition, network, authority } = input;
  const { servers = [{}], zone: zoneOf, policy, ...about } = definition;
  void policy;
  const domain = `${definition.name}.${townApex}`;
  const connections: (readonly SmtpConnection[])[] = [];
  const raised: RaisedServer[] = [];
  for (const [i, server] of servers.entries()) {
    const names = { domain, mx: `mx${i === 0 ? '' : i + 1}.${domain}`, address: `${network}.${i + 1}` };
    const result = await raiseServer({ server, names, authority });
    raised.push({ ...names, identity: result.identity });
    for (const { port, server: running } of result.running) {
      input.ports.set(`${names.address} ${port}`, running.listener.port);
      input.listeners.push(running.listener);
      connections.push(running.connections);
    }
  }
  const names: Record<string, ZoneName | null> = {
    ...defaultZone(domain, raised, servers),
    ...zoneOf?.({ domain, servers: raised, intermediate: authority.intermediate }),
  };
  return {
    host: {
      ...about,
      name: domain,
      expect: { ...definition.expect, worstRule: definition.expect.findings[0] ?? null },
      mailHosts: raised.map(({ mx, address }) => ({ name: mx, address })),
      connections: () => connections.flat(),
    },
    zone: Object.fromEntries(
      Object.entries(names).filter((entry): entry is [string, ZoneName] => entry[1] !== null),
    ),
  };
}

/** One MX for each server, in steps of ten; with submission the domain has the first server's address too. */
function defaultZone(
  domain: string,
  raised: readonly RaisedServer[],
  servers: readonly ServerDefinition[],
): Record<string, ZoneName> {
  const records = raised.map(({ mx }, i) => ({
    type: 'MX' as const,
    preference: 10 * (i + 1),
    exchange: mx,
  }));
  const own = raised
    .filter((_, i) => servers[i]?.submission)
    .map(({ address }) => ({ type: 'A' as const, address }));
  return {
    [domain]: { records: [...records, ...own] },
    ...Object.fromEntries(
      raised.map(({ mx, address }) => [mx, { records: [{ type: 'A' as const, address }] }]),
    ),
  };
}
