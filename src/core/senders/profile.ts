/**
 * A sender profile: everything that makes one mail sender behave as it does, as data. predict.ts walks the facts with it; nothing else
 * knows a sender by name. What goes wrong and what it does then: profile-reactions.ts; where each fact comes from: profile-sources.ts. Words: a *policy* is DANE or MTA-STS, where it binds at a mail host;
 * without one the sender is opportunistic (RFC 7435).
 */
import type { Personality } from '../tls-libraries/personality.ts';
import type { SenderHello } from './hellos/hello.ts';
import type { LookupWords } from './library-words/getaddrinfo.ts';
import type { LibraryWords } from './library-words/library-words.ts';
import type {
  FailureClass,
  LogEvent,
  LogTemplates,
  Reaction,
  RoutingFailure,
  RoutingReaction,
} from './profile-reactions.ts';
import type { Sourced } from './profile-sources.ts';
import type { ReplyStyle } from './reply-text.ts';

/** How it looks at the certificate. */
export interface Verification {
  /** `never` asks; `try`: logs the result and goes on; `always`: no delivery without it. */
  readonly when: 'never' | 'try' | 'always';
  /** Is the name part of the word it logs, or only the chain? */
  readonly name: boolean;
  /** A wildcard that is only a part of a label (m*.example.org): taken wherever the star stands, or by its library's table; absent: refused. */
  readonly partialWildcards?: 'accepted' | 'as-library';
  /** A dot at the end of a name in the certificate does not matter. */
  readonly trailingDots?: true;
  /** Reads the common name where there is no subjectAltName; beside one without a dNSName its library's table tells. */
  readonly commonName: 'where-no-san' | 'ignored' | 'unknown';
}

/** DANE as the sender does it (RFC 7672); absent: none. */
export interface DaneUse {
  /** Which names it asks for TLSA where the mail host is an alias: the expanded one, the host's own, or first the one, then the other. */
  readonly baseDomain: 'expanded' | 'original' | 'expanded-then-original';
  /** Does an MX RRset without DNSSEC end DANE? `uses-tlsa`: it is honoured, but called no authentication (RFC 7672 §2.2.1). */
  readonly insecureMx: 'ignores-tlsa' | 'uses-tlsa';
  /** Only unusable records: `tls-required` (RFC 7672 §2.2), not known, or its delivery process dies of them when it starts TLS, other hosts or not. */
  readonly allUnusable: 'tls-required' | 'unknown' | 'crashes';
  /**
   * A DANE-TA record fits, the name does not (RFC 7672 §3.2.3): refused; or delivered, unauthenticated, where the chain leads to a trusted root.
   */
  readonly wrongName?: 'taken-where-trusted';
  /** With DANE-TA the certificate must name the mail host; absent: the mail domain will do too (RFC 7672 §3.2.2). */
  readonly hostNameOnly?: true;
  /** A name with a wildcard that is a part of a label counts as far as its library takes it; absent: never. */
  readonly partialWildcards?: 'as-library';
  /** A key too small for the library's level fails, DANE-EE or not; absent: with DANE-EE only the match counts. */
  readonly minimumKey?: true;
  /** An alias that leads to unsigned addresses has no DANE; absent: its own name may (RFC 7672 §2.2.2). */
  readonly needsSignedAddresses?: true;
  /** It takes weaker digests beside stronger ones, which RFC 7671 §9 leaves out. */
  readonly digestAgility?: 'none';
  /**
   * With DANE-TA an anchor is taken for servers' whatever its purpose, and one that is named by its key is replaced by a certificate of the sender's
   * own making, so that nothing of the one sent matters (Exim, src/dane-openssl.c, grow_chain and wrap_issuer).
   */
  readonly anchorsOfItsOwn?: true;
  /** An anchor that the record itself holds, and that is not sent: it never matches; absent: as good as one that is sent (RFC 7671 §5.2.3). */
  readonly unsentAnchor?: 'never-matches';
  /** A digest of the wrong length: unusable (RFC 6698 §4.1), or a record that never matches. */
  readonly malformedDigest: 'unusable' | 'never-matches';
  /** A selector that is not assigned: a record that never matches; absent: unusable (RFC 7672 §3.1.3). */
  readonly unknownSelector?: 'never-matches';
  /** A whole certificate or key (matching type 0) that is none: unusable (RFC 6698 §2.1.3), or taken, and matches nothing. */
  readonly malformedWhole: 'unusable' | 'never-matches';
}

/** MTA-STS as the sender does it (RFC 8461); absent: none. */
export interface MtaStsUse {
  /** `host`: the MX must fit the policy and the certificate the MX (§4.1, §4.2). `policy-names`: only the certificate is compared, with the policy's own mx patterns. */
  readonly matches: 'host' | 'policy-names';
  /** `exact-string`: no wildcard in a SAN is understood. */
  readonly sanMatching: 'rfc9525' | 'exact-string';
  /** What reads record and policy in its place; absent: what it makes of either where they are not as RFC 8461 §3 has them is not known. */
  readonly reader?: 'postfix-mta-sts-resolver';
  /** A policy in testing mode changes what it verifies otherwise (RFC 8461 §5 does not ask for that). */
  readonly testingChangesVerification?: true;
  /** An `id` that is not up to 32 letters and digits will do, though RFC 8461 §3.1 takes such a record for none. */
  readonly takesAnyId?: true;
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
  /** A warning alert ends its handshake, though its library would go on; absent: it goes on. */
  readonly endsAtWarning?: true;
}

export interface QueueFacts {
  /** When the next attempt comes; absent: not published. */
  readonly retryAfterSeconds?: number;
  /** The waits after that, in words. */
  readonly schedule?: string;
  /** When it gives up; absent: not published. */
  readonly lifeSeconds?: number;
}

export interface SenderProfile extends Sourced {
  readonly id: string;
  readonly name: string;
  /** For sentences: no comma, no version but where it tells two profiles apart. */
  readonly shortName: string;
  readonly software: string;
  readonly versions: string;
  readonly kind: 'mta' | 'submission-client' | 'service';
  /** Names of the laboratory profiles whose recorded behaviour it stands for. */
  readonly measuredAs: readonly string[];
  /** Absent: nothing reliable is known of how it delivers; the reason. */
  readonly unknown?: string;
  readonly starttls: 'never' | 'opportunistic' | 'required';
  /** Does `STARTTLS SOMETHING` in the EHLO reply count as an offer? */
  readonly starttlsParameter: 'offer' | 'not-an-offer' | 'unknown';
  /** It reads the keyword letter by letter; absent: in any case (RFC 5321 §2.4). */
  readonly starttlsKeyword?: 'upper-case' | 'any-case';
  /** An equals sign ends the keyword, too, as in `AUTH=LOGIN` of old. */
  readonly starttlsEquals?: true;
  /** It says STARTTLS whatever EHLO lists; a server that lists other things and not this one is taken to have none. */
  readonly starttlsUnoffered?: true;
  /** What it makes of text that came along with the 220 to STARTTLS: thrown away unread, or a failure; absent: not known. */
  readonly injectedText?: 'thrown-away' | FailureClass;
  /** What an end of the handshake that close_notify announces is to it; absent: the same as any other end. */
  readonly announcedEnd?: FailureClass;
  /** Where EHLO over TLS is refused it says MAIL at once; absent: HELO, if it goes on. */
  readonly saysMailUngreeted?: true;
  /** What it says to a server whose greeting is blotted out, as PIX firewalls do; absent: EHLO. `refused`: a greeting of the code alone is an error. */
  readonly blankGreeting?: 'ehlo' | 'helo' | 'refused';
  /** A greeting of 2xx that is not 220 is an error; absent: as good as 220 (RFC 5321 §4.3.2). */
  readonly greets220Only?: true;
  /** After a failure past the connection it tries no other address of the same host; absent: it does. */
  readonly oneAddressAHost?: true;
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
  /** Of several addresses it takes one by chance, and no other after it. */
  readonly oneAddressAtRandom?: true;
  /** Where a host has an IPv4 address its IPv6 ones are not tried; absent: both are. */
  readonly ipv4Alone?: true;
  /** `MX 10 .`: a host without an address, not the null MX, which has preference 0 (RFC 7505 §3); absent: a null MX all the same. */
  readonly nullMxOfPreference0Only?: true;
  /** `MX 0 .` beside other hosts is passed over, or ends delivery; absent: not known. */
  readonly nullMxBesideOthers?: 'skipped' | 'bounce';
  /** The addresses of all hosts are looked up before any is tried, and one host without an address ends it (one-lookup.ts). */
  readonly oneLookupForAll?: true;
  /** It can begin with TLS (port 465); absent: STARTTLS only. */
  readonly implicitTls?: true;
  readonly routing: Readonly<Record<RoutingFailure, RoutingReaction>>;
  readonly reactions: Readonly<Record<FailureClass, Reaction>>;
  /** What a TLS failure means where a policy binds (TLS required): never cleartext. */
  readonly underPolicy: Partial<Readonly<Record<FailureClass, Reaction>>> & { readonly otherwise: Reaction };
  readonly log: LogTemplates;
  /** How it repeats a reply of several lines; absent: not known, and the last one will do. */
  readonly replyStyle?: ReplyStyle;
  /** Where it waits for as long as the server does, in words; no line tells of it. Absent: it has a time limit. */
  readonly endlessWaits?: Readonly<Partial<Record<LogEvent, string>>>;
  /** What its templates' `{reason}`, `{error}` and `{objections}` are filled from; absent: they name none. */
  readonly libraryWords?: LibraryWords;
  /** What its templates' `{lookup}` is filled from, where it leaves the look-up of addresses to its system. */
  readonly lookupWords?: LookupWords;
  /** Where a policy binds and the words differ. */
  readonly logUnderPolicy?: LogTemplates;
  /** Where it is MTA-STS that binds, and the words differ again. */
  readonly logUnderMtaSts?: LogTemplates;
}
