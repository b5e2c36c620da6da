/**
 * An Observation to judge: `example.test`, one healthy mail host with one address, as a literal; tests change what they are about.
 * The certificates are those of test/fixtures/observations; the time is noon of 2026-06-01.
 */
import type { DnsAnswer, DnsRecord } from '../../src/core/dns/answer.ts';
import type {
  AddressObservation,
  HostObservation,
  Observation,
  TlsaLookup,
} from '../../src/core/observation.ts';
import type { Reply, Session } from '../../src/core/smtp/session.ts';
import type { Handshake, HandshakeFailure } from '../../src/core/tls/facts.ts';
import { certificates } from '../fixtures/observations/certificates.ts';

export type CertificateName = keyof typeof certificates;

export const judgedAt = '2026-06-01T12:00:00.000Z';
export const mailHost = 'mx.example.test';
export const mailAddress = '192.0.2.25';

export function chainOf(...names: readonly CertificateName[]): string[] {
  return names.map((name) => certificates[name]);
}

/** As the reply reader makes it: the enhanced code is named, and stays in the text. */
export function reply(code: number, ...lines: string[]): { reply: Reply } {
  const enhanced = /^[245]\.\d+\.\d+(?= )/.exec(lines.at(-1) ?? '')?.[0];
  return { reply: { code, ...(enhanced && { enhanced }), lines } };
}

/** A handshake that completed, TLS 1.3, with a chain that is trusted and matches. */
export function completed(overrides: Partial<Handshake> = {}): Handshake {
  return {
    hello: 'broad',
    serverName: mailHost,
    outcome: 'completed',
    version: 'TLSv1.3',
    suite: 'TLS_AES_256_GCM_SHA384',
    keyExchange: 'ecdhe',
    group: 'x25519',
    signatureScheme: 'ecdsa_secp256r1_sha256',
    signatureVerified: 'valid',
    certificates: chainOf('good', 'intermediate'),
    ...overrides,
  };
}

/** The same handshake with other certificates. */
export function showing(...names: readonly CertificateName[]): Handshake {
  return completed({ certificates: chainOf(...names) });
}

export function failedHandshake(
  failure: Omit<HandshakeFailure, 'detail'>,
  overrides: Partial<Handshake> = {},
): Handshake {
  return {
    hello: 'broad',
    serverName: mailHost,
    outcome: 'failed',
    failure: { detail: 'as the test says', ...failure },
    certificates: [],
    ...overrides,
  };
}

/** EHLO, STARTTLS, handshake, EHLO, QUIT: all well. */
export function starttlsSession(overrides: Partial<Session> = {}): Session {
  return {
    purpose: 'starttls',
    startedAt: judgedAt,
    connect: { kind: 'connected', milliseconds: 12 },
    greeting: reply(220, 'mx.example.test ESMTP'),
    ehlo: reply(250, 'mx.example.test', 'PIPELINING', 'STARTTLS'),
    extensions: ['PIPELINING', 'STARTTLS'],
    starttls: reply(220, '2.0.0 Ready to start TLS'),
    handshake: completed(),
    ehloOverTls: reply(250, 'mx.example.test', 'PIPELINING'),
    extensionsOverTls: ['PIPELINING'],
    quit: reply(221, '2.0.0 Bye'),
    transcript: [],
    ...overrides,
  };
}

/** EHLO, MAIL, QUIT without TLS: accepted. */
export function cleartextSession(overrides: Partial<Session> = {}): Session {
  return {
    purpose: 'cleartext',
    startedAt: judgedAt,
    connect: { kind: 'connected', milliseconds: 12 },
    greeting: reply(220, 'mx.example.test ESMTP'),
    ehlo: reply(250, 'mx.example.test', 'PIPELINING', 'STARTTLS'),
    extensions: ['PIPELINING', 'STARTTLS'],
    mailFrom: reply(250, '2.1.0 Ok'),
    quit: reply(221, '2.0.0 Bye'),
    transcript: [],
    ...overrides,
  };
}

/** A session that ends where `upTo` says: later steps are absent, as when the step was never reached. */
export function sessionUpTo(
  step: 'connect' | 'greeting' | 'ehlo' | 'starttls' | 'handshake',
  overrides: Partial<Session>,
): Session {
  const whole = starttlsSession();
  const { purpose, startedAt, connect, greeting, ehlo, extensions, starttls, handshake, transcript } = whole;
  const steps = ['connect', 'greeting', 'ehlo', 'starttls', 'handshake'];
  const reached = (name: string) => steps.indexOf(name) <= steps.indexOf(step);
  return {
    purpose,
    startedAt,
    connect,
    ...(reached('greeting') && greeting && { greeting }),
    ...(reached('ehlo') && ehlo && extensions && { ehlo, extensions }),
    ...(reached('starttls') && starttls && { starttls }),
    ...(reached('handshake') && handshake && { handshake }),
    transcript,
    ...overrides,
  };
}

export function address(overrides: Partial<AddressObservation> = {}): AddressObservation {
  return { ip: mailAddress, sessions: [starttlsSession(), cleartextSession()], ...overrides };
}

export function host(overrides: Partial<HostObservation> = {}): HostObservation {
  return {
    name: mailHost,
    preference: 10,
    addressDnssec: 'insecure',
    tlsa: { kind: 'skipped', detail: 'no secure address' },
    addresses: [address()],
    ...overrides,
  };
}

export function dnsAnswer(
  name: string,
  type: DnsAnswer['type'],
  records: readonly DnsRecord[],
  overrides: Partial<DnsAnswer> = {},
): DnsAnswer {
  return {
    name,
    type,
    outcome: records.length > 0 ? 'answer' : 'no-data',
    records: [...records],
    cnames: [],
    rcode: 'NOERROR',
    ad: false,
    dnssec: 'insecure',
    ede: [],
    ttlSeconds: 300,
    resolver: 'https://resolver.test/dns-query',
    failedResolvers: [],
    ...overrides,
  };
}

/** Secure TLSA records, each as `3 1 1 <hex>`. */
export function tlsaRecords(...texts: readonly string[]): TlsaLookup {
  const records = texts.map((text): DnsRecord => {
    const [usage = '', selector = '', matchingType = '', data = ''] = text.split(' ');
    return {
      type: 'TLSA',
      usage: Number(usage),
      selector: Number(selector),
      matchingType: Number(matchingType),
      data,
    };
  });
  const answer = dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', records, { ad: true, dnssec: 'secure' });
  return { kind: 'asked', answers: [answer] };
}

/** An MTA-STS record and a policy that was fetched, its TLS made by the runtime. */
export function mtaSts(policy: string): NonNullable<Observation['mtaSts']> {
  return {
    record: dnsAnswer('_mta-sts.example.test', 'TXT', [{ type: 'TXT', strings: ['v=STSv1; id=20260101;'] }]),
    fetch: {
      url: 'https://mta-sts.example.test/.well-known/mta-sts.txt',
      outcome: 'response',
      detail: '',
      status: 200,
      contentType: 'text/plain',
      body: policy,
    },
  };
}

export function policyText(mode: 'enforce' | 'testing' | 'none', mx: string = mailHost): string {
  return `version: STSv1\nmode: ${mode}\nmx: ${mx}\nmax_age: 604800\n`;
}

export function healthyObservation(overrides: Partial<Observation> = {}): Observation {
  return {
    version: 1,
    input: 'example.test',
    host: 'example.test',
    form: 'domain',
    port: 25,
    depth: 'normal',
    startedAt: judgedAt,
    finishedAt: judgedAt,
    vantage: {
      id: 'test',
      runtime: 'node',
      ehloName: 'probe.example.net',
      resolvers: ['https://resolver.test/dns-query'],
    },
    routing: { kind: 'mx', dnssec: 'insecure' },
    hosts: [host()],
    egress: { kind: 'open', detail: '' },
    dns: [
      dnsAnswer('example.test', 'MX', [{ type: 'MX', preference: 10, exchange: mailHost }]),
      dnsAnswer(mailHost, 'A', [{ type: 'A', address: mailAddress }]),
      dnsAnswer(mailHost, 'AAAA', []),
    ],
    ...overrides,
  };
}

/** The healthy observation with another session asking for TLS at its one address. */
export function withSession(session: Session, cleartext: Session = cleartextSession()): Observation {
  return healthyObservation({ hosts: [host({ addresses: [address({ sessions: [session, cleartext] })] })] });
}

/** The healthy observation with another handshake. */
export function withHandshake(handshake: Handshake, cleartext?: Session): Observation {
  return withSession(starttlsSession({ handshake }), cleartext);
}
