/**
 * qmail with the TLS patch: a refused STARTTLS means cleartext, a failed handshake means waiting. notqmail has no STARTTLS at all.
 */
import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { openssl30Default } from '../hellos/openssl30-default.ts';
import { openssl as words } from '../library-words/openssl.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';
import { alike, documented, inClear, like, next } from './documented.ts';

const wait: Reaction = { kind: 'defer' };
const bounce: Reaction = { kind: 'bounce' };

export const qmailTls: SenderProfile = documented({
  id: 'qmail-tls',
  shortName: 'qmail',
  name: 'qmail with the TLS patch',
  software: 'netqmail',
  versions: '1.06 with the TLS patch of 2020',
  tls: { hello: like(openssl30Default, 'qmail-tls'), personality: opensslLevel2, sni: false },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  queue: {
    retryAfterSeconds: 400,
    schedule: 'the n-th try 400 s × n² after the message came',
    lifeSeconds: 604_800,
  },
  reactions: {
    ...alike(wait),
    'greeting-4xx': next,
    'greeting-5xx': bounce,
    'greeting-lost': wait,
    'ehlo-421': wait,
    'ehlo-4xx': { kind: 'go-on' },
    'ehlo-refused': { kind: 'go-on' },
    'helo-refused': bounce,
    'starttls-refused-4xx': inClear,
    'starttls-refused-5xx': inClear,
    'starttls-2xx': inClear,
    'starttls-3xx': inClear,
    'starttls-421': wait,
    'starttls-lost': wait,
    'starttls-reset': wait,
    'session-dies': wait,
    'ehlo-over-tls-421': wait,
    'ehlo-over-tls-closed': wait,
    'ehlo-over-tls-refused': {
      kind: 'unknown',
      reason: 'qmail says HELO then, and what it would be answered was not asked',
    },
    'cleartext-refused-4xx': wait,
    'cleartext-refused-5xx': bounce,
  },
  libraryWords: words,
  log: {
    'handshake-failed': 'TLS connect failed: {error}; connected to {ip}.',
    'greeting-5xx': 'Connected to {ip} but greeting failed.',
    'helo-refused': 'Connected to {ip} but my name was rejected.',
    'cleartext-refused-4xx': 'Connected to {ip} but sender was rejected.',
    'cleartext-refused-5xx': 'Connected to {ip} but sender was rejected.',
  },
  sources: {
    tls: {
      fact: 'STARTTLS not answered with 220: cleartext in the same session; a failed handshake: temporary, "TLS connect failed"',
      source: 'qmail-remote.c, tls_init (netqmail with the TLS patch, as qmail.sagredo.dev carries it)',
      confidence: 'source-code',
    },
    smtp: {
      fact: 'a 5xx ends the message, a 4xx the attempt, but for a 4xx greeting: the next host; a lost connection is temporary',
      source: 'qmail-remote.c, smtp, quit and dropped',
      confidence: 'source-code',
    },
    send: {
      fact: 'retries 400 s × the square of the attempt; queuelifetime 604800 s',
      source: 'qmail-send.c, nextretry and getcontrols',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'smtp',
    tls: 'tls',
    verification: 'tls',
    queue: 'send',
    'reactions.handshake-failed': 'tls',
    'reactions.handshake-closed': 'tls',
    'reactions.handshake-timeout': 'tls',
    'reactions.starttls-refused-4xx': 'tls',
    'reactions.starttls-refused-5xx': 'tls',
    'reactions.starttls-2xx': 'tls',
    'log.handshake-failed': 'tls',
  },
});
