/**
 * Large services for which no primary source says how they deliver: listed, so that nobody takes silence for a good sign, and never guessed.
 */
import { failureClasses, type Reaction, routingFailures, type SenderProfile } from '../profile.ts';

const open: Reaction = { kind: 'unknown', reason: 'no source' };

function every<K extends string, V>(keys: readonly K[], value: V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;
}

const service = (id: string, name: string): SenderProfile => ({
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
  sources: [{ fact: 'nothing', source: 'no primary source found', confidence: 'report' }],
});

export const yahoo = service('yahoo', 'Yahoo');
export const icloud = service('icloud', 'iCloud');
export const proton = service('proton', 'Proton Mail');
export const fastmail = service('fastmail', 'Fastmail');
