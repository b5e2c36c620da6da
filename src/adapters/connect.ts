/**
 * From a name to a connection, the way every fetch of ours goes: addresses looked up by us, shown to the guard, dialled as addresses.
 * What the DNS or the network does is a value; the time is bounded as a whole.
 */
import type { Resolve } from '../core/dns/answer.ts';
import type { guardAddress } from '../probe/guard.ts';
import type { ByteStream, Dial } from '../probe/ports.ts';

/** One or two are usual; a zone could name hundreds. */
const maxAddresses = 4;

/** The addresses of a host, in the order to be tried; none where there are none or the DNS failed (createAddressLookup). */
export type LookUpAddresses = (resolve: Resolve) => (host: string) => Promise<readonly string[]>;

export interface ConnectPorts {
  readonly dial: Dial;
  readonly lookUpAddresses: LookUpAddresses;
  /** Every address passes through it before it is dialled; see probe/guard.ts. */
  readonly guard: (address: string) => ReturnType<typeof guardAddress>;
}

export interface ConnectFailure {
  readonly outcome: 'dns-failure' | 'special-address' | 'connect-failure' | 'timeout';
  readonly detail: string;
  readonly address?: string;
}

/**
 * Connect to a host.
 *
 * @param leftMs  what is left of the time of the whole fetch
 * @returns the first address that takes the connection; those refused by the guard are never dialled
 */
export async function connectTo(
  { host, port }: { readonly host: string; readonly port: number },
  { leftMs, resolve }: { readonly leftMs: () => number; readonly resolve: Resolve },
  ports: ConnectPorts,
): Promise<{ readonly address: string; readonly stream: ByteStream } | ConnectFailure> {
  const found = await within(leftMs(), ports.lookUpAddresses(resolve)(host));
  if (found === undefined) return { outcome: 'dns-failure', detail: `no addresses of ${host} in time` };
  const addresses = found.slice(0, maxAddresses);
  let failure: ConnectFailure = { outcome: 'dns-failure', detail: `${host} has no address` };
  for (const [index, text] of addresses.entries()) {
    const guarded = ports.guard(text);
    if (!guarded.ok) {
      failure = { outcome: 'special-address', detail: guarded.error.detail, address: text };
      continue;
    }
    const address = guarded.value;
    // A silent first address must leave time for the others.
    const timeoutMs = leftMs() / (addresses.length - index);
    if (timeoutMs <= 0) return { outcome: 'timeout', detail: 'no time left to connect', address };
    const dialled = await ports.dial({ address, port }, { timeoutMs });
    if (dialled.kind === 'connected') return { address, stream: dialled.stream };
    const outcome = dialled.kind === 'timeout' ? 'timeout' : 'connect-failure';
    failure = { outcome, detail: `${dialled.kind}: ${dialled.detail}`, address };
  }
  return failure;
}

/** @returns undefined when the time is up first: look-ups have time limits of their own, which add up */
async function within<T>(milliseconds: number, task: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([task, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
