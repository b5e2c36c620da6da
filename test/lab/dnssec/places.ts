/**
 * Where things are in the lab's signed world: addresses, names, and the kinds of zones there are.
 */

/**
 * The one zone that the resolver has a trust anchor for; all others are below it. Not below test.: libunbound, which danetool
 * resolves with, answers for that itself (RFC 6761 §6.2).
 */
export const apex = 'signed.example';

export const addresses = {
  /** NSD: authoritative for everything. */
  authority: '127.53.0.1',
  /** NSD for the zones behind the filter. */
  behindFilter: '127.53.0.2',
  /** unbound: plain DNS for the senders, DNS over HTTPS for the project. */
  resolver: '127.53.0.53',
  /** Takes questions and answers none. */
  silent: '127.53.0.66',
  /** Hands questions on to the NSD behind it, but eats those for TLSA. */
  filter: '127.53.0.67',
  /** All policy hosts, told apart by SNI. */
  policies: '127.26.250.1',
} as const;

export const dohUrl = `https://${addresses.resolver}/dns-query`;

/**
 * How a zone of its own is cut out of the apex. `unsigned`: no DS; `expired`: signatures of last year; `wrong-ds`: the parent vouches for another key; `servfail`: its server has no data;
 * `silent`, `filtered`: delegated to such an address. All but the unsigned ones have a DS.
 */
export type ZoneKind =
  | 'unsigned'
  | 'nsec3'
  | 'expired'
  | 'wrong-ds'
  | 'servfail'
  | 'silent'
  | 'filtered'
  | 'unsigned-filtered';
