/**
 * Could a message that says REQUIRETLS be delivered to a mail host (RFC 8689 §4.2.1; C72, C73)?
 * Four demands, each met, missing or not known: a mail host found by a way that nobody can forge, TLS, a certificate that stands up,
 * and the keyword in the EHLO after TLS. Nothing here goes back to less: such a message is returned instead (RFC 8689 §4.2.1, §5).
 */

/** How the mail host was found: signed MX records (or named by the caller), or a name that the MTA-STS policy lists. */
export type LookupTrust = 'dnssec' | 'mta-sts' | 'named' | 'none' | 'unknown';

/** What one address showed. */
export interface RequireTlsInput {
  readonly lookup: LookupTrust;
  readonly tls: 'established' | 'not-offered' | 'failed' | 'unknown';
  /** By TLSA, by a public CA for the host's name, by neither. */
  readonly certificate: 'dane' | 'pkix' | 'neither' | 'unknown';
  /** In the EHLO reply before and after TLS; undefined: there was none. */
  readonly keyword: { readonly before: boolean | undefined; readonly after: boolean | undefined };
}

export const requireTlsDemands = ['mx-lookup', 'tls', 'certificate', 'keyword'] as const;
export type RequireTlsDemand = (typeof requireTlsDemands)[number];

export interface RequireTlsGap {
  readonly demand: RequireTlsDemand;
  readonly detail: string;
}

/** `missing` and `unknown` in the order of the demands; ready `no` where one is missing, `unknown` where none is and one is not known. */
export interface RequireTlsResult {
  readonly ready: 'yes' | 'no' | 'unknown';
  readonly missing: readonly RequireTlsGap[];
  readonly unknown: readonly RequireTlsDemand[];
}

type Standing = 'met' | 'unknown' | { readonly missing: string };

/**
 * Hold one address against the four demands.
 *
 * @see RFC 8689 §2 (the keyword counts only after TLS), §4.2.1
 */
export function evaluateRequireTls(input: RequireTlsInput): RequireTlsResult {
  const standings: readonly (readonly [RequireTlsDemand, Standing])[] = [
    ['mx-lookup', lookupStanding(input.lookup)],
    ['tls', tlsStanding(input.tls)],
    ['certificate', certificateStanding(input)],
    ['keyword', keywordStanding(input)],
  ];
  const missing = standings.flatMap(([demand, standing]) =>
    typeof standing === 'object' ? [{ demand, detail: standing.missing }] : [],
  );
  const unknown = standings.flatMap(([demand, standing]) => (standing === 'unknown' ? [demand] : []));
  return { ready: missing.length > 0 ? 'no' : unknown.length > 0 ? 'unknown' : 'yes', missing, unknown };
}

/** A host is ready where each address is: a sender may take any of them. No address measured: not known. */
export function combineRequireTls(results: readonly RequireTlsResult[]): RequireTlsResult {
  const missing = new Map(
    results.flatMap((result) => result.missing.map((gap) => [`${gap.demand} ${gap.detail}`, gap] as const)),
  );
  const order = (demand: RequireTlsDemand) => requireTlsDemands.indexOf(demand);
  const gaps = [...missing.values()].sort((a, b) => order(a.demand) - order(b.demand));
  const known = new Set(gaps.map(({ demand }) => demand));
  const unknown = requireTlsDemands.filter(
    (demand) => !known.has(demand) && results.some((result) => result.unknown.includes(demand)),
  );
  if (gaps.length > 0) return { ready: 'no', missing: gaps, unknown };
  const measured = results.length > 0 && unknown.length === 0;
  return { ready: measured ? 'yes' : 'unknown', missing: [], unknown };
}

function lookupStanding(lookup: LookupTrust): Standing {
  if (lookup === 'unknown') return 'unknown';
  if (lookup !== 'none') return 'met';
  return { missing: 'the MX records are not signed, and no MTA-STS policy lists this host' };
}

function tlsStanding(tls: RequireTlsInput['tls']): Standing {
  switch (tls) {
    case 'established':
      return 'met';
    case 'unknown':
      return 'unknown';
    case 'not-offered':
      return { missing: 'STARTTLS is not offered' };
    case 'failed':
      return { missing: 'the TLS handshake fails' };
    default:
      return tls satisfies never;
  }
}

function certificateStanding({ tls, certificate }: RequireTlsInput): Standing {
  // Without TLS no certificate was there to look at: one gap, not three.
  if (tls !== 'established' || certificate === 'unknown') return 'unknown';
  if (certificate !== 'neither') return 'met';
  return { missing: 'neither TLSA records nor a public authority vouch for the certificate' };
}

function keywordStanding({ tls, keyword }: RequireTlsInput): Standing {
  if (tls !== 'established' || keyword.after === undefined) return 'unknown';
  if (keyword.after) return 'met';
  const early = keyword.before === true ? '; it is before TLS, where it does not count' : '';
  return { missing: `REQUIRETLS is not in the EHLO reply after TLS${early}` };
}
