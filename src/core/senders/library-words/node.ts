/**
 * Node: OpenSSL goes through the handshake whatever it finds (a callback says yes), and Node asks for the last thing found afterwards
 * (SSL_get_verify_result); the name it compares itself (lib/tls.js, checkServerIdentity), and only where nothing else was wrong.
 * Its error strings tell the function of OpenSSL 3.0, too.
 */
import type { AlertName } from '../../tls/code-points.ts';
import type { LibraryWords } from './library-words.ts';
import { alertCode, chainObjections, openssl, signatureObjections } from './openssl.ts';

/** These come up again, in other words, where signatures are looked at (x509_vfy.c, internal_verify). */
const {
  'missing-issuer-of-leaf': _leaf,
  'malformed-extension': _unreadable,
  'key-usage-cert-sign': _usage,
  ...chain
} = chainObjections;
const notCovered = "Hostname/IP does not match certificate's altnames:";
const alert = (name: AlertName, text: string) =>
  `error:${alertCode(name)}:SSL routines:ssl3_read_bytes:${text}`;

export const node: LibraryWords = {
  reasons: {
    alert: alert('handshake_failure', 'sslv3 alert handshake failure'),
    'client-certificate-demanded': alert('handshake_failure', 'sslv3 alert handshake failure'),
    'protocol-version': alert('protocol_version', 'tlsv1 alert protocol version'),
    'not-tls': 'error:0A00010B:SSL routines:ssl3_get_record:wrong version number',
    // The function depends on the version of TLS.
    'bad-signature': 'error:0A00007B:SSL routines:',
    'dh-too-small': 'error:0A00018A:SSL routines:tls_process_ske_dhe:dh key too small',
  },
  alerts: Object.fromEntries(
    Object.entries(openssl.alerts ?? {}).map(([name, text]) => [name, alert(name as AlertName, text)]),
  ),
  tells: 'last',
  objections: {
    'name-mismatch': `${notCovered} Host: {host}. is not in the cert's altnames: {altnames}`,
    'address-mismatch': `${notCovered} IP: {host} is not in the cert's list: `,
    'common-name-only': `${notCovered} Host: {host}. is not cert's CN: {commonName}`,
    'no-name': `${notCovered} Cert does not contain a DNS name`,
    ...chain,
    'not-a-ca': 'unsuitable certificate purpose',
    'missing-issuer-of-leaf': 'unable to verify the first certificate',
    'malformed-extension': 'unable to verify the first certificate',
    'key-usage-cert-sign': 'key usage does not include certificate signing',
    ...signatureObjections,
  },
};
