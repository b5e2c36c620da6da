/**
 * Hosts whose handshake is the matter: versions, suites, key exchange, a demanded client certificate.
 */
import { type HostDefinition, outcome } from '../host.ts';
import { handshakeFails } from './starttls.ts';

export const tlsHosts: readonly HostDefinition[] = [
  {
    name: 'no-usable-cipher',
    area: 'tls',
    title: 'STARTTLS is offered, no cipher is',
    describes:
      'The server has pre-shared-key suites only and ends every handshake with the alert handshake_failure, as one without a certificate does.',
    expect: { status: 'failing', findings: ['tls.handshake-failed'], senders: handshakeFails },
    servers: [{ tls: { maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-GCM-SHA256:@SECLEVEL=0' } }],
  },
  {
    name: 'tls10-only',
    area: 'tls',
    title: 'TLS 1.0 only',
    describes:
      'Nothing newer than TLS 1.0. Postfix and Exim still deliver over it; Sendmail on a current OpenSSL never does.',
    expect: {
      status: 'failing',
      findings: ['tls.protocol-too-old'],
      senders: { 'postfix-may': outcome.tls, exim: outcome.tls, sendmail: outcome.lost },
    },
    servers: [{ tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } }],
  },
  {
    name: 'tls12-only',
    area: 'tls',
    title: 'TLS 1.2 only',
    describes: 'No TLS 1.3. Nothing is wrong with that today.',
    expect: {
      status: 'ok',
      findings: [],
      senders: { 'postfix-may': outcome.tls, exim: outcome.tls, sendmail: outcome.tls },
    },
    servers: [{ tls: { maxVersion: 'TLSv1.2' } }],
  },
  {
    name: 'tls13-only',
    area: 'tls',
    title: 'TLS 1.3 only',
    describes: 'No TLS 1.2: older senders find nothing in common. The senders of today deliver.',
    expect: { status: 'ok', findings: [] },
    servers: [{ tls: { minVersion: 'TLSv1.3' } }],
  },
  {
    name: 'rsa-key-exchange',
    area: 'tls',
    title: 'RSA key exchange only',
    describes: 'TLS 1.2 without forward secrecy. Senders still deliver.',
    expect: { status: 'ok', findings: [] },
    servers: [{ tls: { maxVersion: 'TLSv1.2', ciphers: 'kRSA+AES:@SECLEVEL=0' } }],
  },
  {
    name: 'cbc-only',
    area: 'tls',
    title: 'One old CBC suite only',
    describes: 'TLS 1.2 with ECDHE-RSA-AES128-SHA and nothing else. Senders still deliver.',
    expect: {
      status: 'ok',
      findings: [],
      senders: { 'postfix-may': outcome.tls, exim: outcome.tls, sendmail: outcome.tls },
    },
    servers: [{ tls: { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA:@SECLEVEL=0' } }],
  },
  {
    name: 'p384-only',
    area: 'tls',
    title: 'Group P-384 only',
    describes:
      'TLS 1.3 with one group that few clients guess: it takes a HelloRetryRequest. Nothing is wrong with that.',
    expect: {
      status: 'ok',
      findings: [],
      senders: { 'postfix-may': outcome.tls, exim: outcome.tls, sendmail: outcome.tls },
    },
    servers: [{ tls: { minVersion: 'TLSv1.3', groups: 'P-384' } }],
  },
  {
    name: 'client-certificate',
    area: 'tls',
    title: 'A client certificate is demanded',
    describes:
      'The server ends the handshake of a client without a certificate, and mail servers have none to show.',
    expect: {
      status: 'failing',
      findings: ['tls.handshake-failed', 'tls.client-certificate-requested'],
      senders: { 'postfix-may': outcome.cleartextLater, exim: outcome.cleartext, sendmail: outcome.lost },
    },
    servers: [{ tls: { maxVersion: 'TLSv1.2', demandsClientCertificate: true } }],
  },
  {
    name: 'bad-signature',
    area: 'tls',
    title: 'The server signs wrongly',
    describes:
      'The signature in the handshake does not fit the certificate, as if the key were another. Every TLS library breaks off.',
    expect: { status: 'failing', findings: ['tls.peer-misbehaved'], senders: handshakeFails },
    servers: [
      {
        // ECDSA, since there a changed bit is always a wrong signature, never a malformed one.
        leaf: () => ({ key: 'p-256' }),
        tls: { maxVersion: 'TLSv1.2', forgesSignature: true },
      },
    ],
  },
];
