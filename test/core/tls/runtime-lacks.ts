/** The primitives of TLS that this runtime's node:crypto lacks, by the names of core/cryptography.ts, sorted. */
import { createCryptography } from '../../../src/adapters/cryptography.ts';
import { groups } from '../../../src/core/tls/groups.ts';
import { suites } from '../../../src/core/tls/suites.ts';

export function lackingHere(): string[] {
  const cryptography = createCryptography();
  const ciphers = suites.flatMap(({ cipher }) => {
    if (cipher === undefined || cipher.kind === 'null') return [];
    return [cipher.kind === 'aead' ? cipher.aead : cipher.cipher];
  });
  const named = groups.flatMap(({ exchange }) =>
    exchange === undefined || exchange.kind === 'field' ? [] : [exchange.name],
  );
  return [...new Set([...ciphers, ...named])].filter((name) => !cryptography.supports(name)).toSorted();
}
