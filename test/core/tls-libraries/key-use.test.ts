/** keyUsage against the key exchange, by the tables: what test/lab/libraries measures with the real libraries, here as unit cases. */
import { expect, it } from 'vitest';
import { boringssl } from '../../../src/core/tls-libraries/boringssl.ts';
import { gnutls } from '../../../src/core/tls-libraries/gnutls.ts';
import { goTls } from '../../../src/core/tls-libraries/go.ts';
import { judgeKeyUse } from '../../../src/core/tls-libraries/key-use.ts';
import { opensslLevel2 } from '../../../src/core/tls-libraries/openssl.ts';

const tls13 = { keyExchange: 'ecdhe', version: 'TLSv1.3' } as const;
const ecdhe = { keyExchange: 'ecdhe', version: 'TLSv1.2' } as const;
const rsa = { keyExchange: 'rsa', version: 'TLSv1.2' } as const;
const encipherment = ['keyEncipherment'] as const;
const signature = ['digitalSignature'] as const;

it.each([
  ['GnuTLS wants digitalSignature in TLS 1.3 (C84)', gnutls, 'rsa', tls13, encipherment, 'refused'],
  ['and with ECDHE', gnutls, 'rsa', ecdhe, encipherment, 'refused'],
  ['and keyEncipherment with RSA key exchange (C85)', gnutls, 'rsa', rsa, signature, 'refused'],
  ['for which keyAgreement will do', gnutls, 'rsa', rsa, ['keyAgreement'], 'accepted'],
  ['OpenSSL looks at EC keys before TLS 1.3', opensslLevel2, 'ec', ecdhe, encipherment, 'refused'],
  ['GnuTLS reads a keyUsage without a bit as none', gnutls, 'rsa', tls13, [], 'accepted'],
  ['OpenSSL does not', opensslLevel2, 'ec', ecdhe, [], 'refused'],
  ['not in TLS 1.3', opensslLevel2, 'ec', tls13, encipherment, 'accepted'],
  ['not at RSA keys', opensslLevel2, 'rsa', ecdhe, encipherment, 'accepted'],
  ['Go does not look', goTls, 'ec', tls13, encipherment, 'accepted'],
  ["what Gmail's BoringSSL is told is not known", boringssl, 'rsa', ecdhe, encipherment, 'unknown'],
] as const)('%s', (_title, personality, keyKind, exchange, usages, verdict) => {
  expect(judgeKeyUse(personality, { ...exchange, keyKind, usages }).verdict).toBe(verdict);
});

it('takes an absent keyUsage for leave to do anything', () => {
  expect(judgeKeyUse(gnutls, { ...tls13, keyKind: 'rsa' })).toEqual({ verdict: 'accepted' });
});
