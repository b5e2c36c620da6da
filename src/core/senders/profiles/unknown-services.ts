/**
 * Large services for which no primary source says how they deliver: listed, so that nobody takes silence for a good sign, and never guessed.
 */
import {
  failureClasses,
  type Reaction,
  routingFailures,
  type SenderProfile,
  type Source,
} from '../profile.ts';

const open: Reaction = { kind: 'unknown', reason: 'no source' };

function every<K extends string, V>(keys: readonly K[], value: V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;
}

const service = (id: string, name: string, known?: Source): SenderProfile => ({
  id,
  name,
  shortName: name,
  software: name,
  versions: 'today',
  kind: 'service',
  measuredAs: [],
  confidence: 'report',
  unknown: 'no primary source',
  starttls: 'opportunistic',
  starttlsParameter: 'unknown',
  verification: { when: 'never', name: false, commonName: 'unknown' },
  routing: every(routingFailures, 'unknown'),
  reactions: every(failureClasses, open),
  underPolicy: { otherwise: open },
  log: {},
  sources: [known ?? { fact: 'nothing', source: 'no primary source found', confidence: 'report' }],
});

export const yahoo = service('yahoo', 'Yahoo');
export const icloud = service('icloud', 'iCloud');
export const proton = service('proton', 'Proton Mail');
export const fastmail = service('fastmail', 'Fastmail');
export const amazonSes = service('amazon-ses', 'Amazon SES', {
  fact: 'opportunistic TLS by default; what follows a failed handshake is not documented',
  source: 'Amazon SES Developer Guide, "Amazon SES and security protocols"',
  confidence: 'vendor-documentation',
});
export const nullmailer = service('nullmailer', 'nullmailer', {
  fact: 'hands everything to a relay, with STARTTLS only where --starttls is given for it; no MX host is looked up',
  source: 'nullmailer-send(8)',
  confidence: 'vendor-documentation',
});
