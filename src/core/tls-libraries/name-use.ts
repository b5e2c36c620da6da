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
  { commonName, partialWildcard }: Pick<Personality, 'commonName' | 'partialWildcard'>,
  { leaf, name, host }: { readonly leaf: CertificateFacts; readonly name: HostMatch; readonly host: string },
): NameVerdict {
  if (name.kind === 'matched') return 'accepted';
  if (name.near?.why === 'partial-wildcard') return partialWildcard.value;
  const { subjectAltNames } = leaf;
  if ((subjectAltNames?.dns.length ?? 0) > 0 || !fitsCommonName(leaf, host)) return 'refused';
  const { value } = commonName;
  if (value === 'unknown') return 'unknown';
  return value === 'where-no-dns-name' || (value === 'where-no-san' && !subjectAltNames)
    ? 'accepted'
    : 'refused';
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
