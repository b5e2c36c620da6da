/**
 * "What if?": a certificate that is not deployed yet, judged as if a server had shown it. An Observation is made up in which one host
 * shows this chain; facts, rules and report are then those of every probe (verdict.ts). What only a server can show is left absent
 * (version, key exchange, stapled answers), and so are policies in the DNS: no sender is predicted.
 */
import { toBase64 } from './base/text.ts';
import { deriveFacts } from './facts/derive.ts';
import { type Observation, observationVersion, type Port } from './observation.ts';
import type { CertificateVerdict } from './report/certificate-verdict.ts';
import type { ReportedFinding } from './report/finding-schema.ts';
import { reportFindings } from './report/findings.ts';
import { reportMailHosts } from './report/mail-hosts.ts';
import { rules } from './rules/catalogue.ts';
import { findAll } from './rules/engine.ts';
import type { JudgeContext } from './verdict.ts';

export interface CertificateQuestion {
  /** DER; the server certificate first, then what would be sent with it. */
  readonly chain: readonly Uint8Array[];
  /** The mail host's own name, not the mail domain: lower-case A-labels. */
  readonly host: string;
  readonly unicodeHost?: string;
  /** On submission ports senders verify by themselves, so the same fault weighs more. */
  readonly port: Port;
  readonly at: Date;
}

/** An address of RFC 5737: something must stand there, and no finding keeps it. */
const nowhere = '192.0.2.1';

const certificateRules = rules.filter(({ id }) => id.startsWith('cert.'));

/**
 * Judge a certificate before it is deployed.
 *
 * @param question.chain  certificates that parseCertificate takes: parsePem's, say
 * @throws TypeError when the first one is no certificate: the caller should have looked
 */
export function judgeCertificate(
  question: CertificateQuestion,
  { anchors, cryptography }: Pick<JudgeContext, 'anchors' | 'cryptography'>,
): CertificateVerdict {
  const facts = deriveFacts(imagine(question), { anchors, cryptography, now: question.at });
  const { tls, certificates, dane } = reportMailHosts(facts)[0]?.addresses[0] ?? {};
  const { trusted, trustProblems, matched } = tls ?? {};
  const publish = dane?.publish;
  if (trusted === undefined || matched === undefined || publish === undefined || !certificates) {
    throw new TypeError('the chain does not begin with a certificate');
  }
  const { host, unicodeHost, port, at } = question;
  return {
    host,
    ...(unicodeHost !== undefined && { unicodeHost }),
    port,
    judgedAt: at.toISOString(),
    trusted,
    trustProblems: trustProblems ?? [],
    matched,
    findings: reportFindings(findAll(facts, certificateRules)).map(withoutAddress),
    certificates,
    publish,
  };
}

/** No address was dialled, so none is named. */
function withoutAddress({
  subject: { address: _, ...subject },
  ...finding
}: ReportedFinding): ReportedFinding {
  return { ...finding, subject };
}

/** What a probe would have seen, were the chain deployed. */
function imagine({ chain, host, port, at }: CertificateQuestion): Observation {
  const time = at.toISOString();
  const detail = 'the certificate is not deployed: nothing was measured';
  return {
    version: observationVersion,
    input: `[${host}]`,
    host,
    form: 'mail-host',
    port,
    depth: 'normal',
    startedAt: time,
    finishedAt: time,
    vantage: { id: 'none', runtime: 'none', ehloName: 'none', resolvers: [] },
    routing: { kind: 'direct' },
    hosts: [
      {
        name: host,
        preference: null,
        addressDnssec: 'indeterminate',
        tlsa: { kind: 'skipped', detail },
        addresses: [
          {
            ip: nowhere,
            sessions: [
              {
                purpose: port === 465 ? 'implicit-tls' : 'starttls',
                startedAt: time,
                connect: { kind: 'connected', milliseconds: 0 },
                handshake: {
                  hello: 'none',
                  serverName: host,
                  outcome: 'completed',
                  certificates: chain.map(toBase64),
                },
                transcript: [],
              },
            ],
          },
        ],
      },
    ],
    egress: { kind: 'not-tested', detail },
    dns: [],
  };
}
