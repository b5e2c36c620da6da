/**
 * Is the port closed to this vantage? Clouds and access providers block port 25; without this test they would make every
 * mail server look dead. Asked only where no address of the target answered at all.
 */
import { lookupAddresses } from '../core/dns/addresses.ts';
import { lookupMailHosts } from '../core/dns/mail-hosts.ts';
import type { HostObservation, Observation } from '../core/observation.ts';
import type { ProbeContext } from './context.ts';
import { guardAddress } from './guard.ts';

export async function testEgress(
  hosts: readonly HostObservation[],
  context: ProbeContext,
): Promise<Observation['egress']> {
  const connects = hosts.flatMap((host) =>
    host.addresses.flatMap((address) => address.sessions.map((session) => session.connect)),
  );
  const blocked = connects.find((connect) => connect.kind === 'egress-blocked');
  if (blocked?.kind === 'egress-blocked') return { kind: 'blocked', detail: blocked.detail };
  if (connects.some((connect) => connect.kind === 'connected')) {
    return { kind: 'open', detail: 'a connection was made' };
  }
  const silent = connects.some((connect) => connect.kind === 'timeout' || connect.kind === 'unreachable');
  if (!silent) return { kind: 'not-tested', detail: 'nothing here points at a closed port' };
  return await askReferences(context);
}

async function askReferences(context: ProbeContext): Promise<Observation['egress']> {
  const { port, ports } = context;
  if (port !== 25 || ports.egressReferences.length === 0) {
    return { kind: 'not-tested', detail: 'no reference host is set for this port' };
  }
  const results = await Promise.all(ports.egressReferences.map((domain) => dialReference(domain, context)));
  const reached = results.find((result) => result.kind === 'connected');
  if (reached !== undefined) return { kind: 'open', detail: `${reached.domain} answers on port ${port}` };
  if (results.every((result) => result.kind === 'not-dialled')) {
    return { kind: 'not-tested', detail: 'no reference host could be resolved' };
  }
  const names = results.map((result) => result.domain).join(', ');
  return { kind: 'blocked', detail: `nor do the mail hosts of ${names} answer on port ${port}` };
}

/** The first MX of a domain that takes mail for millions: it is up, or we cannot get out. */
async function dialReference(
  domain: string,
  { ports, resolve, deadline, port, gate }: ProbeContext,
): Promise<{ domain: string; kind: 'connected' | 'silent' | 'not-dialled' }> {
  const { hosts } = await lookupMailHosts(resolve, domain);
  const first = hosts[0];
  if (first === undefined) return { domain, kind: 'not-dialled' };
  const { addresses } = await lookupAddresses(resolve, first.name);
  const address = addresses.find((ip) => guardAddress(ip, { allowSpecial: ports.allowSpecialAddresses }).ok);
  const timeoutMs = deadline.stepMs();
  if (address === undefined || timeoutMs === 0) return { domain, kind: 'not-dialled' };
  return await gate.run(async () => {
    const dialled = await ports.dial({ address, port }, { timeoutMs });
    if (dialled.kind !== 'connected') return { domain, kind: 'silent' };
    dialled.stream.close();
    return { domain, kind: 'connected' };
  });
}
