/**
 * KumoMTA as it is shipped: opportunistic, but never with a certificate that does not verify. Left out: DANE, off by default.
 */

import { goTls } from '../../tls-libraries/go.ts';
import { boringsslDefault } from '../hellos/gmail.ts';
import type { SenderProfile } from '../profile.ts';
import { alike, documented, like, next } from './documented.ts';

/** Verifies even where nothing asks it to: a host that others deliver to with any certificate gets nothing from it. */
export const kumomta: SenderProfile = documented({
  id: 'kumomta',
  shortName: 'KumoMTA',
  name: 'KumoMTA with enable_tls = Opportunistic (the default)',
  software: 'KumoMTA',
  versions: 'as documented in 2026',
  confidence: 'vendor-documentation',
  tls: {
    hello: like({ ...boringsslDefault, versions: ['TLSv1.3', 'TLSv1.2'] }, 'kumomta'),
    personality: goTls,
    sni: true,
  },
  verification: { when: 'always', name: true, commonName: 'ignored' },
  mtaSts: {
    matches: 'host',
    sanMatching: 'rfc9525',
    repeatedMode: 'unknown',
    otherMediaType: 'unknown',
    testingChangesVerification: true,
  },
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
  sources: [
    {
      fact: 'an invalid certificate or a failed handshake is no delivery to this address, and no cleartext; then the next address',
      source:
        'KumoMTA reference, make_egress_path: enable_tls, opportunistic_tls_reconnect_on_failed_handshake',
      confidence: 'vendor-documentation',
    },
    {
      fact: 'MTA-STS is on by default, DANE is not; a policy in testing mode turns verification off',
      source: 'KumoMTA reference, make_egress_path: enable_mta_sts, enable_dane',
      confidence: 'vendor-documentation',
    },
  ],
});
