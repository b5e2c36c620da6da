/**
 * All that follows from an Observation without an opinion: certificates parsed, paths validated, names, TLSA records and
 * the MTA-STS policy matched. Rules and senders both read these facts; neither parses a certificate of its own.
 * These are their types; facts/*.ts derive them. Nothing is judged: an expired certificate is a fact, not yet a fault.
 */
import type { Cryptography } from './cryptography.ts';
import type { TlsaFields } from './dane/records.ts';
import type { DnsAnswer, DnsRecord } from './dns/answer.ts';
import type { DomainMtaSts } from './mta-sts/assess.ts';
import type { CachedPolicy } from './mta-sts/known-policy.ts';
import type { MxNearMiss } from './mta-sts/match.ts';
import type { Mode } from './mta-sts/policy.ts';
import type { AddressObservation, HostObservation, Observation } from './observation.ts';
import type { Session } from './smtp/session.ts';
import type { Handshake } from './tls/facts.ts';
import type { TlsRptResult } from './tls-rpt/record.ts';
import type { CertificateFacts, CertificateRefusal, Fingerprints } from './x509/certificate-facts.ts';
import type { AnchorStore, HostMatch, PathProblemCode, PathResult } from './x509/path-result.ts';
import type { StapleResult } from './x509/staple.ts';

export interface Facts {
  readonly observation: Observation;
  readonly now: Date;
  readonly hosts: readonly HostFacts[];
  readonly mtaSts: MtaStsFacts;
  readonly tlsRpt: TlsRptFacts;
  /** A policy of this domain from before, as a sender may still hold it. */
  readonly knownPolicy?: CachedPolicy;
}

export interface HostFacts {
  readonly observation: HostObservation;
  readonly addresses: readonly AddressFacts[];
  readonly dane: HostDane;
  /** Absent where no readable policy is published. */
  readonly mtaSts?: HostMtaSts;
}

export type TlsaRecord = Extract<DnsRecord, { type: 'TLSA' }>;

/**
 * `not-applicable`: no secure address, or never asked; `none`: a proven or insecure "no records" (C10);
 * `lookup-failed`: neither proven present nor absent, so a DANE sender waits (C15); `records`: a secure RRset.
 */
export type HostDane =
  | { readonly kind: 'not-applicable'; readonly detail: string }
  | { readonly kind: 'none' }
  /** No resolver could be asked: a sender's own resolver may know. */
  | { readonly kind: 'unknown'; readonly detail: string }
  | { readonly kind: 'lookup-failed'; readonly answer: DnsAnswer; readonly filterSuspected: boolean }
  | {
      readonly kind: 'records';
      readonly answer: DnsAnswer;
      /** Where the records were found: the name asked without `_port._tcp.` (RFC 7672 §2.2.3). */
      readonly baseDomain: string;
      readonly records: readonly TlsaRecord[];
      /** The MX RRset is secure too: without that DANE resists no downgrade (RFC 7672 §2.2.1). */
      readonly routingSecure: boolean;
    };

/** `not-applicable`: submission ports, and mail hosts that the caller named. */
export type MtaStsFacts = { readonly kind: 'not-applicable' } | DomainMtaSts;

export interface HostMtaSts {
  readonly mode: Mode;
  /** The pattern that names this host; absent: none does. */
  readonly pattern?: string;
  /** One that nearly does. */
  readonly near?: MxNearMiss;
}

/** `not-applicable`: as above. */
export type TlsRptFacts = { readonly kind: 'not-applicable' } | TlsRptResult;

export interface AddressFacts {
  readonly observation: AddressObservation;
  /** The sessions that asked for TLS, in the order made, each with the chain it was shown (if any). */
  readonly tls: readonly TlsSessionFacts[];
  /** What senders are shown that take another kind of key only; a failure here is no fault: the server has no such key. */
  readonly otherKeys?: readonly TlsSessionFacts[];
  /** What single senders get, asked with the hello of each; a failure here is between the server and that sender. */
  readonly asSenders?: readonly TlsSessionFacts[];
  /** The session without TLS, where one was made. */
  readonly cleartext?: Session;
}

export interface TlsSessionFacts {
  readonly session: Session;
  readonly handshake?: Handshake;
  /** Absent: no certificate was seen, or the leaf can't be read (then `unreadable` says why). */
  readonly chain?: ChainFacts;
  readonly unreadable?: ReadRefusal;
}

/** `budget`: it was not looked at, since the probe brought more different certificates than one verdict reads. */
export type ReadRefusal = CertificateRefusal | { readonly code: 'budget'; readonly detail: string };

/** The certificates of one handshake, seen as each kind of verifier would. */
export interface ChainFacts {
  /** In the order sent; those that could not be parsed are in `refused` instead, and so is where reading ended. */
  readonly certificates: readonly CertificateFacts[];
  /** Of `certificates`, in the same order. */
  readonly fingerprints: readonly Fingerprints[];
  readonly refused: readonly { readonly position: number; readonly reason: string }[];
  readonly leaf: CertificateFacts;
  /** SHA-256 of the leaf, lower-case hexadecimal: what findings name it by. */
  readonly fingerprint: string;
  /** By what was sent alone: what a verifier sees that fetches nothing. */
  readonly path: PathResult;
  /** With the issuers fetched by AIA; absent: none was missing or none was had. */
  readonly fetchedPath?: PathResult;
  /** The leaf against the mail host's name (RFC 9525). */
  readonly name: HostMatch;
  /** Absent where no TLSA record applies. */
  readonly dane?: ChainDane;
  /** Records at another base domain of an alias, for senders that ask there alone, by the name that they stand at; absent: none. */
  readonly daneElsewhere?: ReadonlyMap<string, ChainDane>;
  /** To publish for the leaf's key, beside the records that stand. */
  readonly keyRecord: TlsaFields;
  /** The stapled OCSP response, held against the leaf; absent: none came. */
  readonly staple?: StapleResult;
}

/** What the TLSA records of the host say of this chain (RFC 7672 §2.2). */
export type ChainDane =
  | { readonly kind: 'unusable' }
  | {
      readonly kind: 'matched';
      readonly usage: 2 | 3;
      /** The record, in presentation format. */
      readonly record: string;
      /** 0: the leaf. */
      readonly depth: number;
      /** The record itself holds the anchor, which the server does not send (RFC 7671 §5.2.3). */
      readonly unsent?: true;
    }
  | {
      readonly kind: 'failed';
      /** `code: detail`, the codes of core/dane/evaluate.ts. */
      readonly reasons: readonly string[];
      /** A signature that we can't check stood in the way: a sender that can may accept. */
      readonly undecided: boolean;
      /** The trust anchor that a path leads to, though something stands against it. */
      readonly anchored?: AnchoredChain;
      /** An anchor fits, by the right name, and nothing but the purpose of a certificate stands against it. */
      readonly purposeAlone?: true;
      /** What the records say that a stronger digest overrules (RFC 7671 §9), where there are some; for senders that heed them, too. */
      readonly overruled?: ChainDane;
    };

export interface AnchoredChain {
  /** That names the anchor, in presentation format. */
  readonly record: string;
  /** 0: the leaf. */
  readonly depth: number;
  /** What is wrong with the anchor's own certificate. */
  readonly faults: readonly PathProblemCode[];
  /** The name, and the path below it. */
  readonly otherwiseRight: boolean;
}

export interface FactsContext {
  readonly anchors: AnchorStore;
  readonly cryptography: Cryptography;
  /** The time that dates are held against. */
  readonly now: Date;
  readonly knownPolicy?: CachedPolicy;
}
