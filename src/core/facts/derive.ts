/**
 * From an Observation to its facts: the parts are derived each in a file of its own, and put together here.
 */
import type { AddressFacts, Facts, FactsContext, HostDane, HostFacts, TlsSessionFacts } from '../facts.ts';
import type { AddressObservation, HostObservation, Observation } from '../observation.ts';
import type { Session } from '../smtp/session.ts';
import { deriveChain } from './chain.ts';
import { type ChainContext, createChainWork } from './chain-work.ts';
import { hostDane } from './dane.ts';
import { deriveMtaSts, earlierPolicy, hostMtaSts } from './mta-sts.ts';
import { deriveTlsRpt } from './tls-rpt.ts';

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
  const { now, knownPolicy = earlierPolicy(observation) } = context;
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
