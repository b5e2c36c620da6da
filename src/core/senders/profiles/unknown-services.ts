/**
 * Large services for which no primary source says how they deliver: listed, so that nobody takes silence for a good sign, and never guessed.
 */
import type { SenderProfile } from '../profile.ts';
import { failureClasses, type Reaction, routingFailures } from '../profile-reactions.ts';
import type { Source } from '../profile-sources.ts';
import { every } from './documented.ts';

const open: Reaction = { kind: 'unknown', reason: 'no source' };
const nothing: Source = { fact: 'nothing', source: 'no primary source found', confidence: 'report' };

const service = (id: string, name: string): SenderProfile => ({
  id,
  name,
  shortName: name,
  software: name,
  versions: 'today',
  kind: 'service',
  measuredAs: [],
  unknown: 'no primary source',
  starttls: 'opportunistic',
  starttlsParameter: 'unknown',
  verification: { when: 'never', name: false, commonName: 'unknown' },
  routing: every(routingFailures, 'unknown'),
  reactions: every(failureClasses, open),
  underPolicy: { otherwise: open },
  log: {},
  sources: { nothing },
  from: { otherwise: 'nothing' },
});

export const yahoo = service('yahoo', 'Yahoo');
export const icloud = service('icloud', 'iCloud');
export const proton = service('proton', 'Proton Mail');
export const fastmail = service('fastmail', 'Fastmail');

export const nullmailer: SenderProfile = {
  ...service('nullmailer', 'nullmailer'),
  versions: '2',
  kind: 'mta',
  unknown: 'it hands everything to a relay, and never looks up a mail host',
  sources: {
    send: {
      fact: 'remotes are those of its configuration; STARTTLS only where --starttls is given for one, TLS and the name verified then; gives up after 7 days',
      source:
        'src/send.cc, load_remotes; protocols/smtp.cc, protocol_starttls; protocols/tls_gnutls.cc, cert_verify',
      confidence: 'source-code',
    },
  },
  from: { otherwise: 'send' },
};
