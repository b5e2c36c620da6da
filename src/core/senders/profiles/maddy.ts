/**
 * maddy with the configuration that it is shipped with: authenticated TLS, else unauthenticated; the cleartext that it then tries is below its own
 * min_tls_level (encrypted), so the message waits. DANE only where its resolver is on the same machine.
 */
import { goTls } from '../../tls-libraries/go.ts';
import { goCurrent } from '../hellos/documented-hellos.ts';
import type { SenderProfile } from '../profile.ts';
import { alike, documented, like, next } from './documented.ts';

export const maddy: SenderProfile = documented({
  id: 'maddy',
  shortName: 'maddy',
  name: 'maddy as shipped (min_tls_level encrypted)',
  software: 'maddy',
  versions: '0.9 (Go)',
  injectedText: 'thrown-away',
  tls: { hello: like(goCurrent, 'maddy'), personality: goTls, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  dane: {
    baseDomain: 'expanded-then-original',
    insecureMx: 'uses-tlsa',
    allUnusable: 'tls-required',
    malformedDigest: 'never-matches',
    malformedWhole: 'never-matches',
  },
  mtaSts: {
    matches: 'host',
    sanMatching: 'rfc9525',
  },
  queue: { retryAfterSeconds: 900, schedule: 'each wait longer by a quarter, 20 tries' },
  reactions: {
    ...alike(next),
    'starttls-absent': next,
    'starttls-refused-4xx': next,
    'starttls-refused-5xx': { kind: 'next-or-bounce' },
    'starttls-421': next,
    'starttls-lost': next,
    'starttls-reset': next,
    'session-dies': next,
    'ehlo-over-tls-closed': next,
  },
  underPolicy: {
    otherwise: {
      kind: 'unknown',
      reason:
        'maddy passes the host over, and whether it waits (MTA-STS) or bounces (DANE) depends on the policy that failed',
    },
  },
  log: {
    'starttls-absent': '451 4.7.1 TLS it not available or unauthenticated but required',
    'handshake-failed': '451 4.7.1 TLS it not available or unauthenticated but required',
    'handshake-closed': '451 4.7.1 TLS it not available or unauthenticated but required',
    'handshake-timeout': '451 4.7.1 TLS it not available or unauthenticated but required',
  },
  sources: {
    connect: {
      fact: 'TLS verified, then unauthenticated, then cleartext, each over a connection of its own; a refused STARTTLS, whatever host remains: the next one',
      source: 'internal/target/remote/connect.go, connect, attemptMX and newConn',
      confidence: 'source-code',
    },
    shipped: {
      fact: 'dane, mtasts and local_policy { min_tls_level encrypted }: less is refused with 451',
      source: 'maddy.conf; internal/target/remote/security.go, localPolicy',
      confidence: 'source-code',
    },
    dane: {
      fact: 'which TLSA records count, at which name; without a local resolver none',
      source: 'internal/target/remote/security.go, discoverTLSA; dane.go, verifyDANE',
      confidence: 'source-code',
    },
    queue: {
      fact: 'the first retry after 15 minutes, each wait longer by a quarter, 20 tries',
      source: 'internal/target/queue/queue.go',
      confidence: 'source-code',
    },
  },
  from: {
    otherwise: 'connect',
    'reactions.starttls-absent': 'shipped',
    log: 'shipped',
    dane: 'dane',
    queue: 'queue',
  },
});
