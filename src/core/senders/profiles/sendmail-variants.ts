/**
 * Sendmail with what an administrator may add: TLSFallbacktoClear, FEATURE(`sts'), and DANE (8.18, a compile-time option).
 * FEATURE(`sts') compares SANs as strings, so a wildcard never fits.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { openssl30Default } from '../hellos/openssl30-default.ts';
import { openssl35Default } from '../hellos/openssl35-default.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';
import type { Source } from '../profile-sources.ts';
import { sendmail } from './sendmail.ts';
import { sendmailStsLog } from './sendmail-log.ts';

const inClear: Reaction = { kind: 'cleartext', connection: 'new' };
const measured = (what: string): Source => ({
  fact: 'what it does at each step, its log, its ClientHello',
  source: `laboratory: ${what}`,
  confidence: 'measured',
});

const handshake = 'ruleset=tls_server, arg1=SOFTWARE, relay={host}, reject=454 4.7.0 TLS handshake failed.';

export const sendmailClear: SenderProfile = {
  ...sendmail,
  id: 'sendmail-clear',
  name: 'Sendmail 8.17 with TLSFallbacktoClear',
  shortName: 'Sendmail with TLSFallbacktoClear',
  measuredAs: ['sendmail-clear'],
  reactions: {
    ...sendmail.reactions,
    'handshake-failed': inClear,
    'handshake-closed': inClear,
    'handshake-timeout': inClear,
  },
  log: {
    ...sendmail.log,
    'handshake-failed': handshake,
    'handshake-closed': handshake,
    'handshake-timeout': handshake,
  },
  sources: { ...sendmail.sources, lab: measured('Debian 12, sendmail 8.17.1.9, confTLS_FALLBACK_TO_CLEAR') },
};

export const sendmailSts: SenderProfile = {
  ...sendmail,
  id: 'sendmail-sts',
  name: "Sendmail 8.17 with FEATURE(`sts')",
  shortName: 'Sendmail with MTA-STS',
  measuredAs: ['sendmail-sts'],
  tlsUnderPolicy: { hello: openssl30Default, personality: opensslLevel2, sni: true },
  mtaSts: {
    matches: 'host',
    sanMatching: 'exact-string',
    reader: 'postfix-mta-sts-resolver',
  },
  log: {
    ...sendmail.log,
    'verification-failed': 'relay={relay}, dsn=4.7.0, stat=Deferred: 403 4.7.0 authentication failed',
    'match-failed': 'ruleset=tls_rcpt, relay={host}., reject=450 4.7.0 {host} not listed in SANs',
    'mx-not-in-policy': 'ruleset=tls_rcpt, relay={host}., reject=450 4.7.0 {host} not found in {patterns}',
  },
  logUnderPolicy: sendmailStsLog,
  sources: {
    ...sendmail.sources,
    lab: measured("Debian 12, sendmail 8.17.1.9, FEATURE(`sts') with postfix-mta-sts-resolver's socketmap"),
  },
};

export const sendmailSts818: SenderProfile = {
  ...sendmailSts,
  id: 'sendmail-sts-8.18',
  name: "Sendmail 8.18 with FEATURE(`sts')",
  shortName: 'Sendmail 8.18 with MTA-STS',
  versions: '8.18 (OpenSSL 3.5)',
  measuredAs: ['sendmail-sts-trixie'],
  sources: {
    ...sendmail.sources,
    lab: measured("Debian 13, sendmail 8.18.1, FEATURE(`sts') with postfix-mta-sts-resolver's socketmap"),
  },
  tls: { hello: openssl35Default, personality: opensslLevel2, sni: false },
  tlsUnderPolicy: { hello: openssl35Default, personality: opensslLevel2, sni: true },
};

export const sendmailDane: SenderProfile = {
  ...sendmail,
  id: 'sendmail-dane',
  name: 'Sendmail 8.18 with DANE',
  shortName: 'Sendmail with DANE',
  versions: '8.18 (OpenSSL 3.5)',
  measuredAs: ['sendmail-dane-trixie'],
  tls: { hello: openssl35Default, personality: opensslLevel2, sni: false },
  tlsUnderPolicy: { hello: openssl35Default, personality: opensslLevel2, sni: true },
  dane: {
    baseDomain: 'original',
    needsSignedAddresses: true,
    hostNameOnly: true,
    partialWildcards: 'as-library',
    minimumKey: true,
    insecureMx: 'ignores-tlsa',
    allUnusable: 'tls-required',
    malformedDigest: 'never-matches',
    malformedWhole: 'never-matches',
  },
  log: {
    ...sendmail.log,
    'tlsa-lookup-failed':
      'relay={host}., dsn=4.0.0, stat=Deferred: Name server: {host}.: host name lookup failure for TLSA RR',
    'match-failed': 'ruleset=tls_rcpt, relay={host}., reject=454 4.7.0 DANE check failed.',
  },
  logUnderPolicy: {
    'starttls-absent': 'ruleset=tls_rcpt, relay={host}., reject=454 4.7.0 DANE: missing STARTTLS.',
    'starttls-refused-4xx':
      'ruleset=tls_rcpt, relay={host}., reject=454 4.7.0 DANE check failed temporarily.',
  },
  sources: { ...sendmail.sources, lab: measured('Debian 13, sendmail 8.18.1, confDANE') },
};
