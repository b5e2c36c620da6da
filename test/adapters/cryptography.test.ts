/** The primitives of this runtime against published vectors; what the runtime lacks is named, not hidden. */
import { createSign, generateKeyPairSync, getDiffieHellman } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createCryptography } from '../../src/adapters/cryptography.ts';
import { x25519, x25519PublicValue } from '../../src/adapters/x25519.ts';
import { asciiBytes, fromBase64, toHex } from '../../src/core/base/text.ts';
import type { CipherName, GroupName, SignatureAlgorithm } from '../../src/core/cryptography.ts';
import { ffdheGenerator, ffdhePrime } from '../../src/core/tls/ffdhe.ts';
import { readLeafKey } from '../../src/core/tls/leaf-key.ts';
import { bytes } from '../core/tls/bytes.ts';
import { certificateOf } from '../core/tls/scripted-server.ts';
import rsaSignatures from '../vectors/tls/rsa-signatures.json' with { type: 'json' };
import servers from '../vectors/tls/servers.json' with { type: 'json' };

const cryptography = createCryptography();
const must = [
  'aes-128-gcm',
  'aes-256-gcm',
  'chacha20-poly1305',
  'aes-128-cbc',
  'aes-256-cbc',
  '3des-ede-cbc',
];
const mustAgree: GroupName[] = ['x25519', 'secp256r1', 'secp384r1', 'secp521r1'];

test.each([...must, ...mustAgree] as (CipherName | GroupName)[])('has %s, in every runtime', (primitive) => {
  expect(cryptography.supports(primitive)).toBe(true);
});

describe('AEADs', () => {
  test('AES-128-GCM seals an empty message to its tag (GCM specification, test case 1)', () => {
    const sealed = cryptography.seal({
      aead: 'aes-128-gcm',
      key: new Uint8Array(16),
      nonce: new Uint8Array(12),
      additionalData: new Uint8Array(),
      data: new Uint8Array(),
    });
    expect(toHex(sealed)).toBe('58e2fccefa7e3061367f1d57a4e7455a');
  });

  test('AES-128-GCM seals a block (GCM specification, test case 2)', () => {
    const sealed = cryptography.seal({
      aead: 'aes-128-gcm',
      key: new Uint8Array(16),
      nonce: new Uint8Array(12),
      additionalData: new Uint8Array(),
      data: new Uint8Array(16),
    });
    expect(toHex(sealed)).toBe('0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf');
  });

  const names = [
    'aes-128-gcm',
    'aes-256-gcm',
    'chacha20-poly1305',
    'aes-128-ccm',
    'aes-256-ccm',
    'aes-128-ccm-8',
    'aes-256-ccm-8',
  ] as const;
  test.each(names.filter((name) => cryptography.supports(name)))(
    '%s opens what it sealed, and nothing else',
    (aead) => {
      const input = {
        aead,
        key: new Uint8Array(aead.includes('128') ? 16 : 32).fill(3),
        nonce: new Uint8Array(12).fill(4),
        additionalData: Uint8Array.of(1, 2, 3, 4, 5),
      };
      const data = Uint8Array.of(9, 8, 7);
      const sealed = cryptography.seal({ ...input, data });
      expect(sealed).toHaveLength(3 + (aead.endsWith('-8') ? 8 : 16));
      expect(cryptography.open({ ...input, data: sealed })).toEqual({ ok: true, value: data });
      for (let at = 0; at < sealed.length; at++) {
        const spoilt = sealed.slice();
        spoilt[at] = (spoilt[at] ?? 0) ^ 0x80;
        expect(cryptography.open({ ...input, data: spoilt }).ok).toBe(false);
      }
      expect(cryptography.open({ ...input, data: sealed, additionalData: new Uint8Array(5) }).ok).toBe(false);
      expect(cryptography.open({ ...input, data: new Uint8Array(3) }).ok).toBe(false);
    },
  );
});

test('CBC chains from one call to the next (SP 800-38A F.2.1)', () => {
  const encrypt = cryptography.cipher({
    name: 'aes-128-cbc',
    direction: 'encrypt',
    key: bytes('2b7e151628aed2a6abf7158809cf4f3c'),
    iv: bytes('000102030405060708090a0b0c0d0e0f'),
  });
  const first = encrypt(bytes('6bc1bee22e409f96e93d7e117393172a'));
  const second = encrypt(bytes('ae2d8a571e03ac9c9eb76fac45af8e51'));
  expect(toHex(first) + toHex(second)).toBe(
    '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2',
  );
});

describe('x25519 in plain arithmetic', () => {
  test('gives the results of RFC 7748 §5.2', () => {
    const first = x25519(
      bytes('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4'),
      bytes('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c'),
    );
    expect(toHex(first)).toBe('c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552');
    const second = x25519(
      bytes('4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d'),
      bytes('e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493'),
    );
    expect(toHex(second)).toBe('95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957');
  });

  test('agrees from both sides, and gives zero for a point of small order', () => {
    const [a, b] = [new Uint8Array(32).fill(11), new Uint8Array(32).fill(12)];
    expect(toHex(x25519(a, x25519PublicValue(b)))).toBe(toHex(x25519(b, x25519PublicValue(a))));
    expect(x25519(a, new Uint8Array(32))).toEqual(new Uint8Array(32));
  });

  test("agrees with the runtime's own", () => {
    const share = cryptography.keyShare('x25519');
    const scalar = new Uint8Array(32).fill(5);
    expect(share.agree(x25519PublicValue(scalar))).toEqual({
      ok: true,
      value: x25519(scalar, share.publicValue),
    });
  });
});

describe('key agreement', () => {
  test.each(mustAgree)('both halves of %s agree, and what is no value is invalid', (group) => {
    const [ours, theirs] = [cryptography.keyShare(group), cryptography.keyShare(group)];
    const secret = ours.agree(theirs.publicValue);
    expect(secret.ok).toBe(true);
    expect(secret).toEqual(theirs.agree(ours.publicValue));
    const length = ours.publicValue.length;
    for (const bad of [new Uint8Array(), new Uint8Array(length), new Uint8Array(length + 1).fill(4)]) {
      expect(ours.agree(bad)).toEqual({ ok: false, error: 'invalid' });
    }
  });

  test('in a finite field pads to its size and refuses 0, 1 and p - 1 (RFC 7919 §5.1)', () => {
    const prime = ffdhePrime({ bits: 2048, offset: 560316 });
    const share = cryptography.diffieHellman(prime, ffdheGenerator);
    const other = cryptography.diffieHellman(prime, ffdheGenerator);
    if (!share.ok || !other.ok) throw new Error('ffdhe2048 must be supported');
    expect(share.value.publicValue).toHaveLength(256);
    expect(share.value.agree(other.value.publicValue)).toEqual(other.value.agree(share.value.publicValue));
    const last = prime.slice();
    last[255] = (last[255] ?? 0) - 1;
    for (const bad of [new Uint8Array(256), Uint8Array.of(1), last, prime]) {
      expect(share.value.agree(bad)).toEqual({ ok: false, error: 'invalid' });
    }
  });

  test("agrees with the runtime's own finite-field Diffie-Hellman", () => {
    const theirs = getDiffieHellman('modp14');
    theirs.generateKeys();
    const ours = cryptography.diffieHellman(new Uint8Array(theirs.getPrime()), ffdheGenerator);
    if (!ours.ok) throw new Error('a field of 2,048 bits must be supported');
    const secret = ours.value.agree(new Uint8Array(theirs.getPublicKey()));
    expect(secret).toEqual({ ok: true, value: new Uint8Array(theirs.computeSecret(ours.value.publicValue)) });
  });

  test.each([
    ['an even modulus', new Uint8Array(256).fill(2)],
    ['an empty modulus', new Uint8Array()],
    ['a modulus of 5', Uint8Array.of(5)],
  ])('%s is unsupported', (_, prime) => {
    const share = cryptography.diffieHellman(prime, ffdheGenerator);
    expect(share).toEqual({ ok: false, error: 'unsupported' });
  });
});

describe('verify', () => {
  const data = Uint8Array.of(1, 2, 3);
  const rsa: SignatureAlgorithm = { kind: 'rsa-pkcs1', hash: 'sha256' };
  const spkiOf = (name: keyof typeof servers) => {
    const key = readLeafKey(certificateOf(name));
    if (!key.ok) throw new Error(key.error);
    return key.value.spki;
  };

  const base64 = (text: string) => {
    const decoded = fromBase64(text);
    if (!decoded.ok) throw new Error(decoded.error);
    return decoded.value;
  };
  const pssWith = (saltLength: number): SignatureAlgorithm => ({
    kind: 'rsa-pss',
    hash: 'sha256',
    saltLength,
  });
  const forms: [string, keyof typeof rsaSignatures, SignatureAlgorithm, 'valid' | 'invalid'][] = [
    ['PSS as PSS', 'pss32', pssWith(32), 'valid'],
    ['PSS with its shorter salt', 'pss20', pssWith(20), 'valid'],
    ['PSS with another salt length', 'pss20', pssWith(32), 'invalid'],
    ['PSS as PKCS#1', 'pss32', rsa, 'invalid'],
    ['PKCS#1 as PKCS#1', 'p1', rsa, 'valid'],
    ['PKCS#1 as PSS', 'p1', pssWith(32), 'invalid'],
  ];
  test.each(forms)('takes %s for what it is, in every runtime', (_, signature, algorithm, verdict) => {
    const input = { algorithm, publicKey: base64(rsaSignatures.spki), data: asciiBytes('x') };
    expect(cryptography.verify({ ...input, signature: base64(rsaSignatures[signature]) })).toBe(verdict);
  });

  test('says invalid, not unsupported, to a wrong signature and to a key of another kind', () => {
    const input = { algorithm: rsa, publicKey: spkiOf('rsa'), data };
    expect(cryptography.verify({ ...input, signature: new Uint8Array(256) })).toBe('invalid');
    expect(cryptography.verify({ ...input, signature: new Uint8Array() })).toBe('invalid');
    expect(cryptography.verify({ ...input, publicKey: spkiOf('p256'), signature: new Uint8Array(64) })).toBe(
      'invalid',
    );
  });

  test('takes an id-RSASSA-PSS key for PSS only', () => {
    const publicKey = spkiOf('rsaPss');
    const pss: SignatureAlgorithm = { kind: 'rsa-pss', hash: 'sha256', saltLength: 32 };
    const signature = new Uint8Array(256);
    expect(cryptography.verify({ algorithm: pss, publicKey, data, signature })).toBe('invalid');
    expect(cryptography.verify({ algorithm: rsa, publicKey, data, signature })).toBe('invalid');
  });

  test.each(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'md5-sha1'] as const)(
    'checks PKCS#1 with %s',
    (hash) => {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
      const key = privateKey.export({ format: 'der', type: 'pkcs8' });
      const signature = new Uint8Array(
        createSign(hash).update(data).sign({ key, format: 'der', type: 'pkcs8' }),
      );
      const input = { algorithm: { kind: 'rsa-pkcs1', hash } as const, publicKey: spki, signature };
      expect(cryptography.verify({ ...input, data })).toBe('valid');
      expect(cryptography.verify({ ...input, data: Uint8Array.of(1, 2, 4) })).toBe('invalid');
    },
  );

  test('says invalid to a salt that no modulus holds', () => {
    const input = { publicKey: spkiOf('rsa'), data, signature: new Uint8Array(256) };
    for (const saltLength of [1_000, 2 ** 31, 2 ** 40 - 1]) {
      const algorithm: SignatureAlgorithm = { kind: 'rsa-pss', hash: 'sha256', saltLength };
      expect(cryptography.verify({ ...input, algorithm })).toBe('invalid');
    }
  });

  test('answers for every key that was tampered with, and throws for none', () => {
    const algorithms: SignatureAlgorithm[] = [
      rsa,
      pssWith(32),
      { kind: 'ecdsa', hash: 'sha384' },
      { kind: 'dsa', hash: 'sha1' },
      { kind: 'ed25519' },
      { kind: 'ed448' },
      { kind: 'mldsa44' },
    ];
    const names = ['rsa', 'rsaPss', 'p256', 'ed25519', 'ed448', 'dsa'] as const;
    for (const name of names) {
      const whole = spkiOf(name);
      for (let at = 0; at < whole.length; at += whole.length > 150 ? 7 : 1) {
        const publicKey = whole.slice();
        publicKey[at] = (publicKey[at] ?? 0) ^ 0x41;
        for (const algorithm of algorithms) {
          const verdict = cryptography.verify({ algorithm, publicKey, data, signature: new Uint8Array(64) });
          expect(['invalid', 'unsupported']).toContain(verdict);
        }
      }
    }
  });

  test('says unsupported to a key it cannot read', () => {
    const publicKey = Uint8Array.of(0x30, 0);
    expect(cryptography.verify({ algorithm: rsa, publicKey, data, signature: data })).toBe('unsupported');
  });
});

test('encryptRsa refuses a key that is not RSA', () => {
  const key = readLeafKey(certificateOf('p256'));
  if (!key.ok) throw new Error(key.error);
  expect(cryptography.encryptRsa(key.value.spki, new Uint8Array(48))).toEqual({
    ok: false,
    error: 'unsupported',
  });
});
