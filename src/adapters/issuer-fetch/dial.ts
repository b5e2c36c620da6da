/**
 * Fetching a missing issuer over our own sockets (RFC 5280 §4.2.2.1): plain HTTP as caIssuers is, port 80 alone, one request, no redirect,
 * bounded bytes and time. A stranger's certificate chose the URL, so its host goes through look-up and guard like any other.
 */
import { isAskableName, normaliseName } from '../../core/base/host-name.ts';
import { toBase64 } from '../../core/base/text.ts';
import type { FetchedIssuer } from '../../core/x509/fetched-issuer.ts';
import { readIssuerDocument } from '../../core/x509/issuer-document.ts';
import type { ByteStream, FetchIssuer } from '../../probe/ports.ts';
import { type ConnectPorts, connectTo } from '../connect.ts';
import { userAgent } from '../policy-fetch/exchange.ts';
import { type HttpProgress, HttpResponseReader } from '../policy-fetch/http-response.ts';

/** A certificate is one or two KiB, a bag of them a few. */
const maxDocumentBytes = 64 * 1024;
const httpPort = 80;
const maxUrlLength = 1024;

export interface IssuerFetchPorts extends ConnectPorts {
  /** Milliseconds that only ever grow. */
  readonly monotonic: () => number;
}

/** @returns a fetch that never rejects for what a URL, a network or a server does */
export function createIssuerFetch(ports: IssuerFetchPorts): FetchIssuer {
  return async (url, { timeoutMs, resolve }) => {
    const place = readUrl(url);
    if (typeof place === 'string') return failed(url, { outcome: 'refused-url', detail: place });
    const end = ports.monotonic() + timeoutMs;
    const leftMs = () => Math.max(0, end - ports.monotonic());
    const connected = await connectTo({ host: place.host, port: httpPort }, { leftMs, resolve }, ports);
    if ('outcome' in connected) return failed(url, connected);
    const { address, stream } = connected;
    try {
      stream.write(requestBytes(place));
      return readDocument(url, address, await readResponse(stream, leftMs));
    } finally {
      stream.close();
    }
  };
}

/** @returns why it is not asked, where it is not */
function readUrl(text: string): { readonly host: string; readonly target: string } | string {
  if (text.length > maxUrlLength || !URL.canParse(text)) return 'not a URL, or too long a one';
  const url = new URL(text);
  if (url.protocol !== 'http:') return 'not http:';
  if (url.port !== '' || url.username !== '' || url.password !== '') return 'a port or a password of its own';
  const host = normaliseName(url.hostname);
  // An address is no name: nobody's caIssuers needs one, and ours are looked up.
  if (!isAskableName(host) || /^[\d.]+$/.test(host)) return 'not a host name';
  return { host, target: `${url.pathname}${url.search}` };
}

function requestBytes({ host, target }: { readonly host: string; readonly target: string }): Uint8Array {
  const lines = [
    `GET ${target} HTTP/1.1`,
    `Host: ${host}`,
    `User-Agent: ${userAgent}`,
    'Accept: application/pkix-cert, application/pkcs7-mime',
    'Accept-Encoding: identity',
    'Connection: close',
  ];
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`);
}

type Answer =
  | Exclude<HttpProgress, { kind: 'more' }>
  | { readonly kind: 'timeout' | 'reset'; readonly detail: string };

async function readResponse(stream: ByteStream, leftMs: () => number): Promise<Answer> {
  const reader = new HttpResponseReader(maxDocumentBytes);
  for (;;) {
    const timeoutMs = leftMs();
    // The whole exchange is bounded, not each read.
    const received = timeoutMs > 0 ? await stream.read(timeoutMs) : ({ kind: 'timeout' } as const);
    if (received.kind === 'timeout') return { kind: 'timeout', detail: 'no whole response in time' };
    if (received.kind === 'reset') return received;
    const progress = received.kind === 'data' ? reader.push(received.bytes) : reader.end();
    if (progress.kind !== 'more') return progress;
  }
}

function readDocument(url: string, address: string, answer: Answer): FetchedIssuer {
  switch (answer.kind) {
    case 'timeout':
      return failed(url, { outcome: 'timeout', detail: answer.detail, address });
    case 'reset':
      return failed(url, { outcome: 'http-failure', detail: answer.detail, address });
    case 'failed': {
      const { status, code, detail } = answer;
      return failed(url, {
        outcome: 'http-failure',
        detail: `${code}: ${detail}`,
        address,
        ...(status !== undefined && { status }),
      });
    }
    case 'response': {
      const { status, body } = answer.response;
      const frame = { address, status };
      if (status !== 200) return failed(url, { ...frame, outcome: 'http-failure', detail: `HTTP ${status}` });
      const read = readIssuerDocument(body);
      if (!read.ok) return failed(url, { ...frame, outcome: 'not-a-certificate', detail: read.error });
      const certificates = read.value.map(toBase64);
      return { url, ...frame, outcome: 'certificates', detail: `${body.length} bytes`, certificates };
    }
    default:
      return answer satisfies never;
  }
}

function failed(url: string, why: Omit<FetchedIssuer, 'url' | 'certificates'>): FetchedIssuer {
  return { url: url.slice(0, maxUrlLength), ...why, certificates: [] };
}
