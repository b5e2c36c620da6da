/**
 * Microsoft 365 (Exchange Online) as a sender: outbound DANE and MTA-STS always on, opportunistic otherwise.
 * What it does after a failed handshake without a policy rests on reports: it waits, never in cleartext.
 */

import { schannel } from '../../tls-libraries/schannel.ts';
import { schannelDefault } from '../hellos/schannel.ts';
import type { Reaction, SenderProfile } from '../profile.ts';

const wait: Reaction = { kind: 'defer-or-next' };
const open = (what: string): Reaction => ({
  kind: 'unknown',
  reason: `no source says what Microsoft 365 does after ${what}`,
});

export const microsoft365: SenderProfile = {
  id: 'microsoft365',
  name: 'Microsoft 365',
  shortName: 'Microsoft 365',
  software: 'Exchange Online',
  versions: 'as documented up to 2025',
  kind: 'service',
  measuredAs: [],
  confidence: 'report',
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
  mtaSts: { matches: 'host', sanMatching: 'rfc9525', repeatedMode: 'unknown', otherMediaType: 'unknown' },
  queue: { retryAfterSeconds: 900, lifeSeconds: 86_400 },
  routing: {
    'null-mx': 'unknown',
    'domain-not-found': 'bounce',
    'domain-without-host': 'bounce',
    'mx-lookup-failed': 'defer',
    'no-host-address': 'unknown',
    'address-lookup-failed': 'defer',
    'mx-is-address': 'go-on',
  },
  reactions: {
    'connect-failed': { kind: 'next-host' },
    'greeting-4xx': wait,
    'greeting-5xx': open('a 5xx greeting'),
    'greeting-lost': wait,
    'ehlo-421': wait,
    'ehlo-4xx': wait,
    'ehlo-refused': open('a refused EHLO'),
    'helo-refused': open('a refused HELO'),
    'starttls-absent': { kind: 'cleartext', connection: 'same' },
    'starttls-refused': open('a refused STARTTLS'),
    'starttls-421': wait,
    'starttls-2xx': open('a 2xx that is not 220'),
    'starttls-lost': wait,
    'handshake-failed': wait,
    'handshake-closed': wait,
    'handshake-timeout': wait,
    'verification-failed': wait,
    'match-failed': wait,
    'session-dies': wait,
    'late-certificate-demand': open('a demand for a client certificate in TLS 1.3'),
    'ehlo-over-tls-421': wait,
    'ehlo-over-tls-closed': open('a refused EHLO over TLS'),
    'ehlo-over-tls-refused': open('a refused EHLO over TLS'),
    'cleartext-refused-4xx': wait,
    'cleartext-refused-5xx': { kind: 'bounce-or-next' },
  },
  underPolicy: { otherwise: wait },
  log: {
    'tlsa-lookup-failed': '4.7.324 dnssec-invalid: the DNSSEC look-up for {host} failed',
    'match-failed': '4.7.323 tlsa-invalid: the domain {domain} failed DANE validation',
    'connect-failed': '450 4.4.316 Connection refused',
    'greeting-lost': '450 4.4.318 Connection was closed abruptly',
    'cleartext-refused-4xx': '450 4.4.317 Cannot connect to remote server [Message={reply}]',
  },
  logUnderPolicy: { 'starttls-absent': '4.7.321 starttls-not-supported: {host} must support TLS' },
  sources: [
    {
      fact: 'outbound DANE and MTA-STS; codes; retries at 15, 15 min, then hourly for 24 h',
      source: 'Microsoft Learn, "How SMTP DANE works", "Enhancing mail flow with MTA-STS", NDR codes',
      confidence: 'vendor-documentation',
    },
    {
      fact: 'no cleartext after a failed handshake; aborts where a ticket precedes its Finished (state in 2024)',
      source: 'public reports',
      confidence: 'report',
    },
  ],
};
