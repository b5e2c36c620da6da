/**
 * The ClientHellos of Sendmail 8.17, dma 0.13 and Python 3.11 smtplib, OpenSSL 3.0, as captured on the wire in a laboratory (Debian's packages).
 * Data only; what is fresh in every connection and the server name are left out.
 */
import type { SenderHello } from './hello.ts';
import {
  beyondDefault,
  insertAfter,
  opensslExtensions,
  opensslGroups,
  opensslSchemes,
  opensslSuites,
  without,
  withTickets,
} from './openssl-lists.ts';

export const openssl30Default: SenderHello = {
  name: 'openssl30-default',
  versions: ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1'],
  suites: without(opensslSuites, beyondDefault),
  groups: opensslGroups,
  keyShares: ['x25519'],
  signatureSchemes: opensslSchemes,
  extensions: opensslExtensions,
  sessionIdLength: 32,
  confidence: 'measured',
  source: 'captured: Sendmail 8.17, OpenSSL 3.0',
};

/** Exim asks for a stapled answer (hosts_request_ocsp), but not where DANE-EE binds: the hello is the default one there. */
export const openssl30Exim: SenderHello = {
  ...openssl30Default,
  name: 'openssl30-exim',
  extensions: insertAfter(opensslExtensions, { supported_groups: ['status_request'] }),
  source: 'captured: Exim 4.96, OpenSSL 3.0',
};

export const openssl30Dma: SenderHello = {
  ...openssl30Default,
  name: 'openssl30-dma',
  extensions: withTickets,
  source: 'captured: dma 0.13, OpenSSL 3.0',
};

/** Python sets SSL_OP_ALL, and with it padding. */
export const openssl30Python: SenderHello = {
  ...openssl30Default,
  name: 'openssl30-python',
  extensions: [...withTickets, 'padding'],
  source: 'captured: Python 3.11 smtplib, OpenSSL 3.0',
};
