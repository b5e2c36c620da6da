/**
 * IP addresses as certificates carry them: 4 or 16 bytes (RFC 5280 §4.2.1.6), printed as base/ip-address.ts prints them.
 */
import { parseIpAddress } from '../base/ip-address.ts';
import { toHex } from '../base/text.ts';

/** Bytes as dotted quad or RFC 5952 text; undefined for another length. */
export function formatIp(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  return parseIpAddress(toHex(bytes).replace(/(....)(?!$)/g, '$1:'))?.text;
}
