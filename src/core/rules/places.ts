/**
 * Where a rule looks: the mail hosts, addresses, sessions and chains of the facts as flat lists, each with the subject a finding there has.
 * A place that was not measured is not in the list, so a rule says nothing about it.
 */
import type { AddressFacts, ChainFacts, Facts, HostFacts, TlsSessionFacts } from '../facts.ts';
import type { Session } from '../smtp/session.ts';
import type { Handshake } from '../tls/facts.ts';
import type { Subject } from './rule.ts';

export interface HostPlace {
  readonly facts: Facts;
  readonly host: HostFacts;
  readonly subject: Subject;
}

export interface AddressPlace extends HostPlace {
  readonly address: AddressFacts;
}

export interface SessionPlace extends AddressPlace {
  readonly session: Session;
}

export interface HandshakePlace extends SessionPlace {
  readonly handshake: Handshake;
}

export interface ChainPlace extends HandshakePlace {
  readonly chain: ChainFacts;
}

export function hostPlaces(facts: Facts): readonly HostPlace[] {
  return facts.hosts.map((host) => ({ facts, host, subject: { mx: host.observation.name } }));
}

export function addressPlaces(facts: Facts): readonly AddressPlace[] {
  return hostPlaces(facts).flatMap((place) =>
    place.host.addresses.map((address) => ({
      ...place,
      address,
      subject: { ...place.subject, address: address.observation.ip },
    })),
  );
}

/** Every session, whatever it was for. */
export function sessionPlaces(facts: Facts): readonly SessionPlace[] {
  return addressPlaces(facts).flatMap((place) =>
    place.address.observation.sessions.map((session) => ({ ...place, session })),
  );
}

/** The sessions that were to ask for STARTTLS. */
export function starttlsPlaces(facts: Facts): readonly SessionPlace[] {
  return sessionPlaces(facts).filter(({ session }) => session.purpose === 'starttls');
}

/** The sessions where a ClientHello was sent. */
export function handshakePlaces(facts: Facts): readonly HandshakePlace[] {
  return tlsPlaces(facts).flatMap(({ place, tls }) =>
    tls.handshake ? [{ ...place, session: tls.session, handshake: tls.handshake }] : [],
  );
}

/** The sessions that showed a certificate we can read; the subject names its leaf. */
export function chainPlaces(facts: Facts): readonly ChainPlace[] {
  return tlsPlaces(facts).flatMap(({ place, tls }) => {
    if (!tls.handshake || !tls.chain) return [];
    const { session, handshake, chain } = tls;
    const subject = { ...place.subject, certificate: chain.fingerprint };
    return [{ ...place, session, handshake, chain, subject }];
  });
}

/**
 * Those chains that senders with a policy to check are shown: they name the host in SNI, by DANE (RFC 7672 §8.1; C40) as by MTA-STS
 * (RFC 8461 §7.1; C67). What a server shows without SNI counts only where nothing else was seen.
 */
export function namedChainPlaces(facts: Facts): readonly ChainPlace[] {
  return chainPlaces(facts).filter(
    ({ handshake, address }) =>
      handshake.serverName !== null || address.tls.every((tls) => tls.handshake?.serverName === null),
  );
}

function tlsPlaces(facts: Facts): readonly { place: AddressPlace; tls: TlsSessionFacts }[] {
  return addressPlaces(facts).flatMap((place) => place.address.tls.map((tls) => ({ place, tls })));
}
