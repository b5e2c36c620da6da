/**
 * Haraka: no verification, and the next address after whatever fails in TLS. A 4xx ends the attempt, a 5xx the message, wherever they come but to EHLO.
 * Left out: its memory of hosts whose TLS fails (off by default).
 */
import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { nodejs18 } from '../hellos/nodejs-18.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';
import { alike, documented, like, next } from './documented.ts';

const wait: Reaction = { kind: 'defer' };
const bounce: Reaction = { kind: 'bounce' };

export const haraka: SenderProfile = documented({
  id: 'haraka',
  shortName: 'Haraka',
  name: 'Haraka',
  software: 'Haraka',
  versions: '3.1 (Node)',
  tls: { hello: like(nodejs18, 'haraka'), personality: opensslLevel2, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  queue: { retryAfterSeconds: 64, schedule: 'each wait twice the one before', lifeSeconds: 262_080 },
  reactions: {
    ...alike(next),
    'greeting-4xx': wait,
    'greeting-5xx': bounce,
    'greeting-lost': next,
    'ehlo-421': wait,
    'ehlo-4xx': wait,
    'ehlo-refused': { kind: 'go-on' },
    'helo-refused': bounce,
    'starttls-refused-4xx': wait,
    'starttls-refused-5xx': bounce,
    'starttls-421': wait,
    'starttls-2xx': { kind: 'go-on' },
    'starttls-3xx': wait,
    'starttls-lost': next,
    'starttls-reset': next,
    'session-dies': next,
    'ehlo-over-tls-421': wait,
    'ehlo-over-tls-closed': next,
    'cleartext-refused-4xx': wait,
    'cleartext-refused-5xx': bounce,
  },
  sources: {
    socket: {
      fact: 'a connection that fails in TLS, is closed or says nothing: the next address, then waiting',
      source: 'outbound/hmail.js, try_deliver_host_on_socket, on error and close',
      confidence: 'source-code',
    },
    line: {
      fact: 'a 4xx ends the attempt, a 5xx the message; only EHLO has a second try, HELO, after a 5xx',
      source: 'outbound/hmail.js, try_deliver_host_on_socket, on line',
      confidence: 'source-code',
    },
    tls: {
      fact: 'verifies nothing unless told to; sends the host name; cleartext after failed TLS only with redis.disable_for_failed_hosts (off)',
      source: 'outbound/tls.js, get_tls_options, check_tls_nogo and mark_tls_nogo',
      confidence: 'source-code',
    },
    intervals: {
      fact: 'twelve waits, the first of 64 s, each twice the one before',
      source: 'outbound/config.js, set_temp_fail_intervals',
      confidence: 'source-code',
    },
  },
  from: { otherwise: 'line', tls: 'tls', verification: 'tls', queue: 'intervals', ...alikeFrom('socket') },
});

function alikeFrom(id: string) {
  return {
    'reactions.handshake-failed': id,
    'reactions.handshake-closed': id,
    'reactions.handshake-timeout': id,
    'reactions.session-dies': id,
    'reactions.greeting-lost': id,
    'reactions.starttls-lost': id,
    'reactions.connect-failed': id,
    'reactions.ehlo-over-tls-closed': id,
  };
}
