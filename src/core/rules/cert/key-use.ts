/**
 * Which TLS libraries end a handshake over the keyUsage of its certificate, verified or not: the tables answer (RFC 5280 §4.2.1.3).
 */

import { librariesThat } from '../../tls-libraries/catalogue.ts';
import { judgeKeyUse } from '../../tls-libraries/key-use.ts';
import type { ChainPlace } from '../places.ts';

/** By name; those whose answer is not known are left out. */
export function refusedByUse({ chain, handshake }: ChainPlace): string[] {
  const { keyUsage, publicKey } = chain.leaf;
  const { keyExchange, version } = handshake;
  const use = {
    keyKind: publicKey.kind,
    ...(keyUsage && { usages: keyUsage.usages }),
    ...(keyExchange && { keyExchange }),
    ...(version !== undefined && { version }),
  };
  return librariesThat((personality) => judgeKeyUse(personality, use).verdict === 'refused');
}
