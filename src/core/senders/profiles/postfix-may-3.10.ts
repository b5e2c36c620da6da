/**
 * Postfix 3.10 at level may: behaves as 3.7; its OpenSSL offers another list.
 */
import { postfixOpenssl35 } from '../hellos/postfix-openssl35.ts';
import { postfixLevel0 } from '../personalities.ts';
import type { SenderProfile } from '../profile.ts';
import type { Source } from '../profile-sources.ts';
import { postfixMay } from './postfix-may.ts';

const lab310: Source = {
  fact: 'what it does at each step, its log, its ClientHello',
  source: 'laboratory: Debian 13, postfix 3.10',
  confidence: 'measured',
};

export const postfixMay310: SenderProfile = {
  ...postfixMay,
  id: 'postfix-may-3.10',
  name: 'Postfix 3.10, opportunistic TLS (may)',
  shortName: 'Postfix 3.10',
  versions: '3.10 (OpenSSL 3.5)',
  measuredAs: ['postfix-trixie-may'],
  sources: { ...postfixMay.sources, lab: lab310 },
  tls: { hello: postfixOpenssl35, personality: postfixLevel0, sni: false },
};
