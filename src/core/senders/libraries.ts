/**
 * Every TLS library that has a table (personality.ts), in the order people meet them. Rules and the key usage matrix ask this list;
 * nothing switches on a library's name. A library stands here once for each setting that changes what it enforces.
 */

import { boringssl, gnutls, goTls, opensslLevel2, postfixLevel0, schannel } from './personalities.ts';
import type { Personality } from './personality.ts';

export const libraries: readonly Personality[] = [
  opensslLevel2,
  postfixLevel0,
  gnutls,
  boringssl,
  goTls,
  schannel,
];
