/**
 * Chains that are wrong in one way each, and where OpenSSL or GnuTLS say something else than the finding: with the reason beside it.
 */
import type { KeyPair } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import { mailHost } from '../../core/observation-builder.ts';
import { parse } from '../../core/rules/issue.ts';
import { writeStaple } from '../../core/x509/ocsp-writer.ts';
import {
  again,
  constraints,
  critical,
  daysFromNow,
  explicitCurve,
  intermediate,
  issuing,
  keys,
  leaf,
  mustStaple,
  p192,
  rsa1000,
  rsa1024,
  rsa2048,
  spoil,
} from './word-chains.ts';

export interface WordCase {
  readonly id: string;
  readonly title: string;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly keyPem: string;
  readonly staple?: Uint8Array;
  readonly openssl?: Exceptions;
  readonly gnutls?: Exceptions;
}

interface Exceptions {
  /** A finding quotes them for other versions of the tool. */
  readonly otherVersions?: readonly string[];
  /** The tool says them beside; the finding leaves them out. */
  readonly unsaid?: readonly string[];
}

const good = leaf();
const staple = (status: 'good' | 'revoked', from: number, until: number) =>
  writeStaple({
    leaf: parse(good),
    issuer: keys.intermediate,
    status,
    thisUpdate: daysFromNow(from),
    nextUpdate: daysFromNow(until),
  });

/** Up to OpenSSL 1.1.1 and 1.0.2. */
const old24 = '24 invalid CA certificate';
const old26 = '26 unsupported certificate purpose';
const old27 = '27 certificate not trusted';

type Row = readonly [
  title: string,
  chain: readonly Uint8Array[],
  more?: Partial<WordCase> & { readonly key?: KeyPair },
];

const rows: readonly Row[] = [
  ['nothing wrong', [good, intermediate()]],
  ['expired', [leaf({ notAfter: daysFromNow(-1) }), intermediate()]],
  ['intermediate expired', [good, intermediate({ notAfter: daysFromNow(-1) })]],
  ['not yet valid', [leaf({ notBefore: daysFromNow(1) }), intermediate()]],
  ['self-signed', [leaf({ issuer: mailHost, issuerKey: keys.leaf })]],
  [
    'private root, sent',
    [
      leaf({ issuer: 'Stranger', issuerKey: keys.other }),
      issuing('Stranger', keys.other, 'Stranger', keys.other),
    ],
  ],
  ['leaf alone', [good], { openssl: { otherVersions: [old27] } }],
  [
    'issuer of the intermediate unknown',
    [leaf({ issuer: 'Upper', issuerKey: keys.other }), issuing('Upper', keys.other, 'Nobody', keys.leaf)],
  ],
  ['wrong signature', [spoil(good), intermediate()]],
  ['wrong signature of the intermediate', [good, spoil(intermediate())]],
  [
    'issuer is no CA',
    [good, intermediate({ authority: undefined })],
    { openssl: { otherVersions: [old24] } },
  ],
  [
    'path too long',
    [
      leaf({ issuer: 'Lower', issuerKey: keys.other }),
      issuing('Lower', keys.other, 'Intermediate', keys.intermediate),
      intermediate({ authority: { pathLength: 0 } }),
    ],
  ],
  ['issuer may not sign certificates', [good, intermediate({ keyUsage: ['digitalSignature'] })]],
  [
    'for clients only',
    [leaf({ keyPurposes: ['clientAuth'] }), intermediate()],
    { openssl: { otherVersions: [old26] } },
  ],
  [
    'intermediate for clients only',
    [good, intermediate({ keyPurposes: ['clientAuth'] })],
    { openssl: { otherVersions: [old26] } },
  ],
  ['name not permitted', [good, intermediate({ extensions: [constraints(0, 'example.org')] })]],
  ['name excluded', [good, intermediate({ extensions: [constraints(1, mailHost)] })]],
  ['unknown critical extension', [leaf({ extensions: [critical] }), intermediate()]],
  ['unknown critical extension of the intermediate', [good, intermediate({ extensions: [critical] })]],
  ['an extension twice', [leaf({ extensions: [again] }), intermediate()]],
  [
    'name constraints that can not be read',
    [
      good,
      intermediate({ extensions: [{ oid: '2.5.29.30', critical: true, value: Uint8Array.of(4, 1, 1) }] }),
    ],
    // It reads them as constraints that nothing meets.
    { gnutls: { unsaid: ["The certificate chain violates the signer's constraints."] } },
  ],
  [
    'a policy demanded and not had',
    [
      good,
      intermediate({
        extensions: [
          { oid: '2.5.29.36', critical: true, value: der.sequence(der.implicit(0, Uint8Array.of(0))) },
        ],
      }),
    ],
    // Only with -policy_check.
    { openssl: { otherVersions: ['43 no explicit policy'] } },
  ],
  ['another name', [leaf({ names: ['www.example.test'] }), intermediate()]],
  ['signed with SHA-1', [leaf({ hash: 'sha1' }), intermediate()]],
  ['RSA 1024', [leaf({ subjectKey: rsa1024.publicKey }), intermediate()], { key: rsa1024 }],
  ['RSA 1000', [leaf({ subjectKey: rsa1000.publicKey }), intermediate()], { key: rsa1000 }],
  ['issuer with RSA 1024', [leaf({ issuerKey: rsa1024 }), intermediate({ subjectKey: rsa1024.publicKey })]],
  ['issuer with P-192', [leaf({ issuerKey: p192 }), intermediate({ subjectKey: p192.publicKey })]],
  [
    'a curve by its parameters',
    [leaf({ subjectKey: explicitCurve.publicKey }), intermediate()],
    { key: explicitCurve },
  ],
  ['issuer of version 1', [good, intermediate({ version: 1 })], { openssl: { otherVersions: [old24] } }],
  [
    'seventeen certificates',
    [
      good,
      intermediate(),
      ...Array.from({ length: 15 }, (_, i) => issuing(`Stranger ${i}`, keys.other, 'Nobody', keys.other)),
    ],
  ],
  [
    'intermediate signs with MD5',
    [leaf({ issuerKey: rsa2048, hash: 'md5' }), intermediate({ subjectKey: rsa2048.publicKey })],
  ],
  ['must-staple without a staple', [leaf({ extensions: [mustStaple] }), intermediate()]],
  ['a good staple', [good, intermediate()], { staple: staple('good', -1, 1) }],
  ['revoked by its staple', [good, intermediate()], { staple: staple('revoked', -1, 1) }],
  ['an old staple', [good, intermediate()], { staple: staple('good', -5, -1) }],
  ['serial number negative', [leaf({ serial: Uint8Array.of(0xff) }), intermediate()]],
  ['an authority as server', [leaf({ authority: {} }), intermediate()]],
];

export const wordCases: readonly WordCase[] = rows.map(([title, chain, { key, ...more } = {}]) => ({
  id: title.replace(/[^a-z0-9]+/gi, '-'),
  title,
  chain,
  keyPem: (key ?? keys.leaf).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ...more,
}));
