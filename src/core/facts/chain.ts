/**
 * One chain as it came over the wire -> parsed, its path validated, its name and its TLSA records matched.
 * Trusted, matched and authenticated stay three different facts (RFC 5280 §6, RFC 9525, RFC 7672).
 */
import { fromBase64 } from '../base/text.ts';
import type { ChainFacts, FactsContext } from '../facts.ts';
import type { HostObservation } from '../observation.ts';
import type { Handshake } from '../tls/facts.ts';
import { fingerprints, parseCertificate } from '../x509/certificate.ts';
import type { CertificateFacts, CertificateRefusal } from '../x509/certificate-facts.ts';
import { matchHostName } from '../x509/names.ts';
import { validatePath } from '../x509/path.ts';
import { chainDane, type HostDane } from './dane.ts';

export interface ChainInput {
  readonly handshake: Handshake;
  readonly host: HostObservation;
  readonly dane: HostDane;
  /** The mail domain: a reference identifier of its own under DANE-TA (RFC 7672 §3.2.2). */
  readonly domain: string;
  readonly context: FactsContext;
}

/**
 * @returns nothing where no certificate was sent; `unreadable` where the leaf is no certificate we can read
 */
export function deriveChain(input: ChainInput): { chain?: ChainFacts; unreadable?: CertificateRefusal } {
  const { handshake, host, context } = input;
  const certificates: CertificateFacts[] = [];
  const refused: { position: number; reason: string }[] = [];
  for (const [position, text] of handshake.certificates.entries()) {
    const bytes = fromBase64(text);
    if (!bytes.ok) throw new TypeError(`the Observation holds a certificate that is not base64: ${bytes.error}`);
    const parsed = parseCertificate(bytes.value);
    if (parsed.ok) certificates.push(parsed.value);
    else if (position === 0) return { unreadable: parsed.error };
    else refused.push({ position, reason: `${parsed.error.code}: ${parsed.error.detail}` });
  }
  const [leaf, ...sent] = certificates;
  if (!leaf) return {};
  const prints = certificates.map((certificate) => fingerprints(certificate.der, context.cryptography));
  const dane = chainDane(input, certificates);
  return {
    chain: {
      certificates,
      fingerprints: prints,
      refused,
      leaf,
      fingerprint: prints[0]?.certificate ?? '',
      path: validatePath({
        leaf,
        sent,
        anchors: context.anchors,
        now: context.now,
        cryptography: context.cryptography,
        purpose: 'serverAuth',
      }),
      name: matchHostName(leaf, host.name),
      ...(dane && { dane }),
    },
  };
}
