/**
 * IP addresses as certificates carry them: 4 or 16 bytes (RFC 5280 §4.2.1.6), compared and printed (RFC 5952).
 */
import ipaddr from 'ipaddr.js';

/** Bytes as dotted quad or RFC 5952 text; undefined for another length. */
export function formatIp(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 4 && bytes.length !== 16) return undefined;
  return ipaddr.fromByteArray([...bytes]).toString();
}

/** Text as bytes; brackets and a zone are not part of an address. Only dotted quads are IPv4: `0x7f.1` is a name. */
export function parseIp(text: string): Uint8Array | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return Uint8Array.from(ipaddr.IPv4.parse(text).toByteArray());
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  return Uint8Array.from(ipaddr.IPv6.parse(text).toByteArray());
}
