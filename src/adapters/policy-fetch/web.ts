/**
 * The policy fetch through the runtime's own `fetch` (RFC 8461 §3.3): for production Workers, which may not dial
 * Cloudflare's own addresses, where many policy hosts are. No redirect is followed and nothing comes from a cache.
 * Left out since the runtime hides it: the address, and the handshake with its certificates (the runtime has checked them).
 */
import type { PolicyFetch } from '../../core/mta-sts/observation.ts';
import type { FetchPolicy } from '../../probe/ports.ts';
import { faultFetch, maxPolicyBytes, policyHost, policyUrl, responseFetch, userAgent } from './exchange.ts';

/** The part of `fetch` that is used; a plain one keeps tests free of the network. */
export type WebFetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Fetch policies through `fetch`.
 *
 * @returns a FetchPolicy that never rejects for what a network or a server does
 */
export function createWebPolicyFetch(webFetch: WebFetch): FetchPolicy {
  return async (domain, { timeoutMs }) => {
    const url = policyUrl(policyHost(domain));
    const signal = AbortSignal.timeout(timeoutMs);
    let response: Response | undefined;
    try {
      response = await webFetch(url, {
        redirect: 'manual',
        cache: 'no-store',
        headers: { accept: 'text/plain', 'user-agent': userAgent },
        signal,
      });
      return await readResponse(response, url);
    } catch (error) {
      return nameFailure(error, url, signal.aborted, response !== undefined);
    }
  };
}

async function readResponse(response: Response, url: string): Promise<PolicyFetch> {
  const { status } = response;
  const contentType = response.headers.get('content-type');
  const frame = { status, ...(contentType !== null && { contentType }) };
  if (status !== 200) {
    await response.body?.cancel();
    return responseFetch({ url }, { ...frame, body: new Uint8Array() });
  }
  const body = await readBounded(response);
  if (body === undefined) {
    return faultFetch({ url }, { code: 'body-too-large', detail: `over ${maxPolicyBytes} bytes`, status });
  }
  return responseFetch({ url }, { ...frame, body });
}

/** @returns undefined when the body is longer than a policy may be; it is not read to its end then */
async function readBounded(response: Response): Promise<Uint8Array | undefined> {
  const whole = new Uint8Array(maxPolicyBytes);
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return whole.subarray(0, length);
    if (length + part.value.length > maxPolicyBytes) {
      await reader?.cancel();
      return undefined;
    }
    whole.set(part.value, length);
    length += part.value.length;
  }
}

/** `fetch` rejects with a TypeError for everything below HTTP, or with the signal's reason; anything else is our own mistake. */
function nameFailure(error: unknown, url: string, timedOut: boolean, hadResponse: boolean): PolicyFetch {
  if (!(error instanceof Error)) throw error;
  if (timedOut) return { url, outcome: 'timeout', detail: 'no whole response in time' };
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const detail = `${error.message}${cause}`;
  return { url, outcome: hadResponse ? 'http-failure' : 'connect-failure', detail };
}
