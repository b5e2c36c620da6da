/**
 * Which resolvers may be asked: HTTPS anywhere, plain HTTP only on loopback. The AD bit counts only over a trusted path (RFC 7672 §2.1.3);
 * over plain HTTP anybody between could set it.
 */

import { parseIpAddress } from '../../core/base/ip-address.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';

export const defaultResolvers = [
  'https://cloudflare-dns.com/dns-query',
  'https://dns.google/dns-query',
] as const;

/**
 * Check a resolver's URL (RFC 8484 §3, without URI template variables: POST needs none).
 *
 * @returns the URL as it will be asked and shown
 * @throws never
 */
export function parseResolverUrl(text: string): Result<string, string> {
  if (!URL.canParse(text)) return fail(`not a URL: ${JSON.stringify(text)}`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return fail('a resolver URL may not hold credentials: it is shown');
  if (url.protocol === 'https:') return ok(url.href);
  if (url.protocol !== 'http:') return fail(`a resolver URL begins with https: (${JSON.stringify(text)})`);
  return isLoopback(url.hostname)
    ? ok(url.href)
    : fail(`plain http only to loopback: ${JSON.stringify(text)}`);
}

function isLoopback(hostname: string): boolean {
  const address = parseIpAddress(hostname.replace(/^\[(.*)\]$/, '$1'));
  if (address === undefined) return hostname === 'localhost';
  return address.family === 4 ? address.bytes[0] === 127 : address.text === '::1';
}
