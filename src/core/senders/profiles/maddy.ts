/**
 * maddy: authenticated TLS, else unauthenticated, else cleartext, as far as its local policy allows. Left out: DANE and MTA-STS, which are configured.
 */

import { goTls } from '../../tls-libraries/go.ts';
import { boringsslDefault } from '../hellos/gmail.ts';
import type { Reaction, SenderProfile } from '../profile.ts';
import { alike, documented, like, next } from './documented.ts';

const asConfigured: Reaction = {
  kind: 'unknown',
  reason:
    "cleartext is its next step, and whether that may be is its administrator's choice (local_policy, min_tls_level)",
};

export const maddy: SenderProfile = documented({
  id: 'maddy',
  shortName: 'maddy',
  name: 'maddy',
  software: 'maddy',
  versions: '0.7 (Go)',
  confidence: 'source-code',
  tls: { hello: like(boringsslDefault, 'maddy'), personality: goTls, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  reactions: {
    ...alike(asConfigured),
    'starttls-absent': asConfigured,
    'starttls-refused': next,
    'starttls-421': next,
    'session-dies': asConfigured,
  },
  sources: [
    {
      fact: 'TLS verified, then unauthenticated, then cleartext, each over a connection of its own, as far as its policies let it; a refused STARTTLS: the next host',
      source: 'internal/target/remote/connect.go',
      confidence: 'source-code',
    },
  ],
});
