/**
 * Gmail as a sender: opportunistic, MTA-STS enforced, no DANE. Where STARTTLS was offered and the handshake fails it waits and in the end
 * bounces, never in cleartext. Its retry schedule is not published.
 */

import { boringssl } from '../../tls-libraries/boringssl.ts';
import { boringsslDefault } from '../hellos/gmail.ts';
import { boringssl as boringsslWords } from '../library-words/boringssl.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';

const wait: Reaction = { kind: 'defer-or-next' };
const open: Reaction = { kind: 'unknown', reason: 'no source says what Gmail does then' };

export const gmail: SenderProfile = {
  id: 'gmail',
  name: 'Gmail',
  shortName: 'Gmail',
  software: 'Gmail',
  versions: 'as reported up to 2026',
  kind: 'service',
  measuredAs: [],
  starttls: 'opportunistic',
  starttlsParameter: 'unknown',
  tls: { hello: boringsslDefault, personality: boringssl, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  mtaSts: {
    matches: 'host',
    sanMatching: 'rfc9525',
  },
  queue: {},
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
    'handshake-failed': 'TLS Negotiation failed: FAILED_PRECONDITION: starttls error (71): …{reason}…',
    'handshake-closed':
      'TLS Negotiation failed: FAILED_PRECONDITION: starttls error(104): Connection reset by peer',
  },
  libraryWords: boringsslWords,
  sources: {
    bounces: {
      fact: 'after a failed handshake: no cleartext, a delay notice, then a bounce with "TLS Negotiation failed"',
      source: 'public bounces, 2019 to 2026',
      confidence: 'report',
    },
    help: {
      fact: 'always tries TLS; delivers without where the receiving server does not use it; TLS 1.0 to 1.3',
      source: 'Google Workspace Admin Help, "Send email over a secure TLS connection"',
      confidence: 'vendor-documentation',
    },
    sts: {
      fact: 'MTA-STS is heeded for outgoing mail',
      source: 'Google Workspace Admin Help, "About MTA-STS and TLS reporting"',
      confidence: 'vendor-documentation',
    },
    library: {
      fact: 'what the library offers and refuses as it comes; what Gmail sets is not published',
      source: 'BoringSSL, ssl/',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'bounces',
    starttls: 'help',
    tls: 'library',
    mtaSts: 'sts',
    underPolicy: 'sts',
    'reactions.starttls-absent': 'help',
  },
};
