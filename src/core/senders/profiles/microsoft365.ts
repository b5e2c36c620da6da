/**
 * Microsoft 365 (Exchange Online) as a sender: outbound DANE and MTA-STS always on, opportunistic otherwise.
 * What it does after a failed handshake without a policy rests on reports: it waits, never in cleartext.
 */

import { schannel } from '../../tls-libraries/schannel.ts';
import { schannelDefault } from '../hellos/schannel.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';

const wait: Reaction = { kind: 'defer-or-next' };
const open: Reaction = { kind: 'unknown', reason: 'no source says what Microsoft 365 does then' };

export const microsoft365: SenderProfile = {
  id: 'microsoft365',
  name: 'Microsoft 365',
  shortName: 'Microsoft 365',
  software: 'Exchange Online',
  versions: 'as documented up to 2026',
  kind: 'service',
  measuredAs: [],
  starttls: 'opportunistic',
  starttlsParameter: 'unknown',
  tls: { hello: schannelDefault, personality: schannel, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  dane: {
    baseDomain: 'expanded-then-original',
    insecureMx: 'ignores-tlsa',
    allUnusable: 'tls-required',
    malformedDigest: 'unusable',
    malformedWhole: 'unusable',
  },
  mtaSts: {
    matches: 'host',
    sanMatching: 'rfc9525',
  },
  queue: {
    retryAfterSeconds: 900,
    schedule: 'after 15 minutes once more, then every hour',
    lifeSeconds: 86_400,
  },
  routing: {
    'null-mx': 'unknown',
    'domain-not-found': 'bounce',
    'domain-without-host': 'bounce',
    'mx-lookup-failed': 'defer',
    'no-host-address': 'unknown',
    'address-lookup-failed': 'defer',
    'mx-is-address': 'unknown',
  },
  reactions: {
    'connect-failed': { kind: 'next-host' },
    'greeting-4xx': wait,
    'greeting-5xx': open,
    'greeting-lost': wait,
    'ehlo-lost': wait,
    'ehlo-421': wait,
    'ehlo-4xx': wait,
    'ehlo-refused': open,
    'helo-refused': open,
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused-4xx': open,
    'starttls-3xx': open,
    'starttls-refused-5xx': open,
    'starttls-421': wait,
    'starttls-2xx': open,
    'starttls-lost': wait,
    'starttls-reset': wait,
    'handshake-failed': wait,
    'handshake-closed': wait,
    'handshake-timeout': wait,
    'verification-failed': wait,
    'match-failed': wait,
    'session-dies': wait,
    'late-certificate-demand': open,
    'ehlo-over-tls-421': wait,
    'ehlo-over-tls-closed': open,
    'ehlo-over-tls-4xx': open,
    'ehlo-over-tls-refused': open,
    'mail-over-tls-lost': wait,
    'mail-in-clear-lost': wait,
    'cleartext-refused-4xx': wait,
    'cleartext-refused-5xx': { kind: 'bounce-or-next' },
  },
  underPolicy: { otherwise: wait },
  log: {
    'connection-refused': '450 4.4.316 Connection refused',
    'connection-timed-out': '450 4.4.315 Connection timed out',
    'tlsa-lookup-failed': '4.7.324 dnssec-invalid: destination domain returned invalid DNSSEC records',
    'mx-not-in-policy': '4.4.8 MX hosts of {domain} failed MTA-STS validation',
    'greeting-lost': '450 4.4.318 Connection was closed abruptly',
    'cleartext-refused-4xx': '450 4.4.317 Cannot connect to remote server [Message={reply}]',
  },
  logUnderPolicy: {
    'starttls-absent': '4.7.321 starttls-not-supported: the destination mail server must support TLS',
    'match-failed': '4.7.323 tlsa-invalid: the domain failed DANE validation',
  },
  logUnderMtaSts: {
    'verification-failed': '4.7.5 Remote certificate failed MTA-STS validation.',
    'match-failed': '4.7.5 Remote certificate failed MTA-STS validation.',
  },
  sources: {
    reports: {
      fact: 'no cleartext after a failed handshake; aborts where a ticket precedes its Finished (state in 2024)',
      source: 'public reports',
      confidence: 'report',
    },
    tls: {
      fact: 'opportunistic: cleartext where STARTTLS is not offered and no policy binds',
      source: 'Microsoft Learn, "How Exchange Online uses TLS to secure email connections"',
      confidence: 'vendor-documentation',
    },
    dane: {
      fact: 'outbound DANE always on; usages 0 and 1 are unusable, TLS is demanded all the same; retries after 15 and 15 minutes, then hourly, for 24 hours; codes 4.7.321 to 325, 5.7.32x in the end',
      source: 'Microsoft Learn, "How SMTP DANE works"',
      confidence: 'vendor-documentation',
    },
    sts: {
      fact: 'outbound MTA-STS always on; codes 4.4.8 and 4.7.5, 5.4.8 and 5.7.5 in the end',
      source: 'Microsoft Learn, "Enhancing mail flow with MTA-STS"',
      confidence: 'vendor-documentation',
    },
    ndr: {
      fact: 'codes 4.4.315 to 4.4.318; 5.4.310: the domain does not exist',
      source: 'Microsoft Learn, "Non-delivery reports and SMTP errors in Exchange Online"',
      confidence: 'vendor-documentation',
    },
  },
  from: {
    otherwise: 'reports',
    starttls: 'tls',
    'reactions.starttls-absent': 'tls',
    dane: 'dane',
    queue: 'dane',
    underPolicy: 'dane',
    mtaSts: 'sts',
    log: 'ndr',
    'log.tlsa-lookup-failed': 'dane',
    'log.starttls-absent': 'dane',
    'log.match-failed': ['dane', 'sts'],
    'log.verification-failed': 'sts',
    'routing.domain-not-found': 'ndr',
    'routing.domain-without-host': 'ndr',
    'log.mx-not-in-policy': 'sts',
  },
};
