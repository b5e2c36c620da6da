/**
 * The policy fetch over our own sockets and TLS client (RFC 8461 §3.3), on Node and in workerd where it may dial 443.
 * Addresses are looked up by us, shown to the guard, and dialled as addresses; the certificates go into the facts and are judged later,
 * purely. So the fetch goes on past a bad certificate: what a broken host would have served is worth knowing, and no sender acts on it.
 */
import type { Cryptography } from '../../core/cryptography.ts';
import type { PolicyFetch } from '../../core/mta-sts/observation.ts';
import { createTlsClient } from '../../core/tls/client.ts';
import { broadHello } from '../../core/tls/hellos.ts';
import type { ByteStream, FetchPolicy } from '../../probe/ports.ts';
import type { secureStream } from '../../probe/tls-stream.ts';
import { type ConnectPorts, connectTo } from '../connect.ts';
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

export interface DialPolicyFetchPorts extends ConnectPorts {
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
    const connected = await connectTo({ host, port: httpsPort }, { leftMs, resolve }, ports);
    if ('outcome' in connected) return { url, ...connected };
    try {
      return await exchange({ url, ...connected }, host, leftMs, ports);
    } finally {
      connected.stream.close();
    }
  };
}

interface Connected {
  readonly url: string;
  readonly address: string;
  readonly stream: ByteStream;
}

async function exchange(
  { url, address, stream }: Connected,
  host: string,
  leftMs: () => number,
  ports: DialPolicyFetchPorts,
): Promise<PolicyFetch> {
  const { cryptography, monotonic } = ports;
  const client = createTlsClient({ hello: broadHello, helloName: 'broad', serverName: host, cryptography });
  const options = { timeoutMs: leftMs(), monotonic };
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
