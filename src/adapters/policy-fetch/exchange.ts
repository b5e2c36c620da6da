/**
 * What both ways of fetching a policy share (RFC 8461 §3.3): the URL, the bounds, and how a response becomes a PolicyFetch.
 */
import type { PolicyFetch } from '../../core/mta-sts/observation.ts';
import type { HttpFaultCode } from './http-head.ts';

/** RFC 8461 §3.3 suggests 64 KiB; longer policies are refused, not cut. */
export const maxPolicyBytes = 64 * 1024;
export const policyPath = '/.well-known/mta-sts.txt';
export const userAgent = 'starttls-probe';

/**
 * The policy host of a mail domain (RFC 8461 §3.3).
 *
 * @param domain A-labels
 * @throws TypeError when it could not stand in a URL or a Host header: the caller should have refused it long before
 */
export function policyHost(domain: string): string {
  const name = domain.toLowerCase().replace(/\.$/, '');
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name) || name.length > 253) {
    throw new TypeError(`not a domain in A-labels: ${JSON.stringify(domain)}`);
  }
  return `mta-sts.${name}`;
}

export function policyUrl(host: string): string {
  return `https://${host}${policyPath}`;
}

/** A response, whatever its status: judging it is core's business. */
export function responseFetch(
  frame: Pick<PolicyFetch, 'url' | 'address'>,
  response: { readonly status: number; readonly contentType?: string; readonly body: Uint8Array },
): PolicyFetch {
  const { status, contentType, body } = response;
  // A byte order mark stays in: it breaks the first key for senders that do not drop it either.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  return {
    ...frame,
    outcome: 'response',
    detail: `HTTP ${status}`,
    status,
    ...(contentType !== undefined && { contentType }),
    ...(status === 200 && { body: text }),
  };
}

/** A response that breaks HTTP or the bounds. */
export function faultFetch(
  frame: Pick<PolicyFetch, 'url' | 'address'>,
  fault: { readonly code: HttpFaultCode; readonly detail: string; readonly status?: number },
): PolicyFetch {
  return {
    ...frame,
    outcome: fault.code === 'body-too-large' ? 'too-large' : 'http-failure',
    detail: `${fault.code}: ${fault.detail}`,
    ...(fault.status !== undefined && { status: fault.status }),
  };
}
