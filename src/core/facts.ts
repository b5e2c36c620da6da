/**
 * All that follows from an Observation without an opinion: certificates parsed, paths validated, names and TLSA records matched.
 * Rules and senders both read these facts; neither parses a certificate of its own.
 */
import { fromBase64 } from './base/text.ts';
import type { Cryptography } from './cryptography.ts';
import { type DaneResult, evaluateDane } from './dane/evaluate.ts';
import type { AddressObservation, HostObservation, Observation } from './observation.ts';
import type { Session } from './smtp/session.ts';
import type { Handshake } from './tls/facts.ts';
import { parseCertificate } from './x509/certificate.ts';
import type { CertificateFacts, TrustAnchor } from './x509/certificate-facts.ts';
import { matchHostName, type NameMatch } from './x509/names.ts';
import { type PathResult, validatePath } from './x509/path.ts';

export interface Facts {
  readonly observation: Observation;
  readonly now: Date;
  readonly hosts: readonly HostFacts[];
}

export interface HostFacts {
  readonly observation: HostObservation;
  readonly addresses: readonly AddressFacts[];
}

export interface AddressFacts {
  readonly observation: AddressObservation;
  /** The sessions that asked for TLS, in the order made, each with the chain it was shown (if any). */
  readonly tls: readonly TlsSessionFacts[];
  /** The session without TLS, where one was made. */
  readonly cleartext?: Session;
}

export interface TlsSessionFacts {
  readonly session: Session;
  readonly handshake?: Handshake;
  readonly chain?: ChainFacts;
}

/** The certificates of one handshake, seen as each kind of verifier would. */
export interface ChainFacts {
  /** In the order sent; those that could not be parsed are in `refused` instead. */
  readonly certificates: readonly CertificateFacts[];
  readonly refused: readonly { readonly position: number; readonly reason: string }[];
  readonly leaf: CertificateFacts;
  readonly path: PathResult;
  /** The leaf against the mail host's name (RFC 9525). */
  readonly name: NameMatch;
  /** Absent where no TLSA record applies. */
  readonly dane?: DaneResult;
}
