/**
 * Hosts with TLSA records, in names that a validating resolver calls secure (RFC 7672). Only DANE senders notice:
 * Postfix at level dane, Exim, Microsoft 365; to all others these are healthy hosts.
 */
import { type HostDefinition, outcome } from '../host.ts';
import { leafOf, matching, strangeRecord, tlsa, tlsaRecord } from '../tlsa.ts';

const daneSendersWait = {
  'postfix-may': outcome.tls,
  'postfix-dane': outcome.lost,
  exim: outcome.lost,
  sendmail: outcome.tls,
} as const;

const daneSendersPass = { 'postfix-dane': outcome.authenticated, exim: outcome.authenticated } as const;

export const daneHosts: readonly HostDefinition[] = [
  {
    name: 'dane',
    area: 'dane',
    title: 'DANE in order',
    describes: 'A TLSA record 3 1 1 that matches, in a signed zone. DANE senders deliver and are sure of it.',
    expect: { status: 'ok', findings: [], senders: daneSendersPass },
    signed: true,
    zone: tlsa(matching),
  },
  {
    name: 'dane-ta',
    area: 'dane',
    title: 'DANE by the issuer, in order',
    describes: 'A TLSA record 2 1 1 of the intermediate, which the server sends.',
    expect: { status: 'ok', findings: [], senders: daneSendersPass },
    signed: true,
    zone: tlsa((_, { intermediate }) => [tlsaRecord([2, 1, 1], intermediate)]),
  },
  {
    name: 'dane-self-signed',
    area: 'dane',
    title: 'DANE with a self-signed certificate',
    describes:
      'The certificate has expired, vouches for itself and names another host; with TLSA 3 1 1 none of that matters to a DANE sender.',
    // For information only (C93), so the status stays ok.
    expect: {
      status: 'ok',
      findings: ['cert.expired', 'cert.self-signed', 'cert.name-mismatch'],
      senders: daneSendersPass,
    },
    servers: [
      {
        leaf: () => ({
          issuer: 'self',
          names: ['mail.elsewhere.test'],
          notBeforeDays: -100,
          notAfterDays: -10,
        }),
      },
    ],
    signed: true,
    zone: tlsa(matching),
  },
  {
    name: 'dane-mismatch',
    area: 'dane',
    title: 'The TLSA record matches nothing',
    describes:
      'As after a renewal with a new key. DANE senders wait, then give up, however good the certificate.',
    expect: { status: 'failing', findings: ['dane.tlsa-mismatch'], senders: daneSendersWait },
    signed: true,
    zone: tlsa(() => [strangeRecord]),
  },
  {
    name: 'dane-unusable',
    area: 'dane',
    title: 'Only a TLSA record that SMTP cannot use',
    describes:
      'Usage PKIX-EE (1) counts neither for nor against (RFC 7672 §3.1.3): TLS is demanded, nothing is authenticated.',
    expect: {
      status: 'degraded',
      findings: ['dane.tlsa-unusable'],
      senders: { 'postfix-dane': outcome.tls, exim: outcome.tls },
    },
    signed: true,
    zone: tlsa((server) => [tlsaRecord([1, 1, 1], leafOf(server))]),
  },
  {
    name: 'dane-bogus',
    area: 'dane',
    title: 'The TLSA record has a broken signature',
    describes: 'The look-up ends in SERVFAIL, so DANE senders wait, then give up.',
    expect: {
      status: 'failing',
      findings: ['dane.tlsa-lookup-failed', 'dns.bogus'],
      senders: daneSendersWait,
    },
    signed: true,
    zone: tlsa(matching, { faults: { TLSA: 'bogus' } }),
  },
  {
    name: 'dane-silent',
    area: 'dane',
    title: 'TLSA look-ups are never answered',
    describes:
      'As behind a filter that eats the record type: A at the same name is answered. DANE senders wait, then give up.',
    expect: {
      status: 'failing',
      findings: ['dane.tlsa-lookup-failed', 'dns.tlsa-filtered'],
      senders: daneSendersWait,
    },
    signed: true,
    zone: tlsa(() => [], { faults: { TLSA: 'silence' } }),
  },
  {
    name: 'dane-denial-broken',
    area: 'dane',
    title: 'The proof that there is no TLSA record is broken',
    describes:
      'No DANE was ever set up here, but the signed zone can not prove it. DANE senders wait, then give up.',
    expect: {
      status: 'failing',
      findings: ['dane.tlsa-lookup-failed', 'dns.denial-broken', 'dns.bogus'],
      senders: daneSendersWait,
    },
    signed: true,
    zone: tlsa(() => [], { faults: { TLSA: 'bogus' } }),
  },
  {
    name: 'dane-no-starttls',
    area: 'dane',
    title: 'TLSA, but no STARTTLS',
    describes:
      'The DNS promises TLS, the server does not offer it. DANE senders wait, then give up; others deliver in cleartext.',
    expect: {
      status: 'failing',
      findings: ['dane.starttls-missing', 'smtp.starttls-not-offered'],
      senders: {
        'postfix-may': outcome.cleartext,
        'postfix-dane': outcome.lost,
        exim: outcome.lost,
        sendmail: outcome.cleartext,
      },
    },
    servers: [{ script: { extensions: ['PIPELINING', '8BITMIME'] } }],
    signed: true,
    zone: tlsa(matching),
  },
  {
    name: 'dane-unsigned',
    area: 'dane',
    title: 'TLSA in a zone that is not signed',
    describes: 'The record is not looked at by anybody, matching or not.',
    expect: { status: 'ok', findings: [], senders: { 'postfix-dane': outcome.tls, exim: outcome.tls } },
    zone: tlsa(() => [strangeRecord], { secure: false }),
  },
];
