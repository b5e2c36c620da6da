/**
 * A name that RFC 9525 refuses, as a TLS library takes it all the same where it is asked to check names: the common name where there is no
 * better one, a wildcard that is a part of a label. The tables decide (personality.ts). Senders may check names by themselves, or not at all.
 */
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { fitsCommonName } from '../x509/names.ts';
import type { HostMatch } from '../x509/path-result.ts';
import { libraries } from './catalogue.ts';
import type { Personality } from './personality.ts';

type NameVerdict = 'accepted' | 'refused' | 'unknown';

/** Would this library, asked for the host, take the certificate's name? */
export function judgeName(
  library: Pick<Personality, 'commonName' | 'severalCommonNames' | 'partialWildcard'>,
  { leaf, name, host }: { readonly leaf: CertificateFacts; readonly name: HostMatch; readonly host: string },
): NameVerdict {
  if (name.kind === 'matched') return 'accepted';
  const { commonNames, subjectAltNames } = leaf;
  const byPart = (names: readonly string[]) => judgeParts(names, host, library.partialWildcard.value);
  const dns = subjectAltNames?.dns ?? [];
  if (dns.length > 0) return byPart(dns);
  if (commonNames.length > 1 && library.severalCommonNames) return 'refused';
  const fits = fitsCommonName(leaf, host) ? 'accepted' : byPart(commonNames);
  if (fits === 'refused') return fits;
  const read = readsCommonName(library.commonName.value, leaf);
  return read === 'accepted' ? fits : read;
}

function readsCommonName(
  when: Personality['commonName']['value'],
  { subjectAltNames }: CertificateFacts,
): NameVerdict {
  switch (when) {
    case 'where-no-dns-name':
      return 'accepted';
    case 'where-no-dns-name-nor-address':
      return (subjectAltNames?.ip.length ?? 0) === 0 ? 'accepted' : 'refused';
    case 'where-no-san':
      return subjectAltNames ? 'refused' : 'accepted';
    case 'ignored':
      return 'refused';
    case 'unknown':
      return 'unknown';
    default:
      return when satisfies never;
  }
}

function judgeParts(
  names: readonly string[],
  host: string,
  value: Personality['partialWildcard']['value'],
): NameVerdict {
  const stars = names.filter((presented) => presented.includes('*'));
  const edges = stars.map((presented) => findStar(presented, host));
  if (value === 'star-first') return edges.includes('first') ? 'accepted' : 'refused';
  return edges.some((edge) => edge !== undefined) ? value : 'refused';
}

/**
 * Where the star stands in a first label that names the host by a part: at one of its edges, two labels at least behind it, and for no label
 * in A-form, as OpenSSL has it (v3_utl.c, valid_star and wildcard_match).
 */
function findStar(presented: string, host: string): 'first' | 'last' | undefined {
  const match = /^(?:([^*.]+)\*|\*([^*.]+))\.([^*.]+(?:\.[^*.]+)+)$/.exec(presented.toLowerCase());
  if (!match) return undefined;
  const [, start = '', end = '', base] = match;
  const [label = '', ...rest] = host.toLowerCase().split('.');
  if ([start, label].some((text) => text.startsWith('xn--')) || rest.join('.') !== base) return undefined;
  if (start === '') return label.endsWith(end) ? 'first' : undefined;
  return label.startsWith(start) ? 'last' : undefined;
}

/** For the evidence of a rule. @returns nothing where no library takes it, which goes without saying */
export function nameByLibrary(
  asked: Parameters<typeof judgeName>[1],
): { acceptedBy: string[]; refusedBy: string[] } | undefined {
  const sort = (verdict: NameVerdict) =>
    libraries.filter((each) => judgeName(each, asked) === verdict).map(({ library }) => library);
  const acceptedBy = sort('accepted');
  return acceptedBy.length === 0 ? undefined : { acceptedBy, refusedBy: sort('refused') };
}
