/**
 * The strict policy's demands on keys and signatures (BR §6.1.1.3, §6.1.5, §7.1.3): RSA from 2048 bits in whole bytes, NIST's three curves,
 * EdDSA, no SHA-1 or MD5. An anchor's own signature plays no part, as nobody checks it.
 */
import type { PublicKeyFacts } from './certificate-facts.ts';
import type { Demand } from './strict-demand.ts';

const goodCurves = ['secp256r1', 'secp384r1', 'secp521r1'];
const goodHashes = ['sha256', 'sha384', 'sha512'];

export const keyProfile: Demand = ({ publicKey }) => {
  const weakness = findWeakness(publicKey);
  return weakness && `${weakness} (BR §6.1.5, §6.1.6)`;
};

export const signatureProfile: Demand = ({ signature }, role) => {
  if (role === 'anchor' || !signature.algorithm) return undefined;
  const { algorithm, name } = signature;
  const weak = algorithm.kind === 'dsa' || ('hash' in algorithm && !goodHashes.includes(algorithm.hash));
  return weak && `signed with ${name} (BR §7.1.3.2)`;
};

function findWeakness({ kind, bits, curve, exponent }: PublicKeyFacts): string | undefined {
  switch (kind) {
    case 'rsa':
    case 'rsa-pss':
      if (bits < 2048 || bits % 8 !== 0) return `RSA key of ${bits} bits`;
      return exponent === undefined || exponent === '1' || /[02468]$/.test(exponent)
        ? `RSA exponent ${exponent}`
        : undefined;
    case 'ec':
      return goodCurves.includes(curve ?? '') && bits > 0 ? undefined : `curve ${curve}`;
    case 'dsa':
      return 'DSA key';
    case 'unknown':
      return 'key of an unknown kind';
    case 'ed25519':
    case 'ed448':
      return undefined;
    default:
      return kind satisfies never;
  }
}
