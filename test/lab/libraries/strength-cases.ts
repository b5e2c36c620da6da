/**
 * What is served to hold a row of the tables against the libraries: a chain that is weak, old or named oddly in one way, or a handshake that is.
 * `goesOn` and `trusts` say what the rows predict; absent: everybody does.
 */
import { generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import { judgeName } from '../../../src/core/tls-libraries/name-use.ts';
import { takesVersion } from '../../../src/core/tls-libraries/old-version.ts';
import { isBelow, type Personality } from '../../../src/core/tls-libraries/personality.ts';
import { matchHostName } from '../../../src/core/x509/names.ts';
import { type CertificateOptions, type KeyPair, writeCertificate } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import { mailHost } from '../../core/observation-builder.ts';
import { parse } from '../../core/rules/issue.ts';
import { type NameCase, nameCases } from './name-cases.ts';

export interface StrengthCase {
  readonly title: string;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly keyPem: string;
  readonly root?: Uint8Array;
  /** PEM of the parameters. */
  readonly dh?: string;
  readonly server?: readonly string[];
  readonly goesOn?: (library: Personality) => boolean;
  readonly trusts?: (library: Personality) => boolean;
}

const now = Date.now();
const span = { notBefore: new Date(now - 400 * 86_400_000), notAfter: new Date(now + 400 * 86_400_000) };
const rsa = (modulusLength: number): KeyPair => generateKeyPairSync('rsa', { modulusLength });
const curve = (namedCurve: string): KeyPair => generateKeyPairSync('ec', { namedCurve });
const keys = { root: rsa(2048), intermediate: rsa(2048), leaf: rsa(2048) };
const authority = { authority: {}, keyUsage: ['keyCertSign', 'cRLSign'] } as const;

const issuing = (subject: string, key: KeyPair, more: Partial<CertificateOptions> = {}) =>
  writeCertificate({
    ...span,
    ...authority,
    subject,
    subjectKey: key.publicKey,
    issuer: 'Root',
    issuerKey: keys.root,
    ...more,
  });
const intermediate = (more: Partial<CertificateOptions> = {}) =>
  issuing('Intermediate', keys.intermediate, more);
const leaf = (more: Partial<CertificateOptions> = {}) =>
  writeCertificate({
    ...span,
    subject: mailHost,
    subjectKey: keys.leaf.publicKey,
    issuer: 'Intermediate',
    issuerKey: keys.intermediate,
    names: [mailHost],
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    keyPurposes: ['serverAuth'],
    ...more,
  });

export const root = issuing('Root', keys.root);
const good = [leaf(), intermediate()];
const pem = ({ privateKey }: KeyPair) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const keyPem = pem(keys.leaf);

/** An issuer with that key. */
const issuer = (title: string, key: KeyPair, trusts: (library: Personality) => boolean): StrengthCase => ({
  title: `issuer with ${title}`,
  chain: [leaf({ issuerKey: key }), intermediate({ subjectKey: key.publicKey })],
  keyPem,
  trusts,
});

const leafWithRsa = (bits: number): StrengthCase => {
  const key = rsa(bits);
  return {
    title: `server with RSA ${bits}`,
    chain: [leaf({ subjectKey: key.publicKey }), intermediate()],
    keyPem: pem(key),
    server: ['-tls1_2'],
    goesOn: ({ handshakeRsaBits }) => !isBelow(bits, handshakeRsaBits),
    trusts: ({ minimumRsaBits }) => !isBelow(bits, minimumRsaBits),
  };
};

const named = ({ title, ...more }: NameCase): StrengthCase => {
  const certificate = leaf(more);
  const facts = parse(certificate);
  const asked = { leaf: facts, name: matchHostName(facts, mailHost), host: mailHost };
  return {
    title,
    chain: [certificate, intermediate()],
    keyPem,
    trusts: (library) => judgeName(library, asked) === 'accepted',
  };
};

/** The generator 2 of a prime, however unsafe: the size alone is looked at. */
function dhParameters(bits: number): string {
  const prime = Uint8Array.of(0, ...new Uint8Array(generatePrimeSync(bits)));
  const bytes = der.sequence(der.tagged(0x02, prime), der.integer(2));
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN DH PARAMETERS-----', ...lines, '-----END DH PARAMETERS-----', ''].join('\n');
}

const dhe = (bits: number): StrengthCase => ({
  title: `DHE with ${bits} bits`,
  chain: good,
  keyPem,
  dh: dhParameters(bits),
  server: ['-tls1_2', '-cipher', 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0'],
  goesOn: ({ minimumDhBits }) => !isBelow(bits, minimumDhBits),
});

const old = (version: 'TLSv1' | 'TLSv1.1', keyExchange: 'rsa' | 'ecdhe'): StrengthCase => ({
  title: `${version} with ${keyExchange}`,
  chain: good,
  keyPem,
  server: [
    version === 'TLSv1' ? '-tls1' : '-tls1_1',
    ...['-cipher', `${keyExchange === 'rsa' ? 'AES128-SHA' : 'ECDHE-RSA-AES128-SHA'}:@SECLEVEL=0`],
  ],
  goesOn: (library) => takesVersion(library, { version, keyExchange }),
});

/** Strangers behind a good chain. */
const many = (count: number): StrengthCase => ({
  title: `${count} certificates`,
  chain: [
    ...good,
    ...Array.from({ length: count - good.length }, (_, i) => issuing(`Stranger ${i}`, keys.intermediate)),
  ],
  keyPem,
  trusts: ({ maximumSent }) => !maximumSent || count <= maximumSent.value,
});

export const strengthCases: readonly StrengthCase[] = [
  { title: 'nothing wrong', chain: good, keyPem },
  ...[16, 17, 40].map(many),
  ...[512, 912, 928, 1016, 1024, 1952, 1968, 2048].map((bits) =>
    issuer(`RSA ${bits}`, rsa(bits), ({ minimumRsaBits }) => !isBelow(bits, minimumRsaBits)),
  ),
  ...(
    [
      ['secp160r1', 160],
      ['prime192v1', 192],
      ['secp224r1', 224],
      ['prime256v1', 256],
    ] as const
  ).map(([name, bits]) =>
    issuer(name, curve(name), ({ minimumCurveBits }) => !isBelow(bits, minimumCurveBits)),
  ),
  ...[512, 1024].map(leafWithRsa),
  {
    title: 'certificate signed with SHA-1',
    chain: [leaf({ hash: 'sha1' }), intermediate()],
    keyPem,
    trusts: ({ sha1Certificate }) => sha1Certificate.value === 'accepted',
  },
  {
    title: 'certificate signed with MD5',
    chain: [leaf({ hash: 'md5' }), intermediate()],
    keyPem,
    trusts: ({ md5Certificate }) => md5Certificate.value === 'accepted',
  },
  {
    title: 'server of version 1',
    chain: [leaf({ version: 1 }), intermediate()],
    keyPem,
    trusts: ({ version1Leaf }) => version1Leaf.value === 'accepted',
  },
  {
    title: 'issuer of version 1',
    chain: [leaf(), intermediate({ version: 1 })],
    keyPem,
    trusts: ({ version1Issuer }) => version1Issuer.value === 'accepted',
  },
  { title: 'root of version 1', chain: good, keyPem, root: issuing('Root', keys.root, { version: 1 }) },
  ...nameCases.map(named),
  ...[1024, 1984, 2048].map(dhe),
  {
    title: 'handshake signed with SHA-1',
    chain: good,
    keyPem,
    server: ['-tls1_2', '-sigalgs', 'RSA+SHA1', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0'],
    goesOn: ({ sha1HandshakeSignature }) => sha1HandshakeSignature.value === 'accepted',
  },
  old('TLSv1', 'rsa'),
  old('TLSv1', 'ecdhe'),
  old('TLSv1.1', 'rsa'),
  old('TLSv1.1', 'ecdhe'),
];
