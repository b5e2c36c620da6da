/** Names that RFC 9525 refuses, as libraries take them; what OpenSSL and GnuTLS do is held against them in test/lab/libraries. */
import { expect, it } from 'vitest';
import { boringsslDefault } from '../../../src/core/tls-libraries/boringssl.ts';
import { gnutls } from '../../../src/core/tls-libraries/gnutls.ts';
import { goTls } from '../../../src/core/tls-libraries/go.ts';
import { judgeName } from '../../../src/core/tls-libraries/name-use.ts';
import { opensslLevel2 } from '../../../src/core/tls-libraries/openssl.ts';
import { schannel } from '../../../src/core/tls-libraries/schannel.ts';
import { matchHostName } from '../../../src/core/x509/names.ts';
import { world } from '../../fixtures/certificates/world.ts';
import { certificateOf } from '../x509/fixtures.ts';

const host = 'mx.example.test';
const base = certificateOf(world.leaf);
const { subjectAltNames: names, ...withoutNames } = base;
if (!names) throw new TypeError('the fixture has names');

const certificate = (commonNames: string[], dns?: string[], ip: string[] = []) => ({
  ...withoutNames,
  commonNames,
  ...(dns && { subjectAltNames: { ...names, dns, ip } }),
});

it.each([
  ['a common name alone', certificate([host]), ['accepted', 'accepted', 'accepted', 'refused', 'unknown']],
  [
    'a common name that is a wildcard',
    certificate(['*.example.test']),
    ['accepted', 'accepted', 'accepted', 'refused', 'unknown'],
  ],
  [
    'a common name beside names of other kinds',
    certificate([host], []),
    ['accepted', 'accepted', 'refused', 'refused', 'unknown'],
  ],
  [
    'a common name beside an address',
    certificate([host], [], ['192.0.2.1']),
    ['accepted', 'refused', 'refused', 'refused', 'unknown'],
  ],
  [
    'two common names, one of them right',
    certificate(['www.example.test', host]),
    ['accepted', 'refused', 'accepted', 'refused', 'unknown'],
  ],
  [
    'a common name that is a wildcard for a part of a label',
    certificate(['m*.example.test']),
    ['accepted', 'refused', 'unknown', 'refused', 'unknown'],
  ],
  [
    'a common name beside another name',
    certificate([host], ['www.example.test']),
    ['refused', 'refused', 'refused', 'refused', 'refused'],
  ],
  [
    'another common name',
    certificate(['www.example.test']),
    ['refused', 'refused', 'refused', 'refused', 'refused'],
  ],
  [
    'a wildcard that is a part of a label',
    certificate([], ['m*.example.test']),
    ['accepted', 'refused', 'unknown', 'refused', 'unknown'],
  ],
  [
    'such a wildcard behind one that is nearly right, its star first',
    certificate([], ['*.test', '*x.example.test']),
    ['accepted', 'accepted', 'unknown', 'refused', 'unknown'],
  ],
  [
    'a star in the middle of a label',
    certificate([], ['m*x.example.test']),
    ['refused', 'refused', 'refused', 'refused', 'refused'],
  ],
  ['its own name', certificate([], [host]), ['accepted', 'accepted', 'accepted', 'accepted', 'accepted']],
])('%s', (_, leaf, verdicts) => {
  const name = matchHostName(leaf, host);
  const asked = [opensslLevel2, gnutls, boringsslDefault, goTls, schannel];
  expect(asked.map((library) => judgeName(library, { leaf, name, host }))).toEqual(verdicts);
});

it.each([
  ['xn--mx-xka.example.test', 'xn--*.example.test'],
  ['mx.test', 'm*.test'],
  ['mx.example.test', 'mxx*.example.test'],
])('OpenSSL does not let %s be named by %s', (asked, presented) => {
  const leaf = certificate([], [presented]);
  const name = matchHostName(leaf, asked);
  expect(judgeName(opensslLevel2, { leaf, name, host: asked })).toBe('refused');
});
