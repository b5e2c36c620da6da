/**
 * The policy fetch over our own sockets and TLS client (RFC 8461 §3.3), on Node and in workerd where it may dial 443.
 * Addresses are looked up by us, shown to the guard, and dialled as addresses; the certificates go into the facts and are judged later,
 * purely. So the fetch goes on past a bad certificate: what a broken host would have served is worth knowing, and no sender acts on it.
 */
import type { Cryptography } from '../../core/cryptography.ts';
import type { Resolve } from '../../core/dns/answer.ts';
import type { PolicyFetch } from '../../core/mta-sts/observation.ts';
import { createTlsClient } from '../../core/tls/client.ts';
import { broadHello } from '../../core/tls/hellos.ts';
import type { guardAddress } from '../../probe/guard.ts';
import type { ByteStream, Dial, FetchPolicy } from '../../probe/ports.ts';
import type { secureStream } from '../../probe/tls-stream.ts';
import {
  faultFetch,
  maxPolicyBytes,
  policyHost,
  policyPath,
  policyUrl,
  responseFetch,
  userAgent,
} from './exchange.ts';
import { HttpResponseReader } from './http-response.ts';

const httpsPort = 443;
/** One or two are usual; a zone could name hundreds. */
const maxAddresses = 4;

/** The addresses of a policy host, in the order to be tried; none where there are none or the DNS failed (createAddressLookup). */
export type LookUpAddresses = (resolve: Resolve) => (host: string) => Promise<readonly string[]>;

export interface DialPolicyFetchPorts {
  readonly dial: Dial;
  readonly lookUpAddresses: LookUpAddresses;
  /** Every address passes through it before it is dialled; see probe/guard.ts. */
  readonly guard: (address: string) => ReturnType<typeof guardAddress>;
  readonly secureStream: typeof secureStream;
  readonly cryptography: Cryptography;
  /** Milliseconds that only ever grow. */
  readonly monotonic: () => number;
}

/**
 * Fetch policies by dialling.
 *
 * @returns a FetchPolicy that never rejects for what a network or a server does
 */
export function createDialPolicyFetch(ports: DialPolicyFetchPorts): FetchPolicy {
  return async (domain, { timeoutMs, resolve }) => {
    const host = policyHost(domain);
    const url = policyUrl(host);
    const end = ports.monotonic() + timeoutMs;
    const leftMs = () => Math.max(0, end - ports.monotonic());
    const found = await within(leftMs(), ports.lookUpAddresses(resolve)(host));
    if (found === undefined)
      return { url, outcome: 'dns-failure', detail: `no addresses of ${host} in time` };
    const connected = await connectAny(found.slice(0, maxAddresses), url, leftMs, ports);
    if ('outcome' in connected) return connected;
    try {
      return await exchange(connected, host, leftMs, ports);
    } finally {
      connected.stream.close();
    }
  };
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

interface Connected {
  readonly url: string;
  readonly address: string;
  readonly stream: ByteStream;
}

/** The first address that takes the connection; those refused by the guard are never dialled. */
async function connectAny(
  addresses: readonly string[],
  url: string,
  leftMs: () => number,
  ports: DialPolicyFetchPorts,
): Promise<Connected | PolicyFetch> {
  let failure: PolicyFetch = { url, outcome: 'dns-failure', detail: 'the policy host has no address' };
  for (const [index, text] of addresses.entries()) {
    const guarded = ports.guard(text);
    if (!guarded.ok) {
      failure = { url, outcome: 'special-address', detail: guarded.error.detail, address: text };
      continue;
    }
    const address = guarded.value;
    // A silent first address must leave time for the others.
    const timeoutMs = leftMs() / (addresses.length - index);
    if (timeoutMs <= 0) return { url, outcome: 'timeout', detail: 'no time left to connect', address };
    const dialled = await ports.dial({ address, port: httpsPort }, { timeoutMs });
    if (dialled.kind === 'connected') return { url, address, stream: dialled.stream };
    const outcome = dialled.kind === 'timeout' ? 'timeout' : 'connect-failure';
    failure = { url, outcome, detail: `${dialled.kind}: ${dialled.detail}`, address };
  }
  return failure;
}

async function exchange(
  { url, address, stream }: Connected,
  host: string,
  leftMs: () => number,
  ports: DialPolicyFetchPorts,
): Promise<PolicyFetch> {
  const { cryptography, monotonic } = ports;
  const client = createTlsClient({ hello: broadHello, helloName: 'broad', serverName: host, cryptography });
  const options = { timeoutMs: leftMs(), monotonic, early: new Uint8Array() };
  const secured = await ports.secureStream(stream, client, options);
  const frame = { url, address };
  if (!secured) {
    const handshake = client.facts;
    const timedOut = handshake.failure?.kind === 'timeout';
    const detail = handshake.failure?.detail ?? 'the handshake did not complete';
    return { ...frame, handshake, outcome: timedOut ? 'timeout' : 'tls-failure', detail };
  }
  try {
    secured.write(requestBytes(host));
    const fetched = await readResponse(secured, frame, leftMs);
    const handshake = client.facts;
    // A TLS 1.3 server may turn away after the handshake only, in place of its response.
    const broken = fetched.outcome === 'http-failure' && handshake.failure !== undefined;
    return { ...fetched, handshake, ...(broken && { outcome: 'tls-failure' }) };
  } finally {
    secured.close();
  }
}

async function readResponse(
  stream: ByteStream,
  frame: Pick<PolicyFetch, 'url' | 'address'>,
  leftMs: () => number,
): Promise<PolicyFetch> {
  const reader = new HttpResponseReader(maxPolicyBytes);
  for (;;) {
    const timeoutMs = leftMs();
    // The whole exchange is bounded, not each read: a byte a second would never end otherwise.
    const received = timeoutMs > 0 ? await stream.read(timeoutMs) : ({ kind: 'timeout' } as const);
    if (received.kind === 'timeout')
      return { ...frame, outcome: 'timeout', detail: 'no whole response in time' };
    if (received.kind === 'reset') return { ...frame, outcome: 'http-failure', detail: received.detail };
    const progress = received.kind === 'data' ? reader.push(received.bytes) : reader.end();
    if (progress.kind === 'response') return responseFetch(frame, progress.response);
    if (progress.kind === 'failed') return faultFetch(frame, progress);
  }
}

/** No cookies, no conditions, no codings: a policy is fetched fresh (RFC 8461 §3.3: HTTP caching is not used). */
function requestBytes(host: string): Uint8Array {
  const lines = [
    `GET ${policyPath} HTTP/1.1`,
    `Host: ${host}`,
    `User-Agent: ${userAgent}`,
    'Accept: text/plain',
    'Accept-Encoding: identity',
    'Connection: close',
  ];
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`);
}
