/**
 * What core asks of cryptography: synchronous primitives, injected (adapters/cryptography.ts has them from node:crypto).
 * Each primitive that the runtime may lack answers `unsupported` in place of throwing: "cannot check" is not "wrong".
 */
import type { Result } from './base/result.ts';

export type HashName = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** How a signature is made; the key says nothing about it (an RSA key signs both ways). */
export type SignatureAlgorithm =
  | { readonly kind: 'rsa-pkcs1'; readonly hash: HashName | 'md5-sha1' }
  | { readonly kind: 'rsa-pss'; readonly hash: HashName; readonly saltLength: number }
  | { readonly kind: 'ecdsa'; readonly hash: HashName }
  | { readonly kind: 'dsa'; readonly hash: HashName }
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'ed448' }
  | { readonly kind: 'mldsa44' | 'mldsa65' | 'mldsa87' };

export interface SignatureInput {
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly data: Uint8Array;
  /** As TLS and X.509 carry it: (EC)DSA as a DER SEQUENCE of r and s. */
  readonly signature: Uint8Array;
}

export type AeadName =
  | 'aes-128-gcm'
  | 'aes-256-gcm'
  | 'aes-128-ccm'
  | 'aes-256-ccm'
  | 'aes-128-ccm-8'
  | 'aes-256-ccm-8'
  | 'chacha20-poly1305';

export type CipherName = 'aes-128-cbc' | 'aes-256-cbc' | '3des-ede-cbc' | 'rc4-128';

export type GroupName =
  | 'x25519'
  | 'x448'
  | 'secp256r1'
  | 'secp384r1'
  | 'secp521r1'
  | 'X25519MLKEM768'
  | 'SecP256r1MLKEM768';

/** Our half of a key agreement; `publicValue` is what goes into a key share. */
export interface KeyShare {
  readonly publicValue: Uint8Array;
  /** The shared secret with the peer's value; `invalid` when it is not a point, or the result is all zero (RFC 7748 §6.1). */
  agree(peerValue: Uint8Array): Result<Uint8Array, 'invalid'>;
}

export interface AeadInput {
  readonly aead: AeadName;
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly additionalData: Uint8Array;
  readonly data: Uint8Array;
}

export interface Cryptography {
  randomBytes(length: number): Uint8Array;
  hash(name: HashName, ...data: readonly Uint8Array[]): Uint8Array;
  hmac(name: HashName, key: Uint8Array, ...data: readonly Uint8Array[]): Uint8Array;
  verify(input: SignatureInput): 'valid' | 'invalid' | 'unsupported';
  supports(primitive: AeadName | CipherName | GroupName): boolean;
  /** @returns ciphertext followed by its tag */
  seal(input: AeadInput): Uint8Array;
  /** @param input.data ciphertext followed by its tag */
  open(input: AeadInput): Result<Uint8Array, 'bad-tag'>;
  /** A cipher that keeps its state between calls (CBC chaining, RC4 keystream); no padding of its own. */
  cipher(input: {
    readonly name: CipherName;
    readonly direction: 'encrypt' | 'decrypt';
    readonly key: Uint8Array;
    readonly iv: Uint8Array;
  }): (data: Uint8Array) => Uint8Array;
  keyShare(group: GroupName): KeyShare;
  /**
   * Finite-field Diffie-Hellman with the server's own prime (TLS 1.2 DHE); the shared secret keeps its leading zeros.
   * `unsupported` when the numbers are no field: an even or tiny modulus, no generator. The caller bounds their size.
   */
  diffieHellman(prime: Uint8Array, generator: Uint8Array): Result<KeyShare, 'unsupported'>;
  /** RSAES-PKCS1-v1_5 for RSA key exchange; `unsupported` when the key is not RSA or too small for the data. */
  encryptRsa(publicKey: Uint8Array, data: Uint8Array): Result<Uint8Array, 'unsupported'>;
}
