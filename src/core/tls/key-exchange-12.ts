/**
 * ServerKeyExchange and our answer to it: ECDHE (RFC 8422 §5.4, §5.10), DHE (RFC 5246 §7.4.3, §8.1.2), RSA (RFC 5246 §7.4.7.1).
 * The signature over the parameters is checked before they are used. Weak parameters are completed and recorded, not refused.
 */

import type { Reader } from '../base/bytes.ts';
import { concat, equalBytes, Writer } from '../base/bytes.ts';
import { namedCurveType } from './code-points.ts';
import { badKeyShare, incompatible, misbehaved } from './fault.ts';
import { ffdhePrime } from './ffdhe.ts';
import { findGroup, groupName, groups, makeKeyShare } from './groups.ts';
import type { HandshakeContext } from './handshake-context.ts';
import { decode } from './handshake-reader.ts';
import type { LeafKey } from './leaf-key.ts';
import { readSignature } from './messages.ts';
import { checkSignature } from './server-signature.ts';
import type { Agreement, Session12 } from './session-12.ts';

/** Bytes of the largest Diffie-Hellman prime that we compute with (8,192 bits): beyond it a server buys our CPU too cheaply. */
const largestPrime = 1024;

/** Read, verify, agree. @throws HandshakeFault */
export function takeServerKeyExchange(
  context: HandshakeContext,
  session: Session12,
  body: Uint8Array,
): Agreement {
  const { key, suite, version } = session;
  const parsed = decode('ServerKeyExchange', body, (reader) => {
    const before = reader.remaining;
    const parameters = suite.keyExchange === 'ecdhe' ? readPoint(reader) : readNumbers(reader);
    const signed = body.subarray(0, before - reader.remaining);
    const proof = key === undefined ? undefined : readSignature(reader, version);
    return { parameters, signed, proof };
  });
  const { parameters, proof } = parsed;
  if (parameters.kind === 'point') noteGroup(context, parameters.group);
  else noteField(context, parameters);
  if (key !== undefined && proof !== undefined) {
    const signed = concat(context.hello.random, session.serverRandom, parsed.signed);
    checkSignature(context, key, { signed, proof, version });
  }
  return parameters.kind === 'point' ? agreeOnPoint(context, parameters) : agreeOnNumber(context, parameters);
}

/** RSA key exchange: our version and 46 random bytes under the certificate's key. @throws HandshakeFault */
export function encryptPreMaster(
  context: HandshakeContext,
  key: LeafKey,
): { readonly preMaster: Uint8Array; readonly encrypted: Uint8Array } {
  const preMaster = new Writer()
    .uint16(context.hello.legacyVersion)
    .bytes(context.cryptography.randomBytes(46))
    .finish();
  const encrypted = context.cryptography.encryptRsa(key.spki, preMaster);
  if (encrypted.ok) return { preMaster, encrypted: encrypted.value };
  throw incompatible('handshake_failure', {
    code: 'unsupported-rsa-key',
    received: key.kind,
    detail: 'the key in the certificate cannot be encrypted to here',
  });
}

interface PointParameters {
  readonly kind: 'point';
  readonly group: number;
  readonly value: Uint8Array;
}
interface NumberParameters {
  readonly kind: 'number';
  readonly prime: Uint8Array;
  readonly generator: Uint8Array;
  readonly value: Uint8Array;
}

function readPoint(reader: Reader): PointParameters {
  const curveType = reader.uint8();
  if (curveType !== namedCurveType) {
    throw misbehaved('illegal_parameter', {
      code: 'explicit-curve',
      expected: 'a named curve',
      received: `curve type ${curveType}`,
      detail: 'the server describes a curve of its own, which nobody offers',
    });
  }
  return { kind: 'point', group: reader.uint16(), value: reader.vector(1) };
}

function readNumbers(reader: Reader): NumberParameters {
  return { kind: 'number', prime: reader.vector(2), generator: reader.vector(2), value: reader.vector(2) };
}

function noteGroup(context: HandshakeContext, group: number): void {
  context.facts.group = groupName(group);
  const offered = context.offeredGroups;
  // Without the extension the server may take any curve (RFC 8422 §4).
  if (offered === null || offered.includes(group)) return;
  throw misbehaved('illegal_parameter', {
    code: 'unoffered-group',
    expected: offered.map(groupName).join(' '),
    received: groupName(group),
    detail: 'the server picked a group that was not offered',
  });
}

function noteField(context: HandshakeContext, { prime }: NumberParameters): void {
  const bits = bitLength(prime);
  context.facts.dhBits = bits;
  const known = groups.find(
    ({ exchange }) =>
      exchange?.kind === 'field' && exchange.bits === bits && equalBytes(ffdhePrime(exchange), prime),
  );
  if (known !== undefined) context.facts.group = known.name;
}

function agreeOnPoint(context: HandshakeContext, { group, value }: PointParameters): Agreement {
  // A hybrid has a form in TLS 1.3 only.
  const share =
    findGroup(group)?.exchange?.kind === 'curve' ? makeKeyShare(group, context.cryptography) : undefined;
  if (share === undefined) {
    throw incompatible('handshake_failure', {
      code: 'unsupported-group',
      received: groupName(group),
      detail: 'the server picked a group that cannot be completed here',
    });
  }
  const secret = share.agree(value);
  if (!secret.ok) throw badKeyShare(groupName(group));
  return { preMaster: secret.value, publicValue: share.publicValue, prefix: 1 };
}

function agreeOnNumber(context: HandshakeContext, { prime, generator, value }: NumberParameters): Agreement {
  const field = `a field of ${bitLength(prime)} bits`;
  const share =
    prime.length > largestPrime
      ? undefined
      : context.cryptography.diffieHellman(withoutZeros(prime), withoutZeros(generator));
  if (!share?.ok) {
    throw incompatible('handshake_failure', {
      code: 'unsupported-dh-field',
      received: field,
      detail: 'Diffie-Hellman parameters that cannot be computed with here',
    });
  }
  const secret = share.value.agree(value);
  if (!secret.ok) throw badKeyShare(field);
  // Leading zeros are stripped, unlike in TLS 1.3 (RFC 5246 §8.1.2).
  return { preMaster: withoutZeros(secret.value), publicValue: share.value.publicValue, prefix: 2 };
}

function bitLength(bytes: Uint8Array): number {
  const number = withoutZeros(bytes);
  const [first] = number;
  return first === undefined ? 0 : (number.length - 1) * 8 + first.toString(2).length;
}

function withoutZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? new Uint8Array() : bytes.subarray(first);
}
