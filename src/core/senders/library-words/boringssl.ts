/**
 * BoringSSL: names of reasons without a text of their own (crypto/err/ssl.errordata); where an alert ended the handshake, its name.
 */
import type { LibraryWords } from './library-words.ts';
import { openssl } from './openssl.ts';

const upper = (text: string): string => text.toUpperCase().replaceAll(' ', '_');

export const boringssl: LibraryWords = {
  reasons: {
    alert: 'SSLV3_ALERT_HANDSHAKE_FAILURE',
    'protocol-version': 'TLSV1_ALERT_PROTOCOL_VERSION',
    'not-tls': 'WRONG_VERSION_NUMBER',
    'key-usage-signature': 'KEY_USAGE_BIT_INCORRECT',
    'key-usage-encipherment': 'KEY_USAGE_BIT_INCORRECT',
  },
  alerts: Object.fromEntries(Object.entries(openssl.alerts ?? {}).map(([name, text]) => [name, upper(text)])),
  tells: 'first',
  objections: {},
};
