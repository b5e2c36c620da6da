/**
 * The `mx` section of the verdict: what was seen at each address of each mail host, from the facts; findings stand beside it.
 * Where several sessions asked for TLS, the one that came furthest is shown.
 */
import { safeToDeployAt, showTlsa, zoneLine } from '../dane/publish.ts';
import type { DnsAnswer } from '../dns/answer.ts';
import type { AddressFacts, Facts, HostFacts, TlsSessionFacts } from '../facts.ts';
import { demandsTls, replyText } from '../rules/smtp/steps.ts';
import { offersExtension } from '../smtp/extensions.ts';
import type { Session } from '../smtp/session.ts';
import type { Handshake } from '../tls/facts.ts';
import { reportCertificates } from './certificate.ts';
import type { AddressReport, MailHostReport } from './mail-host-schema.ts';
import { reportPolicies } from './policy-trace.ts';

/** One entry a mail host, by preference. */
export function reportMailHosts(facts: Facts): MailHostReport[] {
  return facts.hosts.map((host) => {
    const { name, unicodeName, preference, aliases, unknown } = host.observation;
    const addresses = host.addresses.map((address) => reportAddress(facts, host, address));
    return {
      host: name,
      ...(unicodeName !== undefined && { unicodeHost: unicodeName }),
      preference,
      ...(aliases && { aliases }),
      addresses,
      ...reportPolicies(facts, host),
      ...(unknown && { unknown }),
    };
  });
}

function reportAddress(facts: Facts, host: HostFacts, address: AddressFacts): AddressReport {
  const shown = furthest(address.tls);
  const { ip, unknown, enumeration } = address.observation;
  return {
    ip,
    smtp: reportSmtp(address, shown?.session),
    tls: { ...reportTls(shown), ...(enumeration && { enumeration }) },
    certificates: shown?.chain ? reportCertificates(shown.chain) : [],
    dane: { ...reportDane(facts, host, shown), ...reportOtherKeys(facts, host, address) },
    ...(unknown && { unknown }),
  };
}

/** A completed handshake before a failed one, a failed one before none; best of all one that proves the key. */
function furthest(sessions: readonly TlsSessionFacts[]): TlsSessionFacts | undefined {
  return (
    sessions.find(({ handshake }) => handshake?.outcome === 'completed' && isProven(handshake)) ??
    sessions.find(({ handshake }) => handshake?.outcome === 'completed') ??
    sessions.find(({ handshake }) => handshake !== undefined) ??
    sessions[0]
  );
}

/** By a signature that was checked, or by RSA key exchange, whose Finished nobody else can make. */
const isProven = ({ signatureVerified }: Handshake): boolean => signatureVerified !== 'unsupported';

function reportSmtp(address: AddressFacts, shown: Session | undefined): AddressReport['smtp'] {
  const session = shown ?? address.cleartext;
  const greeting = session?.greeting && 'reply' in session.greeting ? session.greeting.reply : undefined;
  const answer = session?.starttls && 'reply' in session.starttls ? session.starttls.reply : undefined;
  return {
    ...reportReach(address),
    ...(greeting && { greeting: replyText(greeting) }),
    extensions: session?.extensions ?? [],
    starttls: starttlsState(session),
    ...(answer && { starttlsReply: replyText(answer) }),
    ...reportCleartext(address.cleartext),
  };
}

function reportReach({ observation }: AddressFacts): Pick<AddressReport['smtp'], 'reachable' | 'detail'> {
  const { sessions, ip } = observation;
  if (sessions.some(({ connect }) => connect.kind === 'connected')) return { reachable: 'yes' };
  const connect = sessions[0]?.connect;
  if (!connect || connect.kind === 'connected') return { reachable: 'unknown' };
  const detail = connect.detail ? `${connect.kind}: ${connect.detail}` : connect.kind;
  const ours = ['egress-blocked', 'special-address', 'budget'].includes(connect.kind);
  // Without an IPv6 route of our own nothing is known of the host's.
  const noRoute = connect.kind === 'unreachable' && ip.includes(':');
  return { reachable: ours || noRoute ? 'unknown' : 'no', detail };
}

function starttlsState(session: Session | undefined): AddressReport['smtp']['starttls'] {
  if (session?.purpose === 'implicit-tls') return session.handshake ? 'implicit' : 'unknown';
  const { ehlo, extensions = [] } = session ?? {};
  if (!ehlo || !('reply' in ehlo) || ehlo.reply.code >= 300) return 'unknown';
  return offersExtension(extensions, 'STARTTLS') ? 'offered' : 'not-offered';
}

function reportCleartext(
  session: Session | undefined,
): Pick<AddressReport['smtp'], 'cleartext' | 'cleartextReply' | 'cleartextAssumed'> {
  const step = session?.mailFrom;
  if (!step || !('reply' in step)) return { cleartext: 'unknown' };
  const cleartextReply = replyText(step.reply);
  if (step.reply.code < 300) return { cleartext: 'accepted', cleartextReply, cleartextAssumed: true };
  return { cleartext: demandsTls(step.reply) ? 'refused' : 'unknown', cleartextReply };
}

function reportTls(shown: TlsSessionFacts | undefined): AddressReport['tls'] {
  const { handshake, chain, session } = shown ?? {};
  if (!handshake) {
    const refused = session?.starttls !== undefined || starttlsState(session) === 'not-offered';
    return { handshake: refused ? 'not-tried' : 'unknown' };
  }
  const { failure, version, suite, keyExchange, group, signatureScheme, outcome } = handshake;
  return {
    handshake: outcome,
    ...(failure && { failure }),
    ...(version && { version }),
    ...(suite && { suite }),
    ...(keyExchange && { keyExchange }),
    ...(group && { group }),
    ...(signatureScheme && { signatureScheme }),
    ...(outcome === 'completed' && handshake.certificates.length > 0 && { keyProven: isProven(handshake) }),
    ...(chain && {
      trusted: chain.path.kind === 'trusted',
      trustProblems: chain.path.problems.map(({ code, openssl, gnutls, detail }) => ({
        code,
        text: openssl.map((error) => `${error.code} ${error.text}`).join('; ') || detail,
        gnutls: [...gnutls],
      })),
      matched: chain.name.kind === 'matched',
    }),
    clientCertificateRequested: handshake.clientCertificateRequest !== undefined,
  };
}

function reportDane(
  facts: Facts,
  host: HostFacts,
  shown: TlsSessionFacts | undefined,
): AddressReport['dane'] {
  const { dane } = host;
  const record = shown?.chain?.keyRecord;
  const base = dane.kind === 'records' ? dane.baseDomain : host.observation.name;
  const publish = record && zoneLine(base, facts.observation.port, record);
  const records = dane.kind === 'records' ? dane.records.map(showTlsa) : [];
  return {
    ...daneState(host, shown),
    records,
    ...(publish && { publish }),
    ...(dane.kind === 'records' && newKeySafeFrom(facts, dane.answer)),
  };
}

/** From the new records' signature to the last secondary server: an hour is much, and costs little. */
const propagationSeconds = 3600;

/** By the RRset's own TTL, as its signature has it; what a cache has left of it is too short (RFC 4034 §3.1.4). */
function newKeySafeFrom(
  { now }: Facts,
  { originalTtlSeconds }: DnsAnswer,
): Pick<AddressReport['dane'], 'newKeySafeFrom'> {
  if (originalTtlSeconds === undefined) return {};
  return { newKeySafeFrom: safeToDeployAt(now, originalTtlSeconds, propagationSeconds).toISOString() };
}

function reportOtherKeys(
  { observation: { port } }: Facts,
  { dane }: HostFacts,
  { otherKeys = [] }: AddressFacts,
): Pick<AddressReport['dane'], 'otherKeys'> {
  const seen = otherKeys.flatMap(({ handshake, chain }) => {
    if (handshake?.outcome !== 'completed' || !isProven(handshake) || !chain || dane.kind !== 'records')
      return [];
    const publish = zoneLine(dane.baseDomain, port, chain.keyRecord);
    const matched = chain.dane?.kind === 'matched';
    return [{ key: handshake.hello.replace('only-', ''), sha256: chain.fingerprint, matched, publish }];
  });
  return seen.length > 0 ? { otherKeys: seen } : {};
}

function daneState(
  { dane }: HostFacts,
  shown: TlsSessionFacts | undefined,
): Pick<AddressReport['dane'], 'state' | 'detail'> {
  switch (dane.kind) {
    case 'none':
      return { state: 'none' };
    case 'not-applicable':
      return { state: 'not-applicable', detail: dane.detail };
    case 'unknown':
      return { state: 'unknown', detail: dane.detail };
    case 'lookup-failed':
      return { state: 'unknown', detail: `the look-up failed: ${dane.answer.outcome}` };
    case 'records': {
      const result = shown?.chain?.dane;
      if (!result) return { state: 'unknown', detail: 'no certificate was seen' };
      if (result.kind === 'failed') {
        return { state: result.undecided ? 'unknown' : 'failed', detail: result.reasons.join('; ') };
      }
      if (result.kind === 'unusable') return { state: 'unusable' };
      return { state: 'matched', detail: `${result.record} at depth ${result.depth}` };
    }
    default:
      return dane satisfies never;
  }
}
