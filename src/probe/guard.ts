/**
 * The guard: strangers choose the addresses we dial, so only globally reachable unicast addresses are dialled (design, decision 4).
 * Works on parsed bytes, after resolution, before every dial; names are never judged. What cannot be parsed is refused.
 * Stricter than the registries where an address would reach something near us: see the notes in the table.
 */
import { type IpAddress, parseIpAddress } from '../core/base/ip-address.ts';
import { fail, ok, type Result } from '../core/base/result.ts';

/** `global`, or why the address is not to be dialled. */
export type AddressJudgement = 'global' | { readonly special: string };

type Block = readonly [prefix: string, reason: string];

/**
 * IANA IPv4 Special-Purpose Address Registry (RFC 6890), the blocks not "Globally Reachable", and multicast (RFC 5771).
 * 192.0.0.0/24 is refused whole: its two reachable addresses (.9 PCP, .10 TURN) are anycast to the nearest middlebox, ours.
 * 192.88.99.0/24, the withdrawn 6to4 relay anycast, likewise. Left out, being reachable: AS112 (192.31.196.0/24, 192.175.48.0/24), AMT (192.52.193.0/24).
 */
const ipv4Blocks: readonly Block[] = [
  ['0.0.0.0/8', 'this network (RFC 791)'],
  ['10.0.0.0/8', 'private use (RFC 1918)'],
  ['100.64.0.0/10', 'shared address space (RFC 6598)'],
  ['127.0.0.0/8', 'loopback (RFC 1122)'],
  ['169.254.0.0/16', 'link-local (RFC 3927)'],
  ['172.16.0.0/12', 'private use (RFC 1918)'],
  ['192.0.0.0/24', 'IETF protocol assignments (RFC 6890)'],
  ['192.0.2.0/24', 'documentation (RFC 5737)'],
  ['192.88.99.0/24', '6to4 relay anycast, deprecated (RFC 7526)'],
  ['192.168.0.0/16', 'private use (RFC 1918)'],
  ['198.18.0.0/15', 'benchmarking (RFC 2544)'],
  ['198.51.100.0/24', 'documentation (RFC 5737)'],
  ['203.0.113.0/24', 'documentation (RFC 5737)'],
  ['224.0.0.0/4', 'multicast (RFC 5771)'],
  ['255.255.255.255/32', 'limited broadcast (RFC 8190)'],
  ['240.0.0.0/4', 'reserved (RFC 1112)'],
];

/**
 * IANA IPv6 Special-Purpose Address Registry (RFC 6890), in front of the rule that global unicast is 2000::/3 and nothing else
 * (IANA IPv6 Address Space; RFC 4291 §2.4). 2001::/23 is refused whole but for AMT and AS112: its anycast addresses (PCP, TURN, DNS-SD) and
 * identifiers that are no hosts (ORCHIDv2, drone ids) take no mail. Transition addresses are refused whatever IPv4 they hold.
 */
const ipv6Blocks: readonly Block[] = [
  ['::/128', 'unspecified (RFC 4291)'],
  ['::1/128', 'loopback (RFC 4291)'],
  ['::ffff:0:0/96', 'IPv4-mapped (RFC 4291)'],
  ['::/96', 'IPv4-compatible, deprecated (RFC 4291)'],
  ['64:ff9b::/96', 'IPv4 behind NAT64 (RFC 6052)'],
  ['64:ff9b:1::/48', 'IPv4 behind local NAT64 (RFC 8215)'],
  ['100::/64', 'discard-only (RFC 6666)'],
  ['100:0:0:1::/64', 'dummy prefix (RFC 9780)'],
  ['2001::/32', 'Teredo (RFC 4380)'],
  ['2001:2::/48', 'benchmarking (RFC 5180)'],
  ['2001::/23', 'IETF protocol assignments (RFC 2928)'],
  ['2001:db8::/32', 'documentation (RFC 3849)'],
  ['2002::/16', '6to4 (RFC 3056)'],
  ['3fff::/20', 'documentation (RFC 9637)'],
  ['5f00::/16', 'segment routing (RFC 9602)'],
  ['fc00::/7', 'unique local (RFC 4193)'],
  ['fe80::/10', 'link-local (RFC 4291)'],
  ['fec0::/10', 'site-local, deprecated (RFC 3879)'],
  ['ff00::/8', 'multicast (RFC 4291)'],
];

/** Reachable blocks within a refused one. */
const ipv6Exceptions: readonly string[] = ['2001:3::/32', '2001:4:112::/48'];
const ipv6GlobalUnicast = '2000::/3';

/**
 * Is this the address of a host anywhere in the Internet?
 *
 * @param text  as the DNS gave it; canonical notation only
 * @throws never
 * @see RFC 6890, RFC 4291 §2.4
 */
export function judgeAddress(text: string): AddressJudgement {
  const address = parseIpAddress(text);
  if (address === undefined) return { special: 'not an IP address in canonical notation' };
  const blocks = address.family === 4 ? ipv4Blocks : ipv6Blocks;
  if (address.family === 6 && ipv6Exceptions.some((prefix) => isWithin(address, prefix))) return 'global';
  const block = blocks.find(([prefix]) => isWithin(address, prefix));
  if (block !== undefined) return { special: `${block[0]}: ${block[1]}` };
  if (address.family === 6 && !isWithin(address, ipv6GlobalUnicast)) {
    return { special: 'outside 2000::/3: not global unicast (RFC 4291)' };
  }
  return 'global';
}

/**
 * May this address be dialled?
 *
 * @param options.allowSpecial  labs and the demo only; what is no address at all is refused even then
 * @returns the address in its one canonical text, for the dialler
 * @throws never
 */
export function guardAddress(
  text: string,
  options: { readonly allowSpecial: boolean },
): Result<string, { readonly kind: 'special-address'; readonly detail: string }> {
  const address = parseIpAddress(text);
  const judgement = judgeAddress(text);
  if (address !== undefined && (judgement === 'global' || options.allowSpecial)) return ok(address.text);
  const reason = judgement === 'global' ? 'not an IP address' : judgement.special;
  return fail({ kind: 'special-address', detail: `${text.slice(0, 64)} is not dialled: ${reason}` });
}

function isWithin(address: IpAddress, prefix: string): boolean {
  const [base = '', length = '0'] = prefix.split('/');
  const network = parseIpAddress(base);
  if (network === undefined) throw new Error(`not a prefix: ${prefix}`);
  const bits = Number(length);
  return (
    network.family === address.family &&
    network.bytes.every((byte, i) => {
      const mask = (0xff00 >> Math.min(8, Math.max(0, bits - i * 8))) & 0xff;
      return ((byte ^ (address.bytes[i] ?? 0)) & mask) === 0;
    })
  );
}
