/**
 * The addresses of one mail host, and how far DNSSEC vouches for them: what decides whether DANE is looked at (RFC 7672 §2.2.2).
 * A and AAAA are asked together; where an alias leads out of the signed DNS, the alias itself is asked for too.
 * Which addresses may be dialled is the guard's business, how many the budget's.
 */
import { normaliseName } from '../base/host-name.ts';
import { parseIpAddress } from '../base/ip-address.ts';
import type { DnsAnswer, DnssecState, Resolve } from './answer.ts';
import { isConclusive, isUnasked } from './dnssec.ts';

export interface HostLookup {
  readonly host: string;
  /** IPv4 first, each family in the order of its answer, no address twice. */
  readonly addresses: readonly string[];
  /** From `host` to `canonicalName`; empty where the host is no alias (an MX should be none: RFC 2181 §10.3). */
  readonly cnames: DnsAnswer['cnames'];
  readonly canonicalName: string;
  /** Of the addresses: secure when one family that has any is. */
  readonly dnssec: DnssecState;
  /** Of the name `host` itself, its first alias where it is one: secure lets TLSA at `host` count (RFC 7672 §2.2.2). */
  readonly initialDnssec: DnssecState;
  /** Why there are no addresses; absent where there are some. */
  readonly failure?: {
    readonly kind: 'none' | 'dns-failure' | 'timeout' | 'resolver-unreachable' | 'budget';
    readonly detail: string;
  };
}

/**
 * Look up a mail host's addresses.
 *
 * @param host  normalised; an IP address (an MX must not be one, RFC 5321 §5.1, yet some are) is its own, unsigned answer
 * @throws never: what the DNS does is in the result
 * @see RFC 7672 §2.2.2
 */
export async function lookupAddresses(resolve: Resolve, host: string): Promise<HostLookup> {
  const literal = parseIpAddress(host);
  if (literal !== undefined) {
    const states = { dnssec: 'insecure', initialDnssec: 'insecure' } as const;
    return { host, addresses: [literal.text], cnames: [], canonicalName: host, ...states };
  }
  const name = normaliseName(host);
  const answers = await Promise.all([resolve(name, 'A'), resolve(name, 'AAAA')]);
  const addresses = [...new Set(answers.flatMap(readAddresses))];
  const cnames = pickAliases(answers);
  const dnssec = combineStates(answers);
  return {
    host: name,
    addresses,
    cnames,
    canonicalName: cnames.at(-1)?.to ?? name,
    dnssec,
    initialDnssec: await judgeInitialName(resolve, { name, cnames, dnssec }),
    ...(addresses.length === 0 && { failure: explainAbsence(answers) }),
  };
}

function readAddresses(answer: DnsAnswer): string[] {
  return answer.records.flatMap((record) =>
    record.type === 'A' || record.type === 'AAAA' ? [record.address] : [],
  );
}

/** Both families share the chain; the one that got furthest shows it (the other may have failed), a secure one before others. */
function pickAliases(answers: readonly DnsAnswer[]): DnsAnswer['cnames'] {
  const found = answers.filter((answer) => answer.records.length > 0);
  const shown = found.find(isSecure) ?? found[0];
  if (shown !== undefined) return shown.cnames;
  return answers.reduce<DnsAnswer['cnames']>(
    (longest, answer) => (answer.cnames.length > longest.length ? answer.cnames : longest),
    [],
  );
}

/** Families with addresses decide; one that is secure suffices. Without any, the worst answer does. */
function combineStates(answers: readonly DnsAnswer[]): DnssecState {
  const withRecords = answers.filter((answer) => answer.records.length > 0);
  if (withRecords.length > 0)
    return withRecords.some(isSecure) ? 'secure' : (withRecords[0]?.dnssec ?? 'insecure');
  const worstFirst: readonly DnssecState[] = ['bogus', 'indeterminate', 'insecure', 'secure'];
  return worstFirst.find((state) => answers.some((answer) => answer.dnssec === state)) ?? 'indeterminate';
}

function isSecure(answer: DnsAnswer): boolean {
  return answer.dnssec === 'secure';
}

/**
 * AD vouches for a whole chain or for nothing: an alias in a signed zone that points into an unsigned one shows no AD,
 * and only a CNAME question tells that the alias itself is signed.
 */
async function judgeInitialName(
  resolve: Resolve,
  found: {
    readonly name: string;
    readonly cnames: DnsAnswer['cnames'];
    readonly dnssec: DnssecState;
  },
): Promise<DnssecState> {
  if (found.cnames.length === 0 || found.dnssec !== 'insecure') return found.dnssec;
  const alias = await resolve(found.name, 'CNAME');
  // Where it is gone by now, signed proof of that is no signed alias.
  const isGone = isConclusive(alias.outcome) && alias.records.length === 0;
  return isGone ? found.dnssec : alias.dnssec;
}

function explainAbsence(answers: readonly DnsAnswer[]): NonNullable<HostLookup['failure']> {
  const detail = answers.map((answer) => `${answer.type}: ${describeAnswer(answer)}`).join(', ');
  const failed = answers.filter((answer) => !isConclusive(answer.outcome));
  if (failed.length === 0) return { kind: 'none', detail };
  if (failed.some(({ outcome }) => outcome === 'budget')) return { kind: 'budget', detail };
  if (failed.every(({ outcome }) => isUnasked(outcome))) return { kind: 'resolver-unreachable', detail };
  const silent = failed.every(({ outcome }) => outcome === 'timeout');
  return { kind: silent ? 'timeout' : 'dns-failure', detail };
}

/** One answer's outcome in the DNS's own words, for a `detail`: `NXDOMAIN`, `SERVFAIL (bogus)`, `timeout`. */
export function describeAnswer(answer: DnsAnswer): string {
  const word = answer.outcome === 'no-data' ? 'NODATA' : (answer.rcode ?? answer.outcome);
  const remarks = [
    ...(answer.dnssec === 'bogus' ? ['bogus'] : []),
    ...answer.ede.map((error) => (error.text === '' ? error.name : `${error.name}: ${error.text}`)),
  ];
  return remarks.length === 0 ? word : `${word} (${remarks.join('; ')})`;
}
