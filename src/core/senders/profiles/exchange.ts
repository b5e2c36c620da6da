/**
 * Exchange Server on premises, as far as Microsoft documents it: what follows a failed handshake is not.
 */
import { schannel } from '../../tls-libraries/schannel.ts';
import { schannelDefault } from '../hellos/schannel.ts';
import type { SenderProfile } from '../profile.ts';
import { documented, like } from './documented.ts';

const answered = '451 4.4.0 Primary target IP address responded with: "{reply}."';

export const exchange: SenderProfile = documented({
  id: 'exchange',
  shortName: 'Exchange',
  name: 'Exchange on premises',
  software: 'Exchange Server',
  versions: '2016 to SE',
  tls: { hello: like(schannelDefault, 'exchange'), personality: schannel, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  queue: {
    retryAfterSeconds: 60,
    schedule: 'four times every minute, six times every 5 minutes, then every 10 minutes',
    lifeSeconds: 172_800,
  },
  log: { 'greeting-4xx': answered, 'starttls-421': answered, 'cleartext-refused-4xx': answered },
  sources: {
    learn: {
      fact: 'opportunistic TLS; no DANE, no MTA-STS; what follows a failed handshake is not documented',
      source: 'Microsoft Learn, "TLS functionality and related terminology in Exchange Server"',
      confidence: 'vendor-documentation',
    },
    intervals: {
      fact: 'after a glitch four retries a minute apart, then every 5 and 10 minutes; expires after 2 days',
      source: 'Microsoft Learn, "Message retry, resubmit, and expiration intervals in Exchange Server"',
      confidence: 'vendor-documentation',
    },
    queues: {
      fact: 'the last error of a queue, as Get-Queue shows it',
      source: 'public reports of LastError',
      confidence: 'report',
    },
  },
  from: { otherwise: 'learn', queue: 'intervals', log: 'queues' },
});
