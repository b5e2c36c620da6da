/**
 * What the probe needs from the outside, as types: sockets, time, identity. The adapters provide them; entries wire them in.
 * Nothing here throws for what a network does: a failed dial or a closed stream is a value.
 */
import type { ToAscii } from '../core/base/host-name.ts';
import type { Cryptography } from '../core/cryptography.ts';
import type { Resolve } from '../core/dns/answer.ts';
import type { ResolverTest } from '../core/dns/resolver-test.ts';
import type { EarlierPolicy, PolicyFetch } from '../core/mta-sts/observation.ts';
import type { FetchedIssuer } from '../core/x509/fetched-issuer.ts';

/** What one read brought. After anything but `data` the stream is dead. */
export type ReadResult =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed' }
  | { readonly kind: 'reset'; readonly detail: string }
  | { readonly kind: 'timeout' };

export interface ByteStream {
  /** Wait for the next bytes. One read at a time; `timeout` leaves nothing pending. */
  read(timeoutMs: number): Promise<ReadResult>;
  /** Queue bytes; a broken connection shows at the next read. */
  write(bytes: Uint8Array): void;
  /** Close and free the socket at once; safe to call twice. */
  close(): void;
}

export type DialResult =
  | { readonly kind: 'connected'; readonly stream: ByteStream }
  | {
      readonly kind: 'refused' | 'timeout' | 'unreachable' | 'reset' | 'egress-blocked';
      readonly detail: string;
    };

/** Open a TCP connection to an address (never a name: the guard has looked at addresses only). */
export type Dial = (
  endpoint: { readonly address: string; readonly port: number },
  options: { readonly timeoutMs: number },
) => Promise<DialResult>;

/** Fetch `https://mta-sts.<domain>/.well-known/mta-sts.txt` (RFC 8461 §3.3); `resolve` is the probe's own, so that its answers are kept. */
export type FetchPolicy = (
  domain: string,
  options: { readonly timeoutMs: number; readonly resolve: Resolve },
) => Promise<PolicyFetch>;

/**
 * The policies that this vantage fetched itself: as a sender with a cache would hold them (RFC 8461 §3.3). Public texts under public
 * names; bounded, and lost without harm. Never rejects: what can't be had is absent.
 */
export interface PolicyMemory {
  recall(domain: string): Promise<EarlierPolicy | undefined>;
  /** @param untilMs  when it has run out, since 1970 */
  keep(domain: string, policy: EarlierPolicy, untilMs: number): Promise<void>;
}

/** Does a resolver validate? Asking again within the answer's life costs nothing. Never rejects. */
export type TestResolver = (resolver: string) => Promise<ResolverTest>;

/** Fetch what a caIssuers URL serves (RFC 5280 §4.2.2.1); plain HTTP, guarded and bounded. */
export type FetchIssuer = (
  url: string,
  options: { readonly timeoutMs: number; readonly resolve: Resolve },
) => Promise<FetchedIssuer>;

export interface Clock {
  now(): Date;
  /** Milliseconds that only ever grow. */
  monotonic(): number;
}

export interface ProbePorts {
  readonly dial: Dial;
  /** A resolver for one probe, which asks nothing past the time that `leftMs` says is left. */
  readonly createResolve: (options: { readonly leftMs: () => number }) => {
    readonly resolve: Resolve;
    readonly resolvers: readonly string[];
  };
  /** Absent: resolvers are believed untested (labs). */
  readonly testResolver?: TestResolver;
  readonly fetchPolicy: FetchPolicy;
  /** Absent: this vantage fetches no missing issuers. `isAnchor`: an anchor has this name, so that nothing is missing. */
  readonly issuers?: {
    readonly fetch: FetchIssuer;
    readonly isAnchor: (issuer: readonly string[]) => boolean;
  };
  readonly cryptography: Cryptography;
  readonly clock: Clock;
  readonly vantage: { readonly id: string; readonly runtime: string; readonly ehloName: string };
  /** Domains known to take mail, asked only where nothing answered: is the port closed to this vantage? Empty: not asked. */
  readonly egressReferences: readonly string[];
  /** UTS 46; absent: mail hosts are shown by their A-labels alone. */
  readonly toAscii?: ToAscii;
  /** Labs and the demo only: special addresses may be dialled. */
  readonly allowSpecialAddresses: boolean;
}
