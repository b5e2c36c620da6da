/**
 * Python's ssl module: OpenSSL's words behind a name made of them, where Python's own list has one (Modules/_ssl_data_300.h).
 */
import type { LibraryWords } from './library-words.ts';
import { openssl } from './openssl.ts';

const named = <K extends string>(
  texts: Readonly<Partial<Record<K, string>>>,
): Readonly<Partial<Record<K, string>>> =>
  Object.fromEntries(
    Object.entries<string | undefined>(texts).flatMap(([key, text]) =>
      text === undefined ? [] : [[key, `[SSL: ${text.toUpperCase().replaceAll(' ', '_')}] ${text}`]],
    ),
  ) as Partial<Record<K, string>>;

export const python: LibraryWords = {
  ...openssl,
  reasons: {
    ...named(openssl.reasons),
    'legacy-signature': `[SSL] ${openssl.reasons['legacy-signature']}`,
    // These two are exceptions of other names.
    closed: 'SSLZeroReturnError TLS/SSL connection has been closed (EOF)',
    'fatal-close-notify': 'SSLError [SSL] unknown error',
  },
  ...(openssl.alerts && { alerts: named(openssl.alerts) }),
};
