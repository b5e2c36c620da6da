/** Keys that nobody can use, and curves that few know: what can not be read ends trust, what is merely rare does not. OpenSSL 3.0 says the same, the point at infinity aside. */
import { expect, it } from 'vitest';
import * as der from '../../../src/demo/der.ts';
import { completed, withHandshake } from '../observation-builder.ts';
import { chain, factsUnderRoot, intermediateDer, issue, rsaSpki } from '../rules/issue.ts';

const ecSpki = (curve: Uint8Array, point: Uint8Array) =>
  der.sequence(der.sequence(der.objectIdentifier('1.2.840.10045.2.1'), curve), der.bitString(point));
const point = (form: number, length: number) => Uint8Array.of(form, ...new Uint8Array(length).fill(7));
const p256 = der.objectIdentifier('1.2.840.10045.3.1.7');
const noRsa = der.sequence(
  der.sequence(der.objectIdentifier('1.2.840.113549.1.1.1'), der.nullValue()),
  der.bitString(Uint8Array.of(1, 2, 3)),
);
const malformed = [['malformed-key', 66]];

function judge(subjectKey: Uint8Array) {
  const handshake = completed({ certificates: chain(issue({ subjectKey }), intermediateDer) });
  const seen = factsUnderRoot(withHandshake(handshake)).hosts[0]?.addresses[0]?.tls[0]?.chain;
  const { bits } = seen?.leaf.publicKey ?? {};
  return { bits, problems: seen?.path.problems.map(({ code, openssl }) => [code, openssl[0]?.code]) };
}

it.each([
  ['RSA with the modulus 0', rsaSpki(0n), 0, malformed],
  ['RSA that is no pair of numbers', noRsa, 0, malformed],
  ['a point too short for its curve', ecSpki(p256, point(4, 2)), 0, malformed],
  ['the point at infinity', ecSpki(p256, Uint8Array.of(0)), 0, malformed],
  ['no curve', ecSpki(der.nullValue(), point(4, 64)), 0, malformed],
  [
    'a curve by parameters',
    ecSpki(der.sequence(der.integer(1)), point(4, 64)),
    256,
    [['explicit-curve', 94]],
  ],
  ['a compressed point', ecSpki(p256, point(2, 32)), 256, []],
  ['a hybrid point', ecSpki(p256, point(6, 64)), 256, []],
  ['secp160r1', ecSpki(der.objectIdentifier('1.3.132.0.8'), point(4, 40)), 160, []],
  ['brainpoolP320r1', ecSpki(der.objectIdentifier('1.3.36.3.3.2.8.1.1.9'), point(4, 80)), 320, []],
  ['a curve that we do not know', ecSpki(der.objectIdentifier('1.2.3.4'), point(4, 40)), 0, []],
])('%s', (_title, key, bits, problems) => {
  expect(judge(key)).toEqual({ bits, problems });
});
