/**
 * IP addresses as text and as bytes: the one importer of ipaddr.js.
 * Only the two canonical families of spelling are read: IPv4 as four decimal numbers without leading zeros, IPv6 without a zone.
 * ipaddr.js itself also reads 0x7f.1, 0177.0.0.1 and 2130706433; what the system's dialler makes of those varies, so here they are no addresses.
 */
import ipaddr from 'ipaddr.js';

export interface IpAddress {
  readonly family: 4 | 6;
  /** 4 or 16 bytes, network order. */
  readonly bytes: Uint8Array;
  /** Canonical text (RFC 5952 for IPv6), so that equal addresses are equal strings. */
  readonly text: string;
}

const dottedDecimal = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;

/**
 * Read an IP address.
 *
 * @param text  without brackets, port or zone
 * @returns undefined when it is not an address in canonical notation
 * @throws never
 * @see RFC 6943 §3.1.1 (why other spellings of IPv4 are refused), RFC 5952 §4
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  // Longer than 39 only with IPv4 written out at the end (RFC 4291 §2.2).
  if (text.length > 45) return undefined;
  if (dottedDecimal.test(text)) {
    if (!ipaddr.IPv4.isValid(text)) return undefined;
    return { family: 4, bytes: Uint8Array.from(ipaddr.IPv4.parse(text).toByteArray()), text };
  }
  // The zone of fe80::1%eth0 means nothing in the DNS, and would smuggle an interface into a dialler.
  if (!/^[0-9a-f]*:[0-9a-f:.]+$/i.test(text)) return undefined;
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if ((tail.includes('.') && !dottedDecimal.test(tail)) || !ipaddr.IPv6.isValid(text)) return undefined;
  const parsed = ipaddr.IPv6.parse(text);
  return { family: 6, bytes: Uint8Array.from(parsed.toByteArray()), text: parsed.toRFC5952String() };
}
