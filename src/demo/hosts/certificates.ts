/**
 * Hosts whose certificate is wrong in one way (RFC 5280, RFC 9525). Opportunistic senders deliver to most of them over TLS, and no policy
 * here promises more: the status stays ok (RFC 7435 §3). keyUsage is looked at even by some who verify nothing.
 */
import { octetString } from '../der.ts';
import { type HostDefinition, outcome } from '../host.ts';

const deliveredAnyway = { 'postfix-may': outcome.tls, exim: outcome.tls, sendmail: outcome.tls } as const;

const unverified =
  'Opportunistic senders deliver all the same; senders under MTA-STS and clients that verify do not.';

export const certificateHosts: readonly HostDefinition[] = [
  {
    name: 'expired',
    area: 'certificate',
    title: 'The certificate has expired',
    describes: `It ended ten days ago. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.expired'], senders: deliveredAnyway },
    servers: [{ leaf: () => ({ notBeforeDays: -100, notAfterDays: -10 }) }],
  },
  {
    name: 'not-yet-valid',
    area: 'certificate',
    title: 'The certificate is not valid yet',
    describes: `It begins in ten days. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.not-yet-valid'] },
    servers: [{ leaf: () => ({ notBeforeDays: 10, notAfterDays: 100 }) }],
  },
  {
    name: 'self-signed',
    area: 'certificate',
    title: 'The certificate is self-signed',
    describes: `It vouches for itself. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.self-signed'], senders: deliveredAnyway },
    servers: [{ leaf: () => ({ issuer: 'self' }) }],
  },
  {
    name: 'untrusted-root',
    area: 'certificate',
    title: 'The certificate comes from a root that nobody trusts',
    describes: `The chain is whole, its root is a private one. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.untrusted-issuer'] },
    servers: [{ leaf: () => ({ issuer: 'stranger', sends: 'chain-and-root' }) }],
  },
  {
    name: 'missing-intermediate',
    area: 'certificate',
    title: 'The intermediate is not sent',
    describes: `The leaf alone is sent, so its issuer cannot be found. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.missing-intermediate'], senders: deliveredAnyway },
    servers: [{ leaf: () => ({ sends: 'leaf-only' }) }],
  },
  {
    name: 'wrong-name',
    area: 'certificate',
    title: 'The certificate names another host',
    describes: `It is for mail.elsewhere.test. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.name-mismatch'], senders: deliveredAnyway },
    servers: [{ leaf: () => ({ names: ['mail.elsewhere.test'] }) }],
  },
  {
    name: 'wildcard',
    area: 'certificate',
    title: 'The name matches by wildcards only',
    describes:
      'Several wildcard names, none spelt out. Right by RFC 9525; Sendmail under MTA-STS compares names as plain strings and defers.',
    expect: { status: 'ok', findings: ['cert.wildcard-only'], senders: deliveredAnyway },
    servers: [{ leaf: ({ domain }) => ({ names: ['*.elsewhere.test', `*.${domain}`], commonName: domain }) }],
  },
  {
    name: 'partial-wildcard',
    area: 'certificate',
    title: 'A wildcard that is part of a label',
    describes:
      'The name is m*.<domain>, which matches nothing by RFC 9525 §6.3. Opportunistic senders deliver all the same.',
    expect: { status: 'ok', findings: ['cert.name-mismatch'], senders: deliveredAnyway },
    servers: [{ leaf: ({ domain }) => ({ names: [`m*.${domain}`], commonName: domain }) }],
  },
  {
    name: 'no-san',
    area: 'certificate',
    title: 'The name is in the commonName only',
    describes: `There is no subjectAltName, and the commonName no longer counts (RFC 9525 §6.3). ${unverified}`,
    expect: { status: 'ok', findings: ['cert.no-san'] },
    servers: [{ leaf: ({ mx }) => ({ names: [], commonName: mx }) }],
  },
  {
    name: 'key-usage',
    area: 'certificate',
    title: 'keyUsage lacks digitalSignature, and cleartext is refused',
    describes:
      'keyUsage is keyEncipherment only, which GnuTLS refuses for ECDHE and TLS 1.3. Exim then tries cleartext, is told 530, and bounces; Postfix and Sendmail notice nothing.',
    expect: {
      status: 'failing',
      findings: ['cert.key-usage-no-digital-signature', 'smtp.tls-required'],
      senders: { 'postfix-may': outcome.tls, exim: outcome.bounced, sendmail: outcome.tls },
    },
    servers: [
      {
        leaf: () => ({ keyUsage: ['keyEncipherment'] }),
        script: { inClear: { MAIL: '530 5.7.0 Must issue a STARTTLS command first' } },
      },
    ],
  },
  {
    name: 'key-usage-cleartext',
    area: 'certificate',
    title: 'keyUsage lacks digitalSignature',
    describes: 'As key-usage, but cleartext is taken: Exim delivers in cleartext.',
    expect: {
      status: 'degraded',
      findings: ['cert.key-usage-no-digital-signature'],
      senders: { 'postfix-may': outcome.tls, exim: outcome.cleartext, sendmail: outcome.tls },
    },
    servers: [{ leaf: () => ({ keyUsage: ['keyEncipherment', 'dataEncipherment'] }) }],
  },
  {
    name: 'key-usage-rsa',
    area: 'certificate',
    title: 'keyUsage lacks keyEncipherment, with RSA key exchange only',
    describes:
      'keyUsage is digitalSignature only, but the server has no suite that signs: the certificate forbids the only thing it is used for.',
    expect: { status: 'degraded', findings: ['cert.key-usage-no-key-encipherment'] },
    servers: [
      {
        leaf: () => ({ keyUsage: ['digitalSignature'] }),
        tls: { maxVersion: 'TLSv1.2', ciphers: 'kRSA+AES:@SECLEVEL=0' },
      },
    ],
  },
  {
    name: 'eku-client',
    area: 'certificate',
    title: 'The certificate is for clients only',
    describes: `extendedKeyUsage is clientAuth without serverAuth. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.purpose-no-server-auth'], senders: deliveredAnyway },
    servers: [{ leaf: () => ({ keyPurposes: ['clientAuth'] }) }],
  },
  {
    name: 'rsa-1024',
    area: 'certificate',
    title: 'An RSA key of 1024 bits',
    describes: `Too short for current security levels. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.weak-key'], senders: deliveredAnyway },
    servers: [{ leaf: () => ({ key: 'rsa-1024' }) }],
  },
  {
    name: 'sha1-signature',
    area: 'certificate',
    title: 'The certificate is signed with SHA-1',
    describes: `No verifier of today accepts it. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.weak-signature'], senders: deliveredAnyway },
    servers: [{ leaf: () => ({ hash: 'sha1' }) }],
  },
  {
    name: 'md5-signature',
    area: 'certificate',
    title: 'The certificate is signed with MD5',
    describes: `Forgeable since 2008. ${unverified}`,
    expect: { status: 'ok', findings: ['cert.weak-signature'] },
    servers: [{ leaf: () => ({ hash: 'md5' }) }],
  },
  {
    name: 'critical-extension',
    area: 'certificate',
    title: 'A critical extension that nobody knows',
    describes: `A verifier must refuse what is critical and unknown (RFC 5280 §4.2). ${unverified}`,
    expect: { status: 'ok', findings: ['cert.path-invalid'], senders: deliveredAnyway },
    servers: [
      {
        leaf: () => ({
          // An OID under the UUID arc (ITU-T X.667), so that it is nobody's.
          extensions: [{ oid: '2.25.271828182', critical: true, value: octetString(Uint8Array.of(1)) }],
        }),
      },
    ],
  },
  {
    name: 'ecdsa',
    area: 'certificate',
    title: 'An ECDSA certificate',
    describes: 'P-256 only, no RSA. Nothing is wrong with that today.',
    expect: { status: 'ok', findings: [], senders: deliveredAnyway },
    servers: [{ leaf: () => ({ key: 'p-256' }) }],
  },
];
