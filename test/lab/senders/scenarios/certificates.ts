/**
 * Certificates and chains that are wrong, or right in an unusual way (RFC 5280, RFC 9525). Opportunistic senders differ in what they look at.
 */
import type { Authority } from '../../../../src/demo/ca.ts';
import * as der from '../../../../src/demo/der.ts';
import type { ServerDefinition, ServerNames } from '../../../../src/demo/host.ts';
import type { Issuer, LeafOptions } from '../../../../src/demo/leaf.ts';
import { ecKey, rsaKey } from '../keys.ts';
import type { Scenario } from '../scenario.ts';
import { encipherOnly, expired, otherName, selfSigned, wantsTls } from '../words.ts';

const leafed = (
  id: string,
  what: string,
  leaf: (names: ServerNames) => Partial<LeafOptions>,
  rest: ServerDefinition = {},
): Scenario => ({ id, what, servers: [{ leaf, ...rest }] });

const keyUsages: readonly Scenario[] = [
  leafed('ku-certsign', 'keyUsage is keyCertSign and cRLSign only', () => ({
    keyUsage: ['keyCertSign', 'cRLSign'],
  })),
  leafed('ku-none', 'keyUsage has no bit set', () => ({ keyUsage: [] })),
  leafed(
    'ku-encipher-13-wants-tls',
    'TLS 1.3 only, keyUsage is keyEncipherment, cleartext is answered 530',
    encipherOnly,
    {
      tls: { minVersion: 'TLSv1.3' },
      script: { inClear: wantsTls },
    },
  ),
  leafed(
    'ku-encipher-rsa-too',
    'TLS 1.2, keyUsage is keyEncipherment, RSA key exchange after ECDHE',
    encipherOnly,
    {
      tls: { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256:@SECLEVEL=0' },
    },
  ),
  leafed('ku-encipher-tls10', 'TLS 1.0 with ECDHE, keyUsage is keyEncipherment', encipherOnly, {
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ECDHE-RSA-AES128-SHA:@SECLEVEL=0' },
  }),
  leafed(
    'ku-encipher-dies',
    'keyUsage is keyEncipherment, and the session dies after the handshake',
    encipherOnly,
    {
      script: { closeAfterHandshake: true },
    },
  ),
  leafed('ku-encipher-454', 'keyUsage is keyEncipherment, and STARTTLS is answered 454', encipherOnly, {
    script: { starttlsReply: '454 4.7.0 TLS not available' },
  }),
  leafed(
    'ku-encipher-expired-self',
    'keyUsage is keyEncipherment, expired, self-signed, another name',
    () => ({
      ...encipherOnly(),
      ...expired(),
      ...selfSigned(),
      ...otherName(),
    }),
  ),
];

const leaves: readonly Scenario[] = [
  leafed('eku-code', 'extendedKeyUsage is codeSigning only', () => ({ keyPurposes: ['codeSigning'] })),
  leafed('eku-both', 'extendedKeyUsage is serverAuth and clientAuth', () => ({
    keyPurposes: ['serverAuth', 'clientAuth'],
  })),
  leafed('san-hundred', 'a hundred names, the right one last', ({ mx }) => ({
    names: [...Array.from({ length: 99 }, (_, i) => `mail${i}.elsewhere.test`), mx],
  })),
  leafed('san-domain', 'the name is the mail domain, not the mail host', ({ domain }) => ({
    names: [domain],
  })),
  leafed('san-wildcard-deep', 'the name is *.*.badmx.test', () => ({ names: ['*.*.badmx.test'] })),
  leafed('san-wildcard-tld', 'the name is *.test', () => ({ names: ['*.test'] })),
  leafed('san-dot', 'the name ends in a dot', ({ mx }) => ({ names: [`${mx}.`] })),
  leafed('san-other-cn', 'the subjectAltName is another, the commonName is right', ({ mx }) => ({
    names: ['mail.elsewhere.test'],
    commonName: mx,
  })),
  leafed('dates-swapped', 'the end comes before the beginning', () => ({
    notBeforeDays: 20,
    notAfterDays: 10,
  })),
  leafed('dates-century', 'valid for a hundred years', () => ({ notAfterDays: 36_500 })),
  leafed('rsa-512', 'an RSA key of 512 bits, TLS 1.2', () => ({ key: rsaKey(512) }), {
    tls: { maxVersion: 'TLSv1.2' },
  }),
  leafed(
    'rsa-1024-12',
    'an RSA key of 1024 bits, TLS 1.2 with RSA key exchange',
    () => ({ key: 'rsa-1024' }),
    {
      tls: { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256:@SECLEVEL=0' },
    },
  ),
  leafed('rsa-exponent-3', 'an RSA key with the exponent 3', () => ({ key: rsaKey(2048, 3) })),
  leafed('rsa-3072', 'an RSA key of 3072 bits', () => ({ key: rsaKey(3072) })),
  leafed('extension-twice', 'the subjectAltName is there twice', ({ mx }) => ({
    extensions: [{ oid: '2.5.29.17', value: der.sequence(der.implicitText(2, mx)) }],
  })),
  leafed('serial-zero', 'the serial number is 0', () => ({ differs: { serial: Uint8Array.of(0) } })),
  leafed('serial-long', 'the serial number has 30 bytes', () => ({
    differs: { serial: new Uint8Array(30).fill(0x11) },
  })),
  leafed('self-signed-key-usage', 'self-signed, with keyCertSign alone', () => ({
    ...selfSigned(),
    keyUsage: ['keyCertSign'],
  })),
  leafed('self-signed-expired', 'self-signed and expired', () => ({ ...selfSigned(), ...expired() })),
  leafed('stranger-wrong-name', 'from a root that nobody trusts, for another name', () => ({
    ...otherName(),
    issuer: 'stranger',
  })),
];

const pairs: readonly Scenario[] = [
  {
    id: 'two-certificates',
    what: 'an RSA and an ECDSA certificate, both good',
    servers: [{ secondLeaf: () => ({ key: 'p-256' }) }],
  },
  {
    id: 'two-certificates-ecdsa-other',
    what: 'an RSA certificate that is good and an ECDSA one for another name, self-signed',
    servers: [{ secondLeaf: () => ({ key: 'p-256', ...selfSigned(), ...otherName() }) }],
  },
  {
    id: 'two-certificates-rsa-encipher',
    what: 'an RSA certificate that must not sign, and an ECDSA one that is good; TLS 1.2',
    servers: [{ leaf: encipherOnly, secondLeaf: () => ({ key: 'p-256' }), tls: { maxVersion: 'TLSv1.2' } }],
  },
  {
    id: 'by-name-alone',
    what: 'who names no host is shown an expired certificate of another name',
    servers: [{ leafWithoutName: () => ({ ...expired(), ...otherName() }) }],
  },
  {
    id: 'by-name-encipher',
    what: 'who names no host is shown a certificate that must not sign',
    servers: [{ leafWithoutName: encipherOnly }],
  },
];

/** A permitted or excluded dNSName subtree (RFC 5280 §4.2.1.10). */
const nameConstraints = (kind: 'permitted' | 'excluded', name: string) => ({
  oid: '2.5.29.30',
  critical: true,
  value: der.sequence(der.explicit(kind === 'permitted' ? 0 : 1, der.sequence(der.implicitText(2, name)))),
});

/** Intermediates of every kind, and a server behind each. */
function chains(authority: Authority): readonly Scenario[] {
  const key = ecKey('P-256');
  const below = (id: string, what: string, issuer: Issuer, rest: Partial<LeafOptions> = {}): Scenario =>
    leafed(id, what, () => ({ issuer, ...rest }));
  const authorityOf = (name: string, differs: Parameters<Authority['issueAuthority']>[0]['differs'] = {}) =>
    authority.issueAuthority({ name, key, differs });
  const deep = Array.from({ length: 9 }).reduce<Issuer | undefined>(
    (by, _, i) => authority.issueAuthority({ name: `badmx deep ${i}`, key, ...(by && { by }) }),
    undefined,
  );
  if (!deep) throw new Error('nine is more than none');
  const rsa1024 = authority.issueAuthority({ name: 'badmx weak intermediate', key: rsaKey(1024) });
  return [
    below(
      'issuer-no-certsign',
      'the intermediate may not sign certificates',
      authorityOf('badmx no certsign', { keyUsage: ['digitalSignature'] }),
    ),
    below(
      'issuer-eku-client',
      'the intermediate is for clients only',
      authorityOf('badmx for clients', { keyPurposes: ['clientAuth'] }),
    ),
    below(
      'issuer-other-names',
      "the intermediate may issue elsewhere.test's names only",
      authorityOf('badmx elsewhere', { extensions: [nameConstraints('permitted', 'elsewhere.test')] }),
    ),
    below(
      'issuer-these-names',
      "the intermediate may issue badmx.test's names only",
      authorityOf('badmx at home', { extensions: [nameConstraints('permitted', 'badmx.test')] }),
    ),
    below(
      'issuer-later',
      'the intermediate is not valid yet',
      authorityOf('badmx later', { notBefore: new Date(Date.now() + 864e6) }),
    ),
    below('issuer-rsa-1024', 'the intermediate has an RSA key of 1024 bits', rsa1024),
    below('chain-deep', 'nine intermediates', deep),
    below('chain-deep-partly', 'nine intermediates, the last four not sent', deep, {
      sends: deep.intermediates.slice(0, 5),
    }),
    below(
      'chain-root-alone',
      'the leaf and the root, its intermediate left out',
      authorityOf('badmx left out'),
      { sends: [authority.root] },
    ),
    leafed('chain-strangers', 'two certificates that have nothing to do with it are sent along', () => ({
      sends: [authority.strangerRoot, authority.intermediate, authority.root],
    })),
    leafed('chain-root-issued', 'issued by the root itself', () => ({ issuer: 'root' })),
  ];
}

export const certificateScenarios = (authority: Authority): readonly Scenario[] => [
  ...keyUsages,
  ...leaves,
  ...pairs,
  ...chains(authority),
];
