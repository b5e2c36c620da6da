/** The least of a certificate that tells its kind of key; the serial number tells one from another. */
import { fromHex, toBase64 } from '../../../src/core/base/text.ts';

const algorithms: Readonly<Record<string, string>> = {
  rsa: '06092a864886f70d010101',
  ed25519: '06032b6570',
  secp256r1: '06072a8648ce3d020106082a8648ce3d030107',
  secp384r1: '06072a8648ce3d020106052b81040022',
};

const element = (tag: string, content: string): string =>
  tag + (content.length / 2).toString(16).padStart(2, '0') + content;
const sequence = (...parts: string[]): string => element('30', parts.join(''));

/** @param key  `rsa`, `ed25519`, or the curve of an EC key */
export function simulatedLeaf(key: string, serial: number): string {
  const spki = sequence(sequence(algorithms[key] ?? ''), element('03', '0000'));
  const skipped = sequence().repeat(4);
  const der = fromHex(sequence(sequence(element('02', serial.toString(16).padStart(2, '0')), skipped, spki)));
  return toBase64(der.ok ? der.value : new Uint8Array());
}
