/**
 * One chain as it came over the wire -> parsed, its path validated, its name and its TLSA records matched.
 * Trusted, matched and authenticated stay three different facts (RFC 5280 §6, RFC 9525, RFC 7672).
 */
import { fromBase64 } from '../base/text.ts';
import type { ChainFacts, FactsContext } from '../facts.ts';
import type { HostObservation, Observation } from '../observation.ts';
import type { Handshake } from '../tls/facts.ts';
import { fingerprints, parseCertificate } from '../x509/certificate.ts';
import type { CertificateFacts, CertificateRefusal } from '../x509/certificate-facts.ts';
import { matchHostName } from '../x509/names.ts';
import { validatePath } from '../x509/path.ts';
import type { PathResult } from '../x509/path-result.ts';
import { checkStaple, type StapleResult } from '../x509/staple.ts';
import { chainDane, type HostDane } from './dane.ts';

export interface ChainInput {
  readonly handshake: Handshake;
  readonly host: HostObservation;
  readonly dane: HostDane;
  /** Its mail domain is a reference identifier of its own under DANE-TA (RFC 7672 §3.2.2). */
  readonly observation: Observation;
  readonly context: FactsContext;
}

/**
 * @returns nothing where no certificate was sent; `unreadable` where the leaf is no certificate we can read
 */
export function deriveChain(input: ChainInput): { chain?: ChainFacts; unreadable?: CertificateRefusal } {
  const { handshake, host, context } = input;
  const certificates: CertificateFacts[] = [];
  const refused: { position: number; reason: string }[] = [];
  const chain = handshake.certificates.map(decode);
  for (const [position, der] of chain.entries()) {
    const parsed = parseCertificate(der);
    if (parsed.ok) certificates.push(parsed.value);
    else if (position === 0) return { unreadable: parsed.error };
    else refused.push({ position, reason: `${parsed.error.code}: ${parsed.error.detail}` });
  }
  const [leaf, ...sent] = certificates;
  if (!leaf) return {};
  const prints = certificates.map((certificate) => fingerprints(certificate.der, context.cryptography));
  const dane = chainDane(input, chain);
  const path = pathOf(leaf, sent, context);
  const fetched = path.problems.some(({ code }) => code === 'missing-issuer')
    ? fetchedIssuers(input.observation)
    : [];
  const staple = readStaple(handshake, leaf, path, context);
  return {
    chain: {
      certificates,
      fingerprints: prints,
      refused,
      leaf,
      fingerprint: prints[0]?.certificate ?? '',
      path,
      ...(fetched.length > 0 && { fetchedPath: pathOf(leaf, [...sent, ...fetched], context) }),
      name: matchHostName(leaf, host.name),
      ...(dane && { dane }),
      ...(staple && { staple }),
    },
  };
}

function pathOf(
  leaf: CertificateFacts,
  sent: readonly CertificateFacts[],
  { anchors, now, cryptography }: FactsContext,
): PathResult {
  return validatePath({ leaf, sent, anchors, now, cryptography, purpose: 'serverAuth' });
}

/** What was fetched by AIA for any chain of the probe; strangers among them do no harm. */
function fetchedIssuers({ issuers = [] }: Observation): CertificateFacts[] {
  return issuers.flatMap(({ certificates }) =>
    certificates.flatMap((text) => {
      const parsed = parseCertificate(decode(text));
      return parsed.ok ? [parsed.value] : [];
    }),
  );
}

/** Its issuer is the next of the path, or the anchor right above the leaf. */
function readStaple(
  { ocspResponse }: Handshake,
  leaf: CertificateFacts,
  { path, anchor }: PathResult,
  { now, cryptography }: FactsContext,
): StapleResult | undefined {
  if (ocspResponse === undefined) return undefined;
  const issuerKey = path[1]?.publicKey.spki ?? (path.length === 1 ? anchor?.spki : undefined);
  const response = decode(ocspResponse);
  return checkStaple({ response, leaf, now, cryptography, ...(issuerKey && { issuerKey }) });
}

/** An Observation is ours: one that holds anything but base64 here was spoiled by hand. */
function decode(text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (!bytes.ok) throw new TypeError(`the Observation holds DER that is no base64: ${bytes.error}`);
  return bytes.value;
}
