/** Stapled answers as verifying libraries read them: GnuTLS looks, OpenSSL and Go do not (measured in test/lab/libraries). */
import { expect, it } from 'vitest';
import { toBase64 } from '../../../src/core/base/text.ts';
import { objectionsTo } from '../../../src/core/senders/objections.ts';
import { gnutls } from '../../../src/core/tls-libraries/gnutls.ts';
import { goTls } from '../../../src/core/tls-libraries/go.ts';
import { opensslLevel2 } from '../../../src/core/tls-libraries/openssl.ts';
import type { Personality } from '../../../src/core/tls-libraries/personality.ts';
import * as der from '../../../src/demo/der.ts';
import { completed, withHandshake } from '../observation-builder.ts';
import { chain, factsUnderRoot, intermediateDer, intermediateKey, issue, parse } from '../rules/issue.ts';
import { type StapleOptions, writeStaple } from '../x509/ocsp-writer.ts';

const mustStaple = { oid: '1.3.6.1.5.5.7.1.24', value: der.sequence(der.integer(5)) };

function trustedBy(personality: Personality, leaf: Uint8Array, staple?: Partial<StapleOptions>): boolean {
  const thisUpdate = new Date('2026-05-30T00:00:00Z');
  const written =
    staple && writeStaple({ leaf: parse(leaf), issuer: intermediateKey, thisUpdate, ...staple });
  const handshake = completed({
    certificates: chain(leaf, intermediateDer),
    ...(written && { ocspResponse: toBase64(written) }),
  });
  const seen = factsUnderRoot(withHandshake(handshake)).hosts[0]?.addresses[0]?.tls[0]?.chain;
  if (!seen) throw new TypeError('no chain');
  return objectionsTo(seen, personality, handshake).length === 0;
}

it.each([
  ['none', undefined, true],
  ['good', {}, true],
  ['revoked', { status: 'revoked' }, false],
  ['old', { nextUpdate: new Date('2026-05-31T00:00:00Z') }, false],
] as const)('a staple that is %s', (_title, staple, byGnutls) => {
  const leaf = issue();
  expect(trustedBy(gnutls, leaf, staple)).toBe(byGnutls);
  expect(trustedBy(opensslLevel2, leaf, staple)).toBe(true);
  expect(trustedBy(goTls, leaf, staple)).toBe(true);
});

it('a staple that is demanded and missing', () => {
  const leaf = issue({ extensions: [mustStaple] });
  expect(trustedBy(gnutls, leaf)).toBe(false);
  expect(trustedBy(opensslLevel2, leaf)).toBe(true);
  expect(trustedBy(gnutls, leaf, {})).toBe(true);
});
