/**
 * Where mail for a domain goes: the MX look-up, with the implicit MX, the null MX and everything that is neither.
 * RFC 5321 §5.1, RFC 7505. Addresses are looked up only where they decide the routing (no MX at all).
 */
import { isAskableName } from '../base/host-name.ts';
import { parseIpAddress } from '../base/ip-address.ts';
import type { Routing } from '../observation.ts';
import { describeAnswer, lookupAddresses } from './addresses.ts';
import type { DnsAnswer, Resolve } from './answer.ts';

export interface MailHost {
  readonly name: string;
  readonly preference: number;
  /** The exchange is an IP address: forbidden, yet most senders dial it (RFC 5321 §5.1 wants a name). */
  readonly addressLiteral?: true;
}

/** An MX record that leads nowhere; it still counts as an MX (RFC 5321 §5.1: never back to the domain itself). */
export interface UnusableMx {
  readonly exchange: string;
  readonly preference: number;
  /** `null-beside-others`: `MX 0 .` where other MX exist (RFC 7505 §3); `not-a-host-name`: no sender can look it up. */
  readonly reason: 'null-beside-others' | 'not-a-host-name';
}

export interface MailHostsLookup {
  readonly routing: Routing;
  /** By preference; equal ones in the order of the answer, none twice. Senders pick among equals at random: test every one. */
  readonly hosts: readonly MailHost[];
  readonly unusable: readonly UnusableMx[];
  readonly answer: DnsAnswer;
}

interface MxRecord {
  readonly preference: number;
  readonly exchange: string;
}

/** The root: how a null MX names its host. */
const root = '.';

/**
 * Find the mail hosts of a domain.
 *
 * @param domain  normalised
 * @returns `unknown` routing where the DNS failed: a failure never reads as "no MX"
 * @throws never
 * @see RFC 5321 §5.1, RFC 7505 §3, RFC 7672 §2.1.1
 */
export async function lookupMailHosts(resolve: Resolve, domain: string): Promise<MailHostsLookup> {
  const answer = await resolve(domain, 'MX');
  const nowhere = { hosts: [], unusable: [], answer };
  switch (answer.outcome) {
    case 'answer':
      return { ...sortMailHosts(answer), answer };
    case 'no-data':
      return { ...(await lookupImplicitMx(resolve, { domain, answer })), answer };
    case 'name-error':
      return { ...nowhere, routing: { kind: 'no-mail-host', detail: `MX: ${describeAnswer(answer)}` } };
    case 'timeout':
      return { ...nowhere, routing: { kind: 'unknown', reason: 'timeout', detail: 'MX: timeout' } };
    case 'servfail':
    case 'refused':
    case 'other-rcode':
    case 'malformed': {
      const detail = `MX: ${describeAnswer(answer)}`;
      return { ...nowhere, routing: { kind: 'unknown', reason: 'dns-failure', detail } };
    }
    case 'budget':
      return { ...nowhere, routing: { kind: 'unknown', reason: 'budget', detail: 'MX: no time was left' } };
    case 'unreachable': {
      const detail = `MX: ${describeAnswer(answer)}`;
      return { ...nowhere, routing: { kind: 'unknown', reason: 'resolver-unreachable', detail } };
    }
    default:
      return answer.outcome satisfies never;
  }
}

type RoutedHosts = Omit<MailHostsLookup, 'answer'>;

function sortMailHosts(answer: DnsAnswer): RoutedHosts {
  const records: MxRecord[] = answer.records.flatMap((record) => (record.type === 'MX' ? [record] : []));
  const { dnssec } = answer;
  // The preference of a null MX should be 0, but a sender heeds its name alone (RFC 7505 §3).
  const sole = records.length === 1 && answer.malformedRecords === undefined ? records[0] : undefined;
  if (sole?.exchange === root) return { routing: { kind: 'null-mx', dnssec }, hosts: [], unusable: [] };
  const hosts = new Map<string, MailHost>();
  const unusable: UnusableMx[] = [];
  // Array sort is stable: equal preferences keep the order of the answer.
  for (const { exchange, preference } of records.toSorted((a, b) => a.preference - b.preference)) {
    if (exchange === root) unusable.push({ exchange, preference, reason: 'null-beside-others' });
    else if (parseIpAddress(exchange) !== undefined) {
      if (!hosts.has(exchange)) hosts.set(exchange, { name: exchange, preference, addressLiteral: true });
    } else if (!isAskableName(exchange)) unusable.push({ exchange, preference, reason: 'not-a-host-name' });
    else if (!hosts.has(exchange)) hosts.set(exchange, { name: exchange, preference });
  }
  return { routing: { kind: 'mx', dnssec }, hosts: [...hosts.values()], unusable };
}

/** RFC 5321 §5.1: without any MX the domain itself is the mail host, preference 0, if it has an address. */
async function lookupImplicitMx(
  resolve: Resolve,
  asked: { readonly domain: string; readonly answer: DnsAnswer },
): Promise<RoutedHosts> {
  const { failure } = await lookupAddresses(resolve, asked.domain);
  if (failure === undefined) {
    const hosts = [{ name: asked.domain, preference: 0 }];
    return { routing: { kind: 'implicit-mx', dnssec: asked.answer.dnssec }, hosts, unusable: [] };
  }
  const detail = `MX: ${describeAnswer(asked.answer)}, ${failure.detail}`;
  if (failure.kind === 'none') return { routing: { kind: 'no-mail-host', detail }, hosts: [], unusable: [] };
  return { routing: { kind: 'unknown', reason: failure.kind, detail }, hosts: [], unusable: [] };
}
