/**
 * All that follows from an Observation without an opinion: certificates parsed, paths validated, names, TLSA records and
 * the MTA-STS policy matched. Rules and senders both read these facts; neither parses a certificate of its own.
 * The parts are derived in facts/*.ts; here they are put together. Nothing is judged: an expired certificate is a fact, not yet a fault.
 */
import type { Cryptography } from './cryptography.ts';
import { type ChainContext, deriveChain } from './facts/chain.ts';
import { createChainWork, type ReadRefusal } from './facts/chain-work.ts';
import { type HostDane, hostDane } from './facts/dane.ts';
import { deriveMtaSts, type HostMtaSts, hostMtaSts, type MtaStsFacts } from './facts/mta-sts.ts';
import { deriveTlsRpt, type TlsRptFacts } from './facts/tls-rpt.ts';
import type { CachedPolicy } from './mta-sts/evaluate.ts';
import type { AddressObservation, HostObservation, Observation } from './observation.ts';
import type { Session } from './smtp/session.ts';
import type { Handshake } from './tls/facts.ts';
import type { CertificateFacts, Fingerprints } from './x509/certificate-facts.ts';
import type { AnchorStore, HostMatch, PathResult } from './x509/path-result.ts';
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
    }
  | {
      readonly kind: 'failed';
      /** `code: detail`, the codes of core/dane/evaluate.ts. */
      readonly reasons: readonly string[];
      /** A signature that we can't check stood in the way: a sender that can may accept. */
      readonly undecided: boolean;
    };

export interface FactsContext {
  readonly anchors: AnchorStore;
  readonly cryptography: Cryptography;
  /** The time that dates are held against. */
  readonly now: Date;
  readonly knownPolicy?: CachedPolicy;
}

/**
 * Work out what an Observation implies.
 *
 * @param given.now  certificates are judged at this time, whenever they were seen
 * @returns one entry a host and an address, in the Observation's order
 * @throws never for what was observed: what can't be read is a fact of its own
 */
export function deriveFacts(observation: Observation, given: FactsContext): Facts {
  const context = { ...given, work: createChainWork(given.cryptography) };
  const mtaSts = deriveMtaSts(observation, context);
  const hosts = observation.hosts.map((seen): HostFacts => {
    const host = withoutBlockedDials(seen, observation.egress);
    const dane = hostDane(observation, host);
    const policyMatch = hostMtaSts(mtaSts, host.name);
    return {
      observation: host,
      addresses: host.addresses.map((address) => addressFacts(observation, host, address, dane, context)),
      dane,
      ...(policyMatch && { mtaSts: policyMatch }),
    };
  });
  const { now, knownPolicy } = context;
  const tlsRpt = deriveTlsRpt(observation);
  return { observation, now, hosts, mtaSts, tlsRpt, ...(knownPolicy && { knownPolicy }) };
}

/**
 * What a blocked vantage could not dial was not measured: its time-outs are ours, not the host's. So they leave the facts here,
 * once, for rules and senders alike.
 */
function withoutBlockedDials(host: HostObservation, egress: Observation['egress']): HostObservation {
  const isOurs = ({ connect }: Session) =>
    connect.kind === 'egress-blocked' || (egress.kind === 'blocked' && connect.kind !== 'connected');
  const addresses = host.addresses.map((address): AddressObservation => {
    const sessions = address.sessions.filter((session) => !isOurs(session));
    if (sessions.length === address.sessions.length) return address;
    const unknown = { reason: 'egress-blocked', detail: egress.detail } as const;
    return { ...address, sessions, ...(sessions.length === 0 && { unknown }) };
  });
  return { ...host, addresses };
}

function addressFacts(
  observation: Observation,
  host: HostObservation,
  address: AddressObservation,
  dane: HostDane,
  context: ChainContext,
): AddressFacts {
  const cleartext = address.sessions.find((session) => session.purpose === 'cleartext');
  const derive = (session: Session): TlsSessionFacts => {
    const { handshake } = session;
    if (!handshake) return { session };
    const derived = deriveChain({ handshake, host, dane, observation, context });
    return { session, handshake, ...derived };
  };
  const tls = address.sessions.filter((session) => session.purpose !== 'cleartext').map(derive);
  const otherKeys = address.otherKeys?.map(derive);
  const asSenders = address.asSenders?.map(derive);
  return {
    observation: address,
    tls,
    ...(otherKeys && { otherKeys }),
    ...(asSenders && { asSenders }),
    ...(cleartext && { cleartext }),
  };
}
