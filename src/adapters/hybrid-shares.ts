/**
 * Post-quantum hybrid key shares: ML-KEM-768 beside a curve (draft-ietf-tls-ecdhe-mlkem §3), where node:crypto has ML-KEM.
 * As a client we hold the decapsulation key: our share is an encapsulation key, the server's a ciphertext.
 */
import nodeCrypto from 'node:crypto';
import { concat } from '../core/base/bytes.ts';
import { fail, ok } from '../core/base/result.ts';
import type { KeyShare } from '../core/cryptography.ts';

/** ML-KEM-768 (FIPS 203 §8), in bytes. */
const encapsulationKeyLength = 1184;
const ciphertextLength = 1088;

/** Whether the curve's part stands in front, as for the NIST curves, or behind (draft-ietf-tls-ecdhe-mlkem §3.1). */
export type CurvePlace = 'first' | 'last';

/** @throws Error where the runtime has no ML-KEM */
export function hybridShare(curve: KeyShare, place: CurvePlace): KeyShare {
  if (typeof nodeCrypto.decapsulate !== 'function') throw new Error('this runtime has no ML-KEM');
  const { publicKey, privateKey } = nodeCrypto.generateKeyPairSync('ml-kem-768');
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const encapsulationKey = spki.subarray(spki.length - encapsulationKeyLength);
  const join = (ofCurve: Uint8Array, ofLattice: Uint8Array) =>
    place === 'first' ? concat(ofCurve, ofLattice) : concat(ofLattice, ofCurve);
  return {
    publicValue: join(curve.publicValue, encapsulationKey),
    agree(peerValue) {
      const curveLength = curve.publicValue.length;
      if (peerValue.length !== curveLength + ciphertextLength) return fail('invalid');
      const cut = place === 'first' ? curveLength : ciphertextLength;
      const parts = [peerValue.subarray(0, cut), peerValue.subarray(cut)] as const;
      const [ofCurve, ciphertext] = place === 'first' ? parts : [parts[1], parts[0]];
      const secret = curve.agree(ofCurve);
      if (!secret.ok) return secret;
      // Decapsulation never fails: a wrong ciphertext gives another secret (FIPS 203 §6.3), and Finished will not verify.
      return ok(join(secret.value, new Uint8Array(nodeCrypto.decapsulate(privateKey, ciphertext))));
    },
  };
}
