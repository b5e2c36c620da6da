/**
 * badmx: a town of mail servers on loopback, each broken in one way, with its own certificate authority and resolver.
 * Each host has an address of its own in 127.25.0.0/16 (Linux answers all of 127/8); ports are of the system's choosing, since 25 needs
 * root, so a dialler finds them through `portMap`. Nothing outside this process is touched, and `stop` leaves nothing open.
 */
import { createAuthority } from './ca.ts';
import { startDohServer } from './doh-server.ts';
import type { HostDefinition } from './host.ts';
import { type HostileDefinition, raiseHostile } from './hostile.ts';
import { catalogue } from './hosts/catalogue.ts';
import { hostileHosts } from './hosts/hostile.ts';
import { issuerHost, raiseIssuerHost } from './issuer-host.ts';
import type { Listener } from './listener.ts';
import { type PortTable, portKey, portMapFrom } from './port-map.ts';
import { type RaisedHost, raiseHost } from './raise-host.ts';
import type { SmtpConnection } from './smtp-behaviour.ts';
import type { ZoneName } from './zone.ts';

export const townApex = 'badmx.test';
export const hostileApex = 'hostile.test';
const firstHostileNetwork = 200;
const issuerAddress = '127.25.250.1';

type AboutHost = Pick<HostDefinition, 'area' | 'title' | 'describes'>;

export interface BadmxHost extends AboutHost {
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

/** A host that means harm. It expects no verdict in particular: one within the budget. */
export type HostileHost = Pick<BadmxHost, 'name' | 'title' | 'mailHosts'>;

export interface Badmx {
  /** RFC 8484 over plain HTTP on loopback. */
  readonly dohUrl: string;
  /** The anchor that a probe of the town must trust. */
  readonly rootsPem: string;
  readonly hosts: readonly BadmxHost[];
  /** `<what>.hostile.test`, with option `hostile` only. */
  readonly hostile: readonly HostileHost[];
  /** For `portMapFrom`, where a function cannot be handed over. */
  readonly ports: PortTable;
  /** The port that really listens for this port of a town address; one where nobody listens if the town has none there. */
  portMap(address: string, port: number): number;
  /** Connections open at this moment, to all servers of the town. */
  openConnections(): number;
  stop(): Promise<void>;
}

export interface TownOptions {
  /** What certificates' dates count from; default: now. */
  readonly now?: Date;
  /** Only these hosts, by their left-most label; default: all. */
  readonly only?: readonly string[];
  /** With the hosts that mean harm, for tests. */
  readonly hostile?: boolean;
  /** Pause between two bytes of the slow ones; default: a second. */
  readonly dripMs?: number;
  /**
   * How long the silent servers keep silent, should the client stay. Many times a probe's step: a busy machine starts to count that
   * seconds after the server did, and would see a close in place of a time-out. Default: a minute.
   */
  readonly silenceMs?: number;
}

/** Build the town. Takes about a second. @throws when a loopback address cannot be bound */
export async function startBadmx(options: TownOptions = {}): Promise<Badmx> {
  const listeners: Listener[] = [];
  const opened = (listener: Listener): void => void listeners.push(listener);
  const stop = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.stop()));
  };
  try {
    return { ...(await build(options, opened)), stop, openConnections: () => sum(listeners) };
  } catch (error) {
    // Whatever went wrong, no listener may outlive the attempt.
    await stop();
    throw error;
  }
}

const sum = (listeners: readonly Listener[]): number =>
  listeners.reduce((total, { openSockets }) => total + openSockets, 0);

async function build(
  options: TownOptions,
  opened: (listener: Listener) => void,
): Promise<Omit<Badmx, 'stop' | 'openConnections'>> {
  const authority = await createAuthority(options.now);
  const definitions = catalogue({ silenceMs: options.silenceMs ?? 60_000 });
  const wanted = ({ name }: { readonly name: string }): boolean => options.only?.includes(name) ?? true;
  const raised = await settled(
    definitions.map(async (definition, i) => {
      if (!wanted(definition)) return null;
      const domain = `${definition.name}.${townApex}`;
      const place = { domain, network: `127.25.${i + 1}` };
      const host = await raiseHost(definition, place, { authority, opened });
      return { host: describeHost(definition, domain, host), zone: host.zone, listeners: host.listeners };
    }),
  );
  const hostile = options.hostile
    ? await settled(
        hostileHosts({ dripMs: options.dripMs ?? 1_000 })
          .filter(wanted)
          .map(raiseEnemy(opened)),
      )
    : [];
  const issuer = await raiseIssuerHost(issuerAddress, authority.intermediate);
  opened(issuer);
  const names: Record<string, ZoneName> = Object.assign(
    {},
    ...[...raised, ...hostile].map((each) => each.zone),
  );
  names[issuerHost] = { records: [{ type: 'A', address: issuerAddress }] };
  const doh = await startDohServer({ zone: { apexes: [townApex, hostileApex], names } });
  opened(doh.listener);
  const listening = [
    { address: issuerAddress, port: 80, listener: issuer },
    ...[...raised, ...hostile].flatMap((each) => each.listeners),
  ];
  const ports: PortTable = Object.fromEntries(
    listening.map(({ address, port, listener }) => [portKey(address, port), listener.port]),
  );
  return {
    dohUrl: doh.url,
    rootsPem: authority.rootsPem,
    hosts: raised.map(({ host }) => host),
    hostile: hostile.map(({ host }) => host),
    ports,
    portMap: portMapFrom(ports),
  };
}

/** Wait for all, so that none is still opening listeners when one has failed; nulls are left out. */
async function settled<T>(promises: readonly Promise<T | null>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return (await Promise.all(promises)).filter((value): value is Awaited<T> & T => value !== null);
}

function describeHost(definition: HostDefinition, domain: string, host: RaisedHost): BadmxHost {
  const { area, title, describes, expect } = definition;
  return {
    name: domain,
    area,
    title,
    describes,
    expect: { ...expect, worstRule: expect.findings[0] ?? null },
    mailHosts: host.servers.map(({ mx, address }) => ({ name: mx, address })),
    connections: () => host.connections.flat(),
  };
}

const raiseEnemy =
  (opened: (listener: Listener) => void) => async (definition: HostileDefinition, i: number) => {
    const domain = `${definition.name}.${hostileApex}`;
    const mx = `mx.${domain}`;
    const address = `127.25.${firstHostileNetwork + i}.1`;
    const listener = await raiseHostile({ definition, mx, address });
    opened(listener);
    const zone: Record<string, ZoneName> = {
      [domain]: { records: [{ type: 'MX', preference: 10, exchange: mx }] },
      [mx]: { records: [{ type: 'A', address }] },
    };
    const host: HostileHost = { name: domain, title: definition.title, mailHosts: [{ name: mx, address }] };
    return { host, zone, listeners: [{ address, port: 25, listener }] };
  };
