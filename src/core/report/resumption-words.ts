/**
 * `depth=full`: what came of the sessions that were offered again, in words.
 */
import type { Enumeration, Resumption } from '../tls/enumeration.ts';

const words: Readonly<Record<Resumption, string>> = {
  psk: 'by pre-shared key',
  ticket: 'by ticket',
  'session-id': 'by session id',
  declined: 'declined for a full handshake',
  failed: 'failed',
  'not-asked': 'not asked',
};

/** One part for each version; empty where there was nothing to offer. */
export const resumptionWords = ({ resumption = {} }: Pick<Enumeration, 'resumption'>): string =>
  Object.entries(resumption)
    .map(([version, outcome]) => `${version} ${words[outcome]}`)
    .join(', ');
