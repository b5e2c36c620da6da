/**
 * The links that servers left out of their chains, fetched from where the certificates say they are: at most two hops up and a few URLs a probe.
 * Only what is missing is fetched: a chain that ends at an anchor by its names is asked for nothing.
 */
import { fromBase64 } from '../core/base/text.ts';
import type { HostObservation } from '../core/observation.ts';
import { maxChainCertificates, parseCertificate } from '../core/x509/certificate.ts';
import type { CertificateFacts } from '../core/x509/certificate-facts.ts';
import type { FetchedIssuer } from '../core/x509/fetched-issuer.ts';
import { missingLinkUrls } from '../core/x509/missing-links.ts';
import type { ProbeContext } from './context.ts';

const maxHops = 2;
const maxFetches = 4;
/** Different chains looked at: ten mail hosts of two addresses show one or two each, a hostile one another in each session. */
const maxChains = 40;

/**
 * Fetch what is missing.
 *
 * @returns one entry a URL asked, in the order asked; none where nothing is missing or this vantage fetches no issuers
 */
export async function observeIssuers(
  hosts: readonly HostObservation[],
  { ports, resolve, deadline }: ProbeContext,
): Promise<readonly FetchedIssuer[]> {
  const { issuers } = ports;
  if (!issuers) return [];
  const chains = chainsOf(hosts);
  const fetched = new Map<string, FetchedIssuer>();
  for (let hop = 0; hop < maxHops && !deadline.passed; hop++) {
    const found = [...fetched.values()].flatMap(({ certificates }) => parseAll(certificates));
    const urls = chains.flatMap((chain) => missingLinkUrls([...chain, ...found], issuers.isAnchor));
    const unasked = [...new Set(urls)].filter((url) => !fetched.has(url));
    const asked = unasked.slice(0, maxFetches - fetched.size);
    if (asked.length === 0) break;
    const options = { timeoutMs: deadline.stepMs(), resolve };
    const answers = await Promise.all(asked.map((url) => issuers.fetch(url, options)));
    for (const [i, answer] of answers.entries()) fetched.set(asked[i] ?? answer.url, answer);
  }
  return [...fetched.values()];
}

/** Each chain once, however many sessions showed it. */
function chainsOf(hosts: readonly HostObservation[]): CertificateFacts[][] {
  const sessions = hosts.flatMap(({ addresses }) => addresses.flatMap((address) => address.sessions));
  const chains = sessions.map(({ handshake }) => handshake?.certificates ?? []);
  const different = new Map(chains.map((chain) => [chain.join(), chain]));
  return [...different.values()]
    .slice(0, maxChains)
    .map((chain) => parseAll(chain.slice(0, maxChainCertificates)))
    .filter((chain) => chain.length > 0);
}

function parseAll(certificates: readonly string[]): CertificateFacts[] {
  return certificates.flatMap((text) => {
    const der = fromBase64(text);
    const parsed = der.ok ? parseCertificate(der.value) : der;
    return parsed.ok ? [parsed.value] : [];
  });
}
