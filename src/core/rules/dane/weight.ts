/**
 * What a DANE fault weighs: mail from senders that do DANE waits (RFC 7672 §2.2), if DNSSEC vouches for the whole way to the host.
 */
import type { HostPlace } from '../places.ts';
import type { Severity } from '../rule.ts';

/** On submission ports TLSA is shown as information; with an insecure MX look-up only some senders look at it (RFC 7672 §2.2.1; C17). */
export function daneSeverity({ facts }: HostPlace): Severity {
  const { port, routing } = facts.observation;
  if (port !== 25) return 'info';
  const secure = routing.kind === 'direct' || ('dnssec' in routing && routing.dnssec === 'secure');
  return secure ? 'error' : 'warning';
}
