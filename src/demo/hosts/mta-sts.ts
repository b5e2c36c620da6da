/**
 * Hosts with an MTA-STS policy (RFC 8461), right or wrong, or right with a mail host that breaks it.
 * Only senders with MTA-STS notice: Gmail, Microsoft 365, Postfix with a policy server.
 */
import { type HostDefinition, outcome } from '../host.ts';
import { policyText } from '../policy-host.ts';

const enforced = { body: (domain: string) => policyText('enforce', [`mx.${domain}`]) };

const stsSendersWait = {
  'postfix-may': outcome.tls,
  'postfix-sts': outcome.lost,
  exim: outcome.tls,
  gmail: outcome.lost,
  microsoft365: outcome.lost,
} as const;

export const mtaStsHosts: readonly HostDefinition[] = [
  {
    name: 'sts',
    area: 'mta-sts',
    title: 'MTA-STS in order',
    describes: 'Mode enforce, the policy names the mail host, the certificate is good.',
    expect: { status: 'ok', findings: [], senders: { 'postfix-sts': outcome.authenticated } },
    policy: enforced,
  },
  {
    name: 'sts-wildcard',
    area: 'mta-sts',
    title: 'MTA-STS and a wildcard certificate',
    describes:
      'Right by the standard; Sendmail with FEATURE(sts) compares names as plain strings and defers.',
    expect: {
      status: 'ok',
      findings: ['cert.wildcard-only'],
      senders: { 'postfix-sts': outcome.authenticated },
    },
    servers: [{ leaf: ({ domain }) => ({ names: ['*.elsewhere.test', `*.${domain}`] }) }],
    policy: enforced,
  },
  {
    name: 'sts-self-signed',
    area: 'mta-sts',
    title: 'MTA-STS enforced, the certificate self-signed',
    describes: 'Senders with MTA-STS wait, then give up; all others deliver.',
    expect: { status: 'failing', findings: ['sts.certificate-invalid'], senders: stsSendersWait },
    servers: [{ leaf: () => ({ issuer: 'self' }) }],
    policy: enforced,
  },
  {
    name: 'sts-mx-not-listed',
    area: 'mta-sts',
    title: 'The mail host is not in the policy',
    describes: 'As after a move to another mail host. Senders with MTA-STS wait, then give up.',
    expect: { status: 'failing', findings: ['sts.mx-not-in-policy'], senders: stsSendersWait },
    policy: { body: () => policyText('enforce', ['mail.elsewhere.test']) },
  },
  {
    name: 'sts-no-starttls',
    area: 'mta-sts',
    title: 'MTA-STS enforced, STARTTLS not offered',
    describes: 'Senders with MTA-STS wait, then give up; all others deliver in cleartext.',
    expect: {
      status: 'failing',
      findings: ['smtp.starttls-not-offered'],
      senders: { 'postfix-may': outcome.cleartext, 'postfix-sts': outcome.lost, gmail: outcome.lost },
    },
    servers: [{ script: { extensions: ['PIPELINING', '8BITMIME'] } }],
    policy: enforced,
  },
  {
    name: 'sts-testing',
    area: 'mta-sts',
    title: 'A policy in testing, the certificate self-signed',
    describes: 'Mode testing never blocks: everybody delivers, and reports.',
    expect: {
      status: 'degraded',
      findings: ['sts.certificate-invalid', 'cert.self-signed'],
      senders: { 'postfix-sts': outcome.tls },
    },
    servers: [{ leaf: () => ({ issuer: 'self' }) }],
    policy: { body: (domain) => policyText('testing', [`mx.${domain}`]) },
  },
  {
    name: 'sts-policy-404',
    area: 'mta-sts',
    title: 'The policy is not there',
    describes: 'The record promises a policy, the web server answers 404: as if there were none.',
    expect: {
      status: 'degraded',
      findings: ['sts.policy-fetch-failed'],
      senders: { 'postfix-sts': outcome.tls },
    },
    policy: { ...enforced, status: 404 },
  },
  {
    name: 'sts-policy-redirect',
    area: 'mta-sts',
    title: 'The policy is somewhere else',
    describes:
      'The web server redirects, which must not be followed (RFC 8461 §3.3): as if there were no policy.',
    expect: { status: 'degraded', findings: ['sts.policy-fetch-failed'] },
    policy: { ...enforced, status: 301 },
  },
  {
    name: 'sts-policy-certificate',
    area: 'mta-sts',
    title: 'The policy host has a self-signed certificate',
    describes: 'The policy cannot be had over HTTPS: as if there were none.',
    expect: {
      status: 'degraded',
      findings: ['sts.policy-fetch-failed'],
      senders: { 'postfix-sts': outcome.tls },
    },
    policy: { ...enforced, leaf: { issuer: 'self' } },
  },
  {
    name: 'sts-policy-invalid',
    area: 'mta-sts',
    title: 'The policy cannot be understood',
    describes: 'It names no mode and no mail host: as if there were none.',
    expect: { status: 'degraded', findings: ['sts.policy-invalid'] },
    policy: { body: () => 'version: STSv1\r\nmax_age: 604800\r\n' },
  },
];
