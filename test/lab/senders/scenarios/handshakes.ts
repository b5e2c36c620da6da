/**
 * Handshakes: versions, suites, groups and signatures that few share, alerts, and servers that look at the hello (RFC 8446, RFC 5246).
 */

import type { ClientHello } from '../../../../src/core/tls/client-hello.ts';
import { findExtension, parseClientHello } from '../../../../src/core/tls/client-hello.ts';
import { type alerts, versions } from '../../../../src/core/tls/code-points.ts';
import { suiteCode } from '../../../../src/core/tls/suites.ts';
import type { Authority } from '../../../../src/demo/ca.ts';
import type { ServerDefinition, TlsSettings } from '../../../../src/demo/host.ts';
import type { SmtpScript } from '../../../../src/demo/smtp-script.ts';
import { dhParameters, ecKey, ed448Key } from '../keys.ts';
import type { Scenario } from '../scenario.ts';
import { ticketFirst } from '../ticket-first.ts';
import { alert, wantsTls } from '../words.ts';

const server = (id: string, what: string, definition: ServerDefinition): Scenario => ({
  id,
  what,
  servers: [definition],
});

const settings = (id: string, what: string, tls: TlsSettings): Scenario => server(id, what, { tls });

const tls12 = (ciphers: string): TlsSettings => ({
  maxVersion: 'TLSv1.2',
  ciphers: `${ciphers}:@SECLEVEL=0`,
});

const suites: readonly Scenario[] = [
  settings(
    'suite-ecdhe-256',
    'TLS 1.2, ECDHE-RSA-AES256-GCM-SHA384 only',
    tls12('ECDHE-RSA-AES256-GCM-SHA384'),
  ),
  settings('suite-13-aes256', 'TLS 1.3, AES-256-GCM only', {
    minVersion: 'TLSv1.3',
    // Node wants an older one too; there is no TLS 1.2 here to use it.
    ciphers: 'TLS_AES_256_GCM_SHA384:AES128-SHA:@SECLEVEL=0',
  }),
  settings(
    'suite-rsa-gcm256',
    'TLS 1.2, AES256-GCM-SHA384 with RSA key exchange only',
    tls12('AES256-GCM-SHA384'),
  ),
  settings(
    'suite-rsa-cbc-sha256',
    'TLS 1.2, AES128-SHA256 with RSA key exchange only',
    tls12('AES128-SHA256'),
  ),
  settings(
    'suite-ecdhe-cbc-sha256',
    'TLS 1.2, ECDHE-RSA-AES128-SHA256 only',
    tls12('ECDHE-RSA-AES128-SHA256'),
  ),
  server('suite-ecdsa-cbc', 'TLS 1.2, ECDHE-ECDSA-AES256-SHA only', {
    leaf: () => ({ key: 'p-256' }),
    tls: tls12('ECDHE-ECDSA-AES256-SHA'),
  }),
  server('suite-ecdsa-ccm8', 'TLS 1.2, ECDHE-ECDSA-AES128-CCM8 only', {
    leaf: () => ({ key: 'p-256' }),
    tls: tls12('ECDHE-ECDSA-AES128-CCM8'),
  }),
  server('tls11-ecdsa', 'TLS 1.1 only, with an ECDSA certificate', {
    leaf: () => ({ key: 'p-256' }),
    tls: { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
  }),
  settings('tls10-wants-more', 'TLS 1.0 and 1.1, ECDHE with CBC only', {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ECDHE-RSA-AES256-SHA:@SECLEVEL=0',
  }),
];

const dhe = (group: Parameters<typeof dhParameters>[0]): TlsSettings => ({
  ...tls12('DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-SHA'),
  dhParameters: dhParameters(group),
});

const groups: readonly Scenario[] = [
  settings('group-p256', 'group P-256 only', { groups: 'P-256' }),
  settings('group-x25519', 'group X25519 only', { groups: 'X25519' }),
  settings('group-mlkem', 'group X25519MLKEM768 only, TLS 1.3', {
    minVersion: 'TLSv1.3',
    groups: 'X25519MLKEM768',
  }),
  settings('group-mlkem-or-12', 'group X25519MLKEM768 only, TLS 1.2 with RSA key exchange for others', {
    groups: 'X25519MLKEM768',
    ciphers: 'TLS_AES_128_GCM_SHA256:AES128-GCM-SHA256:@SECLEVEL=0',
  }),
  settings('group-ffdhe3072', 'group ffdhe3072 only, TLS 1.3', {
    minVersion: 'TLSv1.3',
    groups: 'ffdhe3072',
  }),
  settings('group-brainpool', 'TLS 1.2 with group brainpoolP256r1 only', {
    ...tls12('ECDHE-RSA-AES128-GCM-SHA256'),
    groups: 'brainpoolP256r1',
  }),
  settings('group-secp256k1', 'TLS 1.2 with group secp256k1 only', {
    ...tls12('ECDHE-RSA-AES128-GCM-SHA256'),
    groups: 'secp256k1',
  }),
  settings('dhe-1536', 'TLS 1.2, DHE only, a prime of 1536 bits', dhe('modp5')),
  settings('dhe-3072', 'TLS 1.2, DHE only, a prime of 3072 bits', dhe('modp15')),
  settings('dhe-8192', 'TLS 1.2, DHE only, a prime of 8192 bits', dhe('modp18')),
];

const signatures: readonly Scenario[] = [
  settings('sign-rsa-sha1', 'TLS 1.2, signs with RSA and SHA-1 only', {
    ...tls12('ECDHE-RSA-AES128-GCM-SHA256'),
    signatures: 'RSA+SHA1',
  }),
  settings('sign-rsa-sha512', 'TLS 1.2, signs with RSA and SHA-512 only', {
    ...tls12('ECDHE-RSA-AES128-GCM-SHA256'),
    signatures: 'RSA+SHA512',
  }),
  settings('sign-pss-sha512', 'signs with RSA-PSS and SHA-512 only', { signatures: 'rsa_pss_rsae_sha512' }),
  server('sign-ecdsa-sha1', 'TLS 1.2, signs with ECDSA and SHA-1 only', {
    leaf: () => ({ key: 'p-256' }),
    tls: { ...tls12('ECDHE-ECDSA-AES128-GCM-SHA256'), signatures: 'ECDSA+SHA1' },
  }),
  server('key-p384-13', 'TLS 1.3 only, a P-384 key', {
    leaf: () => ({ key: ecKey('P-384') }),
    tls: { minVersion: 'TLSv1.3' },
  }),
  server('key-ed448', 'an Ed448 key', { leaf: () => ({ key: ed448Key() }) }),
  server('key-secp256k1', 'TLS 1.2, a secp256k1 key', {
    leaf: () => ({ key: ecKey('secp256k1') }),
    tls: tls12('ECDHE-ECDSA-AES128-GCM-SHA256'),
  }),
  server('key-brainpool', 'TLS 1.2, a brainpoolP256r1 key', {
    leaf: () => ({ key: ecKey('brainpoolP256r1') }),
    tls: tls12('ECDHE-ECDSA-AES128-GCM-SHA256'),
  }),
];

/** A server that looks at the hello, and answers those it dislikes with an alert. */
const choosy = (
  dislikes: (hello: ClientHello, bytes: Uint8Array) => boolean,
  answer: keyof typeof alerts = 'handshake_failure',
): Partial<SmtpScript> => ({
  afterReady: {
    kind: 'tls',
    refuses: (record) => {
      const hello = parseClientHello(record.subarray(5));
      return hello.ok && dislikes(hello.value, record) ? alert(answer) : null;
    },
  },
});

/** As Exchange 2003 (its Schannel): it reads no further than the 64th suite of the client's. */
const readsFirst64 = (...suites: readonly string[]): Partial<SmtpScript> =>
  choosy(({ suites: offered }) => !offered.slice(0, 64).some((code) => suites.map(suiteCode).includes(code)));

const choosyServers: readonly Scenario[] = [
  server('first-64-rsa256', 'reads the first 64 suites only, and has AES256-SHA alone', {
    script: readsFirst64('TLS_RSA_WITH_AES_256_CBC_SHA'),
    tls: tls12('AES256-SHA'),
  }),
  server('first-64-dhe', 'reads the first 64 suites only, and has DHE-RSA-AES256-SHA alone', {
    script: readsFirst64('TLS_DHE_RSA_WITH_AES_256_CBC_SHA'),
    tls: { ...tls12('DHE-RSA-AES256-SHA'), dhParameters: dhParameters('modp14') },
  }),
  server('first-64-wants-tls', 'as first-64-rsa256 with AES128-SHA, and cleartext is answered 530', {
    script: { ...readsFirst64('TLS_RSA_WITH_AES_128_CBC_SHA'), inClear: wantsTls },
    tls: tls12('AES128-SHA'),
  }),
  server('hello-no-13', 'a hello that offers TLS 1.3 is answered protocol_version', {
    script: choosy(
      (hello) => findExtension(hello, 'supported_versions')?.versions.includes(versions.tls13) === true,
      'protocol_version',
    ),
    tls: { maxVersion: 'TLSv1.2' },
  }),
  server('sni-wanted', 'a hello without a server name is answered unrecognized_name', {
    script: choosy((hello) => findExtension(hello, 'server_name') === undefined, 'unrecognized_name'),
  }),
  server('sni-unwanted', 'a hello with a server name is answered unrecognized_name', {
    script: choosy((hello) => findExtension(hello, 'server_name') !== undefined, 'unrecognized_name'),
  }),
];

/** The probe's own hello is shorter than those of some senders, so it does not see these. */
const lengthIntolerant: readonly Scenario[] = [
  server('hello-512', 'a hello of more than 511 bytes is answered decode_error', {
    script: choosy((_, { length }) => length > 516, 'decode_error'),
  }),
  server('hello-1400', 'a hello of more than 1400 bytes is answered decode_error', {
    script: choosy((_, { length }) => length > 1400, 'decode_error'),
  }),
].map((scenario) => ({ ...scenario, beyondProbe: true }));

const alerting = (name: keyof typeof alerts): Scenario =>
  server(`alert-${name.replaceAll('_', '-')}`, `every hello is answered by the alert ${name}`, {
    script: { afterReady: { kind: 'raw', behave: (socket) => socket.end(alert(name)) } },
  });

const breakdowns: readonly Scenario[] = [
  ...(['internal_error', 'protocol_version', 'access_denied', 'unknown_ca', 'close_notify'] as const).map(
    alerting,
  ),
  server('handshake-reset', 'the hello is answered by a reset', {
    script: { afterReady: { kind: 'raw', behave: (socket) => void socket.resetAndDestroy() } },
  }),
  server('handshake-close', 'the hello is answered by a close', {
    script: { afterReady: { kind: 'raw', behave: (socket) => void socket.end() } },
  }),
  server('handshake-html', 'the hello is answered by a web page', {
    script: {
      afterReady: {
        kind: 'raw',
        behave: (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
      },
    },
  }),
  server('alert-close-notify-warning', 'every hello is answered by a close_notify of level warning', {
    script: {
      afterReady: { kind: 'raw', behave: (socket) => void socket.end(alert('close_notify', 'warning')) },
    },
  }),
  server('warning-close', 'the hello is answered by a warning alert and a close', {
    script: {
      afterReady: {
        kind: 'raw',
        behave: (socket) => void socket.end(alert('unrecognized_name', 'warning')),
      },
    },
  }),
  server('handshake-half', 'the hello is answered by half a record, then nothing', {
    script: {
      afterReady: {
        kind: 'raw',
        behave: (socket) => void socket.write(Uint8Array.of(22, 3, 3, 0, 100, 2, 0, 0, 96, 3, 3)),
      },
    },
  }),
  server('handshake-dead-wants-tls', 'silence after the 220, and cleartext is answered 530', {
    script: {
      afterReady: { kind: 'raw', behave: () => {} },
      inClear: wantsTls,
    },
  }),
];

const clientCertificates: readonly Scenario[] = [
  {
    ...settings('client-certificate-13', 'TLS 1.3, a client certificate is demanded', {
      minVersion: 'TLSv1.3',
      demandsClientCertificate: true,
    }),
    chance: true,
  },
  server('client-certificate-wants-tls', 'a client certificate is demanded, and cleartext is answered 530', {
    script: { inClear: wantsTls },
    tls: { maxVersion: 'TLSv1.2', demandsClientCertificate: true },
  }),
];

const ticketServer = (authority: Authority): Scenario => {
  const id = 'ticket-first';
  const identity = authority.issue({ names: [`mx.${id}.badmx.test`], issuer: 'root' });
  return server(id, 'TLS 1.3, a session ticket comes before the client has finished', {
    script: { afterReady: { kind: 'own-tls', start: ticketFirst(identity) } },
  });
};

export const handshakeScenarios = (authority: Authority): readonly Scenario[] => [
  ...suites,
  ...groups,
  ...signatures,
  ...choosyServers,
  ...lengthIntolerant,
  ...breakdowns,
  ...clientCertificates,
  ticketServer(authority),
];
