/**
 * KumoMTA as it is shipped: opportunistic, but never with a certificate that does not verify. Left out: DANE, off by default.
 */
import { rustls } from '../hellos/documented-hellos.ts';
import { rustlsWebpki } from '../personalities.ts';
import type { SenderProfile } from '../profile.ts';
import { alike, documented, like, next } from './documented.ts';

/** Verifies even where nothing asks it to: a host that others deliver to with any certificate gets nothing from it. */
export const kumomta: SenderProfile = documented({
  id: 'kumomta',
  shortName: 'KumoMTA',
  name: 'KumoMTA, enable_tls = Opportunistic (default)',
  software: 'KumoMTA',
  versions: 'as documented in 2026',
  tls: {
    hello: like(rustls, 'kumomta'),
    personality: rustlsWebpki,
    sni: true,
  },
  verification: { when: 'always', name: true, commonName: 'ignored' },
  mtaSts: {
    matches: 'host',
    sanMatching: 'rfc9525',
    takesAnyId: true,
    testingChangesVerification: true,
  },
  queue: { retryAfterSeconds: 1_200, schedule: 'each wait twice the one before', lifeSeconds: 604_800 },
  reactions: {
    ...alike(next),
    'session-dies': next,
    'ehlo-over-tls-421': next,
    'ehlo-over-tls-closed': next,
    'ehlo-over-tls-refused': next,
    'verification-failed': next,
    'match-failed': next,
  },
  underPolicy: { otherwise: next },
  sources: {
    path: {
      fact: 'an invalid certificate or a failed handshake is no delivery to this address, and no cleartext; then the next address',
      source:
        'KumoMTA reference, make_egress_path: enable_tls, opportunistic_tls_reconnect_on_failed_handshake',
      confidence: 'vendor-documentation',
    },
    sts: {
      fact: 'MTA-STS is on by default, DANE is not; a policy in testing mode turns verification off',
      source: 'KumoMTA reference, make_egress_path: enable_mta_sts, enable_dane',
      confidence: 'vendor-documentation',
    },
    library: {
      fact: 'rustls, where no TLSA record is in play',
      source: 'KumoMTA reference, make_egress_path: tls_prefer_openssl',
      confidence: 'vendor-documentation',
    },
    dispatcher: {
      fact: 'STARTTLS not offered: cleartext; an EHLO over TLS that fails is a failed connection',
      source: 'crates/kumod/src/smtp_dispatcher.rs, attempt_connection_impl',
      confidence: 'source-code',
    },
    record: {
      fact: 'any id will do in the MTA-STS record',
      source: 'crates/mta-sts/src/dns.rs, resolve_dns_record',
      confidence: 'source-code',
    },
    intervals: {
      fact: 'retry_interval 20 minutes, doubled each time; max_age 7 days',
      source: 'KumoMTA reference, make_queue_config: retry_interval, max_age',
      confidence: 'vendor-documentation',
    },
  },
  from: {
    otherwise: 'path',
    tls: 'library',
    mtaSts: ['sts', 'record'],
    queue: 'intervals',
    'reactions.starttls-absent': 'dispatcher',
    'reactions.session-dies': 'dispatcher',
    'reactions.ehlo-over-tls-421': 'dispatcher',
    'reactions.ehlo-over-tls-closed': 'dispatcher',
    'reactions.ehlo-over-tls-refused': 'dispatcher',
  },
});
