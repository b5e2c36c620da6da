/**
 * Amazon SES with TlsPolicy Optional, the default: cleartext where no secure connection can be had. How it does TLS is not documented, so that
 * only what needs no handshake is predicted.
 */
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';
import { alike, documented, inClear } from './documented.ts';

const unencrypted: Reaction = {
  kind: 'unknown',
  reason:
    'Amazon SES then sends the message unencrypted, whether at once or on a later attempt is not documented',
};

export const amazonSes: SenderProfile = documented({
  id: 'amazon-ses',
  shortName: 'Amazon SES',
  name: 'Amazon SES with TlsPolicy Optional (the default)',
  software: 'Amazon SES',
  versions: 'as documented in 2026',
  kind: 'service',
  verification: { when: 'never', name: false, commonName: 'unknown' },
  queue: { lifeSeconds: 50_400 },
  reactions: {
    ...alike(unencrypted),
    'starttls-absent': inClear,
    'starttls-refused-4xx': unencrypted,
    'starttls-refused-5xx': unencrypted,
  },
  sources: {
    security: {
      fact: 'opportunistic, TLS 1.3 where the server has it; where no secure connection can be had the message is sent unencrypted',
      source: 'Amazon SES Developer Guide, "Amazon SES and security protocols"',
      confidence: 'vendor-documentation',
    },
    delivery: {
      fact: 'delivery is attempted for 50400 seconds (840 minutes) at most',
      source: 'Amazon SES API v2 reference, DeliveryOptions, MaxDeliverySeconds',
      confidence: 'vendor-documentation',
    },
  },
  from: { otherwise: 'security', queue: 'delivery' },
});
