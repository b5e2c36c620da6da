/**
 * One question to one resolver: DNS over HTTPS in wire format (RFC 8484), by POST, over an injected fetch.
 * Whatever is not a clean DNS response is a named failure, and the caller asks the next resolver. No cache; a second try only where the connection broke.
 */

import { concat } from '../../core/base/bytes.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { encodeQuery } from './codec.ts';
import { type DnsResponse, type Question, readResponse } from './message.ts';

/** The part of fetch that is used; undici's, Node's and the Workers' own all fit. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;

export interface FetchRequest {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
      cancel(): Promise<void>;
    };
  } | null;
}

/** `malformed`: an HTTP answer that is no DNS response to our question; `detail` says what is wrong with it. */
export interface WireFailure {
  readonly kind: 'timeout' | 'unreachable' | 'malformed';
  readonly detail: string;
  /** A time-out after less time than an exchange should have: it says nothing of the resolver. */
  readonly cut?: true;
}

export interface WireClient {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
}

const mediaType = 'application/dns-message';
/** A DNS message over TCP or HTTPS has at most as many (RFC 8484 §6). */
const maxMessageLength = 65_535;

/**
 * Ask one resolver.
 *
 * @param asked.resolver  URL, checked by parseResolverUrl
 * @param asked.checkingDisabled  CD: give me what you found, validated or not (RFC 4035 §3.2.2)
 * @throws never because of the network
 * @see RFC 8484 §4.1, §4.2
 */
export async function exchange(
  client: WireClient,
  asked: { readonly resolver: string; readonly question: Question; readonly checkingDisabled: boolean },
): Promise<Result<DnsResponse, WireFailure>> {
  const body = await post(client, asked.resolver, Uint8Array.from(encodeQuery(asked.question, asked)));
  if (!body.ok) return body;
  const message = readResponse(body.value, asked.question);
  return message.ok ? message : fail({ kind: 'malformed', detail: message.error });
}

async function post(
  client: WireClient,
  resolver: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<Result<Uint8Array, WireFailure>> {
  const signal = AbortSignal.timeout(client.timeoutMs);
  const headers = { accept: mediaType, 'content-type': mediaType };
  const attempt = async (): Promise<Result<Uint8Array, WireFailure>> => {
    const pending = client.fetch(resolver, { method: 'POST', headers, body, redirect: 'manual', signal });
    return await readBody(await beforeAbort(pending, signal), signal);
  };
  // fetch and the body's reader reject with what the network did (TypeError), or with the signal's reason when it fired first.
  const explain = (error: unknown): Result<Uint8Array, WireFailure> =>
    signal.aborted
      ? fail({ kind: 'timeout', detail: `timeout: no answer in ${client.timeoutMs} ms` })
      : fail({ kind: 'unreachable', detail: explainError(error) });
  // A resolver may close a connection that is kept open just as a question goes out on it (RFC 9113 §9.1). To ask twice is no harm.
  return await attempt().catch((error) => (signal.aborted ? explain(error) : attempt().catch(explain)));
}

async function readBody(
  response: FetchResponse,
  signal: AbortSignal,
): Promise<Result<Uint8Array, WireFailure>> {
  const reader = response.body?.getReader();
  const refusal = checkHead(response);
  if (refusal !== undefined || reader === undefined) {
    dropBody(reader);
    return fail(refusal ?? { kind: 'malformed', detail: 'empty-body' });
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await beforeAbort(reader.read(), signal);
      if (done) return ok(concat(...parts));
      length += value?.length ?? 0;
      if (length > maxMessageLength) break;
      if (value !== undefined) parts.push(value);
    }
  } catch (error) {
    dropBody(reader);
    throw error;
  }
  dropBody(reader);
  return fail({ kind: 'malformed', detail: `oversize: over ${maxMessageLength} bytes` });
}

function checkHead(response: FetchResponse): WireFailure | undefined {
  // A gateway that waited in vain for the resolver behind it (RFC 9110 §15.6.5) says what our own timer would have said later.
  if (response.status === 504) return { kind: 'timeout', detail: 'HTTP 504' };
  if (response.status !== 200) return { kind: 'unreachable', detail: `HTTP ${response.status}` };
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === mediaType
    ? undefined
    : { kind: 'malformed', detail: `wrong-content-type: ${JSON.stringify(type?.slice(0, 80) ?? null)}` };
}

/** Free the connection; how the cancelled stream takes it is of no interest. */
function dropBody(reader: { cancel(): Promise<void> } | undefined): void {
  reader?.cancel().catch(() => undefined);
}

/** Rejects when the signal fires, even if `pending` never heeds it. */
async function beforeAbort<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([pending, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** undici wraps what happened ("fetch failed") around its cause (ECONNREFUSED, a certificate error): the cause says more. */
function explainError(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code}: ` : '';
  return `${code}${cause.message}`.slice(0, 300);
}
