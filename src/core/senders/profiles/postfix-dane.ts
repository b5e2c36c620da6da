/**
 * Postfix at security level dane: as may where there are no TLSA records; where there are, TLS that matches or another host, or waiting.
 */
import { postfixOpenssl30Policy } from '../hellos/postfix-openssl30.ts';
import { postfixOpenssl35Policy } from '../hellos/postfix-openssl35.ts';
import { postfixLevel1 } from '../personalities.ts';
import type { SenderProfile } from '../profile.ts';
import { postfixMay } from './postfix-may.ts';
import { postfixMay310 } from './postfix-may-3.10.ts';

export const postfixDane: SenderProfile = {
  ...postfixMay,
  id: 'postfix-dane',
  name: 'Postfix 3.7, DANE',
  shortName: 'Postfix with DANE',
  measuredAs: ['postfix-dane'],
  tlsUnderPolicy: { hello: postfixOpenssl30Policy, personality: postfixLevel1, sni: true },
  dane: {
    baseDomain: 'expanded-then-original',
    insecureMx: 'uses-tlsa',
    allUnusable: 'tls-required',
    malformedDigest: 'unusable',
    malformedWhole: 'unusable',
  },
  underPolicy: {
    ...postfixMay.underPolicy,
    'starttls-3xx': { kind: 'bounce' },
    'starttls-refused-5xx': { kind: 'bounce' },
  },
  log: {
    ...postfixMay.log,
    'tlsa-lookup-failed': 'relay=none, dsn=4.7.5, status=deferred (TLSA lookup error for {host}:{port})',
    'match-failed': 'relay={host}[{ip}]:{port}, dsn=4.7.5, status=deferred (Server certificate not verified)',
  },
  logUnderPolicy: {
    'starttls-421':
      'relay={host}[{ip}]:{port}, dsn={softDsn}, status=deferred (TLS is required, but host {host}[{ip}] refused to start TLS: {reply})',
    'starttls-absent':
      'relay={host}[{ip}]:{port}, dsn=4.7.4, status=deferred (TLS is required, but was not offered by host {host}[{ip}])',
    'starttls-refused-4xx':
      'relay={host}[{ip}]:{port}, dsn={dsn}, status=deferred (TLS is required, but host {host}[{ip}] refused to start TLS: {reply})',
    'starttls-3xx':
      'relay={host}[{ip}]:{port}, dsn=5.5.0, status=bounced (TLS is required, but host {host}[{ip}] refused to start TLS: {reply})',
    'starttls-refused-5xx':
      'relay={host}[{ip}]:{port}, dsn={dsn}, status=bounced (TLS is required, but host {host}[{ip}] refused to start TLS: {reply})',
  },
  from: { ...postfixMay.from, dane: ['policy', 'finger'] },
  sources: {
    ...postfixMay.sources,
    finger: {
      fact: 'unusable TLSA records, a matching type 0 that is no certificate among them',
      source: 'laboratory: Debian 12, posttls-finger 3.7.11, level dane',
      confidence: 'measured',
    },
    policy: {
      fact: 'smtp_tls_dane_insecure_mx_policy = dane; all records unusable: encrypt',
      source: 'postconf(5); src/smtp/smtp_tls_policy.c, dane_init',
      confidence: 'source-code',
    },
  },
};

/** 3.10 behaves the same with another hello. */
export const postfixDane310: SenderProfile = {
  ...postfixDane,
  id: 'postfix-dane-3.10',
  name: 'Postfix 3.10, DANE',
  shortName: 'Postfix 3.10 with DANE',
  versions: postfixMay310.versions,
  measuredAs: ['postfix-trixie-dane'],
  sources: { ...postfixDane.sources, ...postfixMay310.sources },
  ...(postfixMay310.tls && { tls: postfixMay310.tls }),
  tlsUnderPolicy: { hello: postfixOpenssl35Policy, personality: postfixLevel1, sni: true },
};
