/** Hex as bytes, for vectors that are known to be hex. */
import { fromHex } from '../../../src/core/base/text.ts';

export function bytes(hex: string): Uint8Array {
  const decoded = fromHex(hex);
  if (!decoded.ok) throw new Error(decoded.error);
  return decoded.value;
}
