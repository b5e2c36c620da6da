/**
 * Exchange Server on premises, as far as Microsoft documents it: what follows a failed handshake is not.
 */

import { schannel } from '../../tls-libraries/schannel.ts';
import { schannelDefault } from '../hellos/schannel.ts';
import type { SenderProfile } from '../profile.ts';
import { documented, like } from './documented.ts';

export const exchange: SenderProfile = documented({
  id: 'exchange',
  shortName: 'Exchange',
  name: 'Exchange on premises',
  software: 'Exchange Server',
  versions: '2016 to SE',
  confidence: 'vendor-documentation',
  tls: { hello: like(schannelDefault, 'exchange'), personality: schannel, sni: true },
  verification: { when: 'never', name: false, commonName: 'unknown' },
  log: { 'greeting-4xx': '451 4.4.0 Primary target IP address responded with: {reply}' },
  sources: [
    {
      fact: 'opportunistic; no DANE, no MTA-STS; what follows a failed handshake is not documented',
      source: 'Microsoft Learn, "TLS functionality and related terminology in Exchange Server"',
      confidence: 'vendor-documentation',
    },
  ],
});
