/**
 * The session over TLS in which a failure came, as far as a sender tells of it in its log: what EHLO lists there, its word for the certificate,
 * and the parameters of its own handshake. How another hello's handshake ends says nothing of its parameters (sender-plan.ts).
 */
import type { AddressFacts } from '../facts.ts';
import type { Session } from '../smtp/session.ts';
import type { Handshake } from '../tls/facts.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import type { TlsUse } from './profile.ts';
import { exactSession } from './sender-plan.ts';

export interface OverTls {
  readonly extensions: readonly string[];
  /** Absent: not known to the letter. */
  readonly seen?: SessionSeen;
  readonly peer?: string;
}

export interface SessionSeen {
  readonly handshake: Handshake;
  readonly leaf?: CertificateFacts;
}

export function overTls(
  { tls: own, asSenders = [] }: AddressFacts,
  use: TlsUse,
  { session, peer }: { readonly session: Session; readonly peer?: string },
): OverTls {
  const { handshake, chain } = exactSession(use, own, asSenders) ?? {};
  return {
    extensions: session.extensionsOverTls ?? [],
    ...(handshake && { seen: { handshake, ...(chain && { leaf: chain.leaf }) } }),
    ...(peer !== undefined && { peer }),
  };
}
