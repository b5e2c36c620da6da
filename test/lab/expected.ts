/**
 * What must be seen of each mail host of hosts.txt: the TLS version that its server picks, and the verdict's essence.
 * Written from what the software is known to do, not from what the project said: a difference is a bug here or there.
 */
import type { Outcome } from '../../src/core/report/outcome-schema.ts';
import type { Status } from '../../src/core/report/schema.ts';

export interface Expectation {
  /** What the probe is asked for: a domain on port 25, the mail host itself elsewhere. */
  readonly host: string;
  readonly port: 25 | 465 | 587;
  readonly tlsVersion: string;
  readonly status: Status;
  /** Rule ids, each once, sorted. */
  readonly findings: readonly string[];
  /** First attempt and final fate by sender id. */
  readonly senders: Readonly<Record<string, readonly [first: Outcome, final: Outcome]>>;
}

const overTls = ['delivered-tls', 'delivered-tls'] as const;
/** Opportunistic senders: they demand nothing of the certificate (RFC 7435 §3). With neither TLSA nor a policy the others are such too. */
const everyoneOverTls = {
  'postfix-may': overTls,
  'postfix-dane': overTls,
  'postfix-sts': overTls,
  exim: overTls,
  sendmail: overTls,
  gmail: overTls,
  microsoft365: overTls,
};
const verified = ['delivered-tls-authenticated', 'delivered-tls-authenticated'] as const;
/** Client libraries verify chain and name by default; nodemailer takes port 465 to mean TLS from the first byte. */
const submission = { 'python-smtplib': verified, nodemailer: verified };
const submissions = { nodemailer: verified };
const healthy = {
  port: 25,
  tlsVersion: 'TLSv1.3',
  status: 'ok',
  findings: [],
  senders: everyoneOverTls,
} as const;

export const expectations: readonly Expectation[] = [
  { ...healthy, host: 'postfix.lab.test' },
  { ...healthy, host: 'tls12.postfix.lab.test', tlsVersion: 'TLSv1.2' },
  { ...healthy, host: 'expired.postfix.lab.test', findings: ['cert.expired'] },
  {
    // Good TLS, but RFC 3207 §4 forbids a public MX to demand it (C77): everyone with TLS delivers, and the demand is a warning.
    ...healthy,
    host: 'encrypt.postfix.lab.test',
    status: 'degraded',
    findings: ['smtp.tls-required'],
  },
  {
    // OpenSSL serves the certificate with ECDHE; GnuTLS as a client refuses it, and Exim goes on in clear at once.
    ...healthy,
    host: 'key-usage.postfix.lab.test',
    status: 'degraded',
    findings: ['cert.key-usage-no-digital-signature'],
    senders: {
      'postfix-may': overTls,
      'postfix-dane': overTls,
      sendmail: overTls,
      exim: ['delivered-cleartext', 'delivered-cleartext'],
    },
  },
  {
    // The same where cleartext gets 530: Exim bounces on its first attempt.
    ...healthy,
    host: 'founding.postfix.lab.test',
    status: 'failing',
    findings: ['cert.key-usage-no-digital-signature', 'smtp.tls-required'],
    senders: { 'postfix-may': overTls, sendmail: overTls, exim: ['bounced', 'bounced'] },
  },
  { ...healthy, host: 'exim.lab.test' },
  { ...healthy, host: 'tls12.exim.lab.test', tlsVersion: 'TLSv1.2' },
  { ...healthy, host: 'expired.exim.lab.test', findings: ['cert.expired'] },
  { ...healthy, host: 'self-signed.exim.lab.test', findings: ['cert.self-signed'] },
  {
    // A GnuTLS server uses such a certificate for RSA key exchange only, which means TLS 1.2; that satisfies GnuTLS clients too.
    ...healthy,
    host: 'key-usage.exim.lab.test',
    tlsVersion: 'TLSv1.2',
    findings: ['cert.key-usage-no-digital-signature'],
    senders: { 'postfix-may': overTls, sendmail: overTls, exim: overTls },
  },
  { ...healthy, host: 'mx.postfix.lab.test', port: 465, senders: submissions },
  { ...healthy, host: 'mx.postfix.lab.test', port: 587, senders: submission },
  { ...healthy, host: 'mx.exim.lab.test', port: 465, senders: submissions },
  { ...healthy, host: 'mx.exim.lab.test', port: 587, senders: submission },
];
