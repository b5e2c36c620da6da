/**
 * Libraries and programs that send once and tell their caller: no queue, no MX look-up of their own, certificates always verified.
 * They are taken to be given the first mail host's name.
 */
import { gnutlsNormal } from '../hellos/gnutls-normal.ts';
import { go119 } from '../hellos/go-119.ts';
import { nodejs18 } from '../hellos/nodejs-18.ts';
import { openssl30Default } from '../hellos/openssl30-default.ts';
import { gnutls, goTls, opensslLevel2 } from '../personalities.ts';
import type { Reaction, SenderProfile, Source } from '../profile.ts';

const error: Reaction = { kind: 'error' };
const measured = (what: string): Source => ({
  fact: 'outcomes, messages, ClientHello',
  source: `laboratory: ${what}`,
  confidence: 'measured',
});

export const goSmtp: SenderProfile = {
  id: 'go',
  name: 'Go net/smtp',
  software: 'Go net/smtp',
  versions: '1.19',
  kind: 'submission-client',
  measuredAs: ['go'],
  confidence: 'measured',
  starttls: 'opportunistic',
  starttlsParameter: 'offer',
  noImplicitTls: true,
  tls: { hello: go119, personality: goTls, sni: true },
  verification: { when: 'always', name: true, commonName: 'ignored' },
  peer: { trusted: 'client-always-verifies' },
  routing: {
    'null-mx': 'error',
    'domain-not-found': 'error',
    'domain-without-host': 'error',
    'mx-lookup-failed': 'unknown',
    'no-host-address': 'error',
    'address-lookup-failed': 'error',
    'mx-is-address': 'go-on',
  },
  reactions: {
    'connect-failed': { kind: 'next-host' },
    'greeting-4xx': error,
    'greeting-5xx': error,
    'greeting-lost': error,
    'ehlo-refused': { kind: 'go-on' },
    'helo-refused': error,
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused': error,
    'starttls-421': error,
    'starttls-2xx': error,
    'starttls-lost': error,
    'handshake-failed': error,
    'handshake-closed': error,
    'handshake-timeout': error,
    'verification-failed': error,
    'match-failed': error,
    'session-dies': error,
    'late-certificate-demand': error,
    'ehlo-over-tls-refused': error,
    'cleartext-refused-4xx': error,
    'cleartext-refused-5xx': error,
  },
  underPolicy: { otherwise: error },
  log: {
    'greeting-4xx': 'error: {reply}',
    'greeting-5xx': 'error: {reply}',
    'starttls-refused': 'error: {reply}',
    'starttls-421': 'error: {reply}',
    'starttls-2xx': 'error: {reply}',
    'session-dies': 'error: EOF',
  },
  sources: [measured('Debian 12, golang-go 1.19')],
};

export const nodemailer: SenderProfile = {
  ...goSmtp,
  id: 'nodemailer',
  name: 'nodemailer 6.8 on Node 18',
  software: 'nodemailer',
  versions: '6.8 (Node 18, OpenSSL 3.0)',
  measuredAs: ['nodemailer'],
  tls: { hello: nodejs18, personality: opensslLevel2, sni: false },
  verification: { when: 'always', name: true, partialWildcards: true, commonName: 'where-no-san' },
  reactions: { ...goSmtp.reactions, 'starttls-2xx': { kind: 'go-on' } },
  log: {
    'greeting-4xx': 'error: EPROTOCOL Invalid greeting. response={reply}: {reply}',
    'greeting-5xx': 'error: EPROTOCOL Invalid greeting. response={reply}: {reply}',
    'starttls-refused': 'error: ETLS Error upgrading connection with STARTTLS: {reply}',
  },
  sources: [measured('Debian 12, node-nodemailer 6.8.0')],
};

export const pythonSmtplib: SenderProfile = {
  ...goSmtp,
  id: 'python-smtplib',
  name: 'Python smtplib with the default context',
  software: 'Python smtplib',
  versions: '3.11 (OpenSSL 3.0)',
  measuredAs: ['python-smtplib'],
  tls: { hello: openssl30Default, personality: opensslLevel2, sni: true },
  verification: { when: 'always', name: true, commonName: 'where-no-san' },
  log: { 'session-dies': 'error: SMTPServerDisconnected Connection unexpectedly closed' },
  sources: [measured('Debian 12, python3 3.11, ssl.create_default_context()')],
};

export const msmtp: SenderProfile = {
  ...goSmtp,
  id: 'msmtp',
  name: 'msmtp 1.8 with tls on',
  software: 'msmtp',
  versions: '1.8 (GnuTLS 3.7)',
  measuredAs: ['msmtp'],
  starttls: 'required',
  tls: { hello: gnutlsNormal, personality: gnutls, sni: true },
  verification: { when: 'always', name: true, commonName: 'where-no-san' },
  reactions: { ...goSmtp.reactions, 'starttls-absent': error },
  log: {
    'greeting-4xx': 'msmtp: cannot get initial OK message from server',
    'greeting-5xx': 'msmtp: cannot get initial OK message from server',
    'starttls-absent': 'msmtp: the server does not support TLS via the STARTTLS command',
    'starttls-refused': 'msmtp: command STARTTLS failed',
    'starttls-421': 'msmtp: command STARTTLS failed',
    'starttls-2xx': 'msmtp: command STARTTLS failed',
    'handshake-failed': 'msmtp: TLS handshake failed: {reason}',
    'session-dies': 'msmtp: the server sent an empty reply',
  },
  sources: [measured('Debian 12, msmtp 1.8.23')],
};
