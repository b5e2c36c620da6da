/**
 * What a host of badmx is, as data: its servers, its certificates, its names in the DNS, and what a probe of it must say.
 * One host, one defect; the host's name is the defect. All else about it is in order.
 */
import type { Identity, LeafOptions } from './leaf.ts';
import type { SmtpScript } from './smtp-script.ts';
import type { ZoneName } from './zone.ts';

export const areas = [
  'healthy',
  'starttls',
  'tls',
  'certificate',
  'routing',
  'dane',
  'mta-sts',
  'hostile',
] as const;
export type Area = (typeof areas)[number];

/** First attempt and final fate, in the words of the verdict. */
export interface ExpectedOutcome {
  readonly first: string;
  readonly final: string;
}

export interface Expectation {
  readonly status: 'ok' | 'degraded' | 'failing' | 'indeterminate';
  /** Ids of rules that must be among the findings, the one that weighs most first; empty: nothing to find. */
  readonly findings: readonly string[];
  /** By profile id, where the outcome was measured with the real sender or is documented; others are left out. */
  readonly senders?: Readonly<Record<string, ExpectedOutcome>>;
}

export interface TlsSettings {
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL's cipher list; a list without TLS 1.3 suites ends at TLS 1.2. */
  readonly ciphers?: string;
  readonly groups?: string;
  readonly demandsClientCertificate?: boolean;
  /** The signature in the handshake is wrong; TLS 1.2 only. */
  readonly forgesSignature?: boolean;
  /** Signature schemes, in OpenSSL's words. */
  readonly signatures?: string;
  /** PEM; default: none, so no finite-field DHE before TLS 1.3. */
  readonly dhParameters?: string;
  /** OpenSSL's SSL_OP_* flags. */
  readonly options?: number;
}

/** The names of one server. */
export interface ServerNames {
  readonly domain: string;
  /** The mail host: `mx.<domain>`, `mx2.<domain>`. */
  readonly mx: string;
  readonly address: string;
}

/** What differs from a good mail server. */
export interface ServerDefinition {
  readonly leaf?: (names: ServerNames) => Partial<LeafOptions>;
  /** A second certificate beside it, of another kind of key: the client's hello decides which is shown. */
  readonly secondLeaf?: (names: ServerNames) => Partial<LeafOptions>;
  /** Shown to who names no host in the handshake (SNI), in place of the right one. */
  readonly leafWithoutName?: (names: ServerNames) => Partial<LeafOptions>;
  readonly script?: Partial<SmtpScript>;
  readonly tls?: TlsSettings;
  /** Also STARTTLS on 587 and implicit TLS on 465, under the domain's own name. */
  readonly submission?: boolean;
  /** An address where nobody listens. */
  readonly absent?: boolean;
  /** Behind the same address, in turn: each client's second, fourth, ... connection meets it. */
  readonly inTurnWith?: Pick<ServerDefinition, 'leaf' | 'script' | 'tls'>;
  /** Its address; default: IPv4. */
  readonly family?: 6;
}

/** A server as it was raised. */
export interface RaisedServer extends ServerNames {
  readonly identity: Identity;
  readonly second?: Identity;
}

export interface ZoneContext {
  readonly domain: string;
  readonly servers: readonly RaisedServer[];
  readonly intermediate: Uint8Array;
}

/** What is served at `https://mta-sts.<domain>/.well-known/mta-sts.txt` (RFC 8461 §3.3). */
export interface PolicyDefinition {
  readonly status?: number;
  readonly body: (domain: string) => string;
  readonly leaf?: Partial<LeafOptions>;
  readonly mediaType?: string;
  readonly script?: 'silent' | 'absent';
}

/** What a host is made of. */
export interface HostMakeup {
  /** In order of preference; default: one good server. */
  readonly servers?: readonly ServerDefinition[];
  readonly policy?: PolicyDefinition;
  /** Its names are in a signed zone: a validating resolver sets AD. */
  readonly signed?: boolean;
  /** Replaces these names of the default zone; null: the name is not there. */
  readonly zone?: (context: ZoneContext) => Readonly<Record<string, ZoneName | null>>;
}

export interface HostDefinition extends HostMakeup {
  /** The left-most label. */
  readonly name: string;
  readonly area: Area;
  readonly title: string;
  /** What is broken and which senders fail. */
  readonly describes: string;
  readonly expect: Expectation;
}

const same = (outcome: string): ExpectedOutcome => ({ first: outcome, final: outcome });

export const outcome = {
  tls: same('delivered-tls'),
  authenticated: same('delivered-tls-authenticated'),
  cleartext: same('delivered-cleartext'),
  cleartextLater: { first: 'deferred', final: 'delivered-cleartext' },
  lost: { first: 'deferred', final: 'bounced' },
  bounced: same('bounced'),
} as const satisfies Record<string, ExpectedOutcome>;
