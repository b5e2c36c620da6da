/**
 * Every TLS library that has a table (personality.ts), as it comes: rules say with it who refuses what, and test/lab/libraries holds the rows
 * of two of them against the libraries themselves. Nothing switches on a library's name; one stands here once for each setting that changes
 * what it enforces. What single senders make of a library is in senders/personalities.ts.
 */
import { boringsslDefault } from './boringssl.ts';
import { gnutls } from './gnutls.ts';
import { goTls } from './go.ts';
import { libressl } from './libressl.ts';
import { opensslLevel0, opensslLevel1, opensslLevel2 } from './openssl.ts';
import type { Personality } from './personality.ts';
import { schannel } from './schannel.ts';

/** In the order in which mail meets them. */
export const libraries: readonly Personality[] = [
  opensslLevel2,
  opensslLevel1,
  opensslLevel0,
  gnutls,
  boringsslDefault,
  goTls,
  libressl,
  schannel,
];

/** Their names, for the evidence of a rule. */
export function librariesThat(refuse: (personality: Personality) => boolean | undefined): string[] {
  return libraries.filter(refuse).map(({ library }) => library);
}
