/**
 * A sender profile: everything that makes one mail sender behave as it does, as data. predict.ts walks the facts with it; nothing else
 * knows a sender by name. Each fact says where it comes from. Words: a *policy* is DANE or MTA-STS, where it binds at a mail host;
 * without one the sender is opportunistic (RFC 7435).
 */
import type { Confidence } from '../base/confidence.ts';
import type { Personality } from '../tls-libraries/personality.ts';
import type { SenderHello } from './hellos/hello.ts';
import type { LibraryWords } from './library-words/library-words.ts';

/** What can go wrong with one delivery attempt at one address, in the order in which it can happen. */
export const failureClasses = [
  'connect-failed',
  'greeting-4xx',
  'greeting-5xx',
  'greeting-lost',
  'ehlo-421',
  'ehlo-4xx',
  'ehlo-refused',
  'helo-refused',
  'starttls-absent',
  'starttls-refused',
  'starttls-421',
  'starttls-2xx',
  'starttls-lost',
  'handshake-failed',
  'handshake-closed',
  'handshake-timeout',
  'verification-failed',
  'match-failed',
  'session-dies',
  'late-certificate-demand',
  'ehlo-over-tls-421',
  'ehlo-over-tls-closed',
  'ehlo-over-tls-refused',
  'cleartext-refused-4xx',
  'cleartext-refused-5xx',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/**
 * What the sender does about a failure.
 * `go-on`: as if nothing had happened (HELO after EHLO, TLS in spite of a 250). `cleartext`: in the same session, or over a new
 * connection; with `notBeforeSeconds` only once the message is that old, else the next host. `next-host`: the next address or host, deferred
 * when there is none; `next-or-bounce`: bounced when there is none. `defer` and `bounce` end the attempt, other hosts or not. `defer-or-next`, `bounce-or-next`: whether it tries a
 * remaining host first is not known. `error`: the caller is told (no queue).
 */
export type Reaction =
  | {
      readonly kind:
        | 'go-on'
        | 'next-host'
        | 'next-or-bounce'
        | 'defer'
        | 'bounce'
        | 'defer-or-next'
        | 'bounce-or-next'
        | 'error';
    }
  | { readonly kind: 'cleartext'; readonly connection: 'same' | 'new'; readonly notBeforeSeconds?: number }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What becomes of a domain that never leads to a connection. */
export type RoutingReaction = 'bounce' | 'defer' | 'error' | 'unknown' | 'go-on';

export const routingFailures = [
  'null-mx',
  'domain-not-found',
  'domain-without-host',
  'mx-lookup-failed',
  'no-host-address',
  'address-lookup-failed',
  'mx-is-address',
] as const;
export type RoutingFailure = (typeof routingFailures)[number];

/** How it looks at the certificate. */
export interface Verification {
  /** `never` asks; `try`: logs the result and goes on; `always`: no delivery without it. */
  readonly when: 'never' | 'try' | 'always';
  /** Is the name part of the word it logs, or only the chain? */
  readonly name: boolean;
  /** Accepts a wildcard that is only a part of a label (m*.example.org). */
  readonly partialWildcards?: boolean;
  /** Reads the common name where there is no subjectAltName. */
  readonly commonName: 'where-no-san' | 'ignored' | 'unknown';
}

/** DANE as the sender does it (RFC 7672); absent: none. */
export interface DaneUse {
  /** Which names it asks for TLSA where the mail host is an alias: the expanded one, the host's own, or first the one, then the other. */
  readonly baseDomain: 'expanded' | 'original' | 'expanded-then-original';
  /** Does an MX RRset without DNSSEC end DANE? `uses-tlsa`: it is honoured, but called no authentication (RFC 7672 §2.2.1). */
  readonly insecureMx: 'ignores-tlsa' | 'uses-tlsa';
  /** Only unusable records: `tls-required` (RFC 7672 §2.2), or not known. */
  readonly allUnusable: 'tls-required' | 'unknown';
  /**
   * A DANE-TA record fits, the name does not (RFC 7672 §3.2.3): refused; or delivered, unauthenticated, where the chain leads to a trusted root.
   */
  readonly wrongName?: 'taken-where-trusted';
  /** A digest of the wrong length: unusable (RFC 6698 §4.1), or a record that never matches. */
  readonly malformedDigest: 'unusable' | 'never-matches';
  /** A whole certificate or key (matching type 0) that is none: unusable (RFC 6698 §2.1.3), or taken, and matches nothing. */
  readonly malformedWhole: 'unusable' | 'never-matches';
}

/** MTA-STS as the sender does it (RFC 8461); absent: none. */
export interface MtaStsUse {
  /** `host`: the MX must fit the policy and the certificate the MX (§4.1, §4.2). `policy-names`: only the certificate is compared, with the policy's own mx patterns. */
  readonly matches: 'host' | 'policy-names';
  /** `exact-string`: no wildcard in a SAN is understood. */
  readonly sanMatching: 'rfc9525' | 'exact-string';
  /** A policy served as another media type than text/plain (RFC 8461 §3.3: SHOULD be checked): no policy, or a policy all the same. */
  readonly otherMediaType: 'no-policy' | 'unknown';
  /** A policy in testing mode changes what it verifies otherwise (RFC 8461 §5 does not ask for that). */
  readonly testingChangesVerification?: true;
  /** Which of two `mode` lines counts (RFC 8461 §3.2: the first). */
  readonly repeatedMode: 'first' | 'last' | 'unknown';
}

/** The sender's own words for a certificate; absent: it says none. */
export interface PeerWords {
  readonly untrusted?: string;
  readonly trusted?: string;
  readonly anonymous?: string;
  readonly dane?: string;
  readonly mtaSts?: string;
}

/** The TLS side of one kind of connection. */
export interface TlsUse {
  readonly hello: SenderHello;
  readonly personality: Personality;
  readonly sni: boolean;
}

/** Log lines by failure class; `{host}`, `{ip}`, `{domain}`, `{port}`, `{reason}`, `{objections}`, `{reply}` are filled in (log-line.ts). */
export type LogTemplates = Readonly<
  Partial<
    Record<
      | FailureClass
      | RoutingFailure
      | 'delivered-tls'
      | 'delivered-cleartext'
      | 'tlsa-lookup-failed'
      | 'mx-not-in-policy',
      string
    >
  >
>;

export interface Source {
  readonly fact: string;
  readonly source: string;
  readonly confidence: Confidence;
}

export interface QueueFacts {
  /** When the next attempt comes; absent: not published. */
  readonly retryAfterSeconds?: number;
  /** When it gives up; absent: not published. */
  readonly lifeSeconds?: number;
}

export interface SenderProfile {
  readonly id: string;
  readonly name: string;
  /** For sentences: no comma, no version but where it tells two profiles apart. */
  readonly shortName: string;
  readonly software: string;
  readonly versions: string;
  readonly kind: 'mta' | 'submission-client' | 'service';
  /** Names of the laboratory profiles whose recorded behaviour it stands for. */
  readonly measuredAs: readonly string[];
  /** Of the profile as a whole: the weakest of what its outcomes rest on. */
  readonly confidence: Confidence;
  /** Absent: nothing reliable is known of how it delivers; the reason. */
  readonly unknown?: string;
  readonly starttls: 'never' | 'opportunistic' | 'required';
  /** Does `STARTTLS SOMETHING` in the EHLO reply count as an offer? */
  readonly starttlsParameter: 'offer' | 'not-an-offer' | 'unknown';
  /** Without a policy; absent where it never does TLS. */
  readonly tls?: TlsUse;
  /** Under a policy, where that differs. */
  readonly tlsUnderPolicy?: TlsUse;
  readonly verification: Verification;
  readonly dane?: DaneUse;
  readonly mtaSts?: MtaStsUse;
  readonly peer?: PeerWords;
  /** Absent: one-shot, the caller is told. */
  readonly queue?: QueueFacts;
  /** How many addresses one attempt tries at most; absent: all. */
  readonly addressLimit?: number;
  /** `MX 0 .` beside other hosts is passed over, or ends delivery; absent: not known. */
  readonly nullMxBesideOthers?: 'skipped' | 'bounce';
  /** The addresses of all hosts are looked up before any is tried, and one look-up that fails is one for all. */
  readonly oneLookupForAll?: true;
  /** It can begin with TLS (port 465); absent: STARTTLS only. */
  readonly implicitTls?: true;
  readonly routing: Readonly<Record<RoutingFailure, RoutingReaction>>;
  readonly reactions: Readonly<Record<FailureClass, Reaction>>;
  /** What a TLS failure means where a policy binds (TLS required): never cleartext. */
  readonly underPolicy: Partial<Readonly<Record<FailureClass, Reaction>>> & { readonly otherwise: Reaction };
  readonly log: LogTemplates;
  /** What its templates' `{reason}`, `{code}` and `{objections}` are filled from; absent: they name none. */
  readonly libraryWords?: LibraryWords;
  /** Where a policy binds and the words differ. */
  readonly logUnderPolicy?: LogTemplates;
  readonly sources: readonly Source[];
}
