/**
 * What deriving the chains of one verdict shares and may cost: dozens of sessions mostly show the same certificates, and a hostile server
 * shows each session others. Each different certificate is read once, each different chain searched once, and all of them have one budget.
 * Made anew for each verdict: nothing is remembered.
 */
import { fail, type Result } from '../base/result.ts';
import { fromBase64 } from '../base/text.ts';
import type { Cryptography } from '../cryptography.ts';
import type { TlsaFields } from '../dane/records.ts';
import type { ChainDane, FactsContext, HostDane, ReadRefusal } from '../facts.ts';
import { fingerprints, parseCertificate } from '../x509/certificate.ts';
import type { CertificateFacts, Fingerprints } from '../x509/certificate-facts.ts';
import type { HostMatch, PathResult } from '../x509/path-result.ts';
import { createPathWork, type PathWork, verdictPathBudget } from '../x509/path-work.ts';
import type { StapleResult } from '../x509/staple.ts';

export interface SeenCertificate {
  /** The same for the same bytes, within one verdict. */
  readonly id: number;
  /** Empty where it was not looked at. */
  readonly der: Uint8Array;
  readonly read: Result<
    { readonly facts: CertificateFacts; readonly fingerprints: Fingerprints },
    ReadRefusal
  >;
}

/** What is known of a chain, whichever host and session showed it. */
export interface SeenChain {
  readonly certificates: readonly CertificateFacts[];
  readonly fingerprints: readonly Fingerprints[];
  readonly refused: readonly { readonly position: number; readonly reason: string }[];
  readonly leaf: CertificateFacts;
  readonly path: PathResult;
  readonly fetchedPath?: PathResult;
  /** In the order sent, as far as read; those that can't be parsed without facts. */
  readonly sent: readonly SeenCertificate[];
  /** More was sent than was read. */
  readonly isCut: boolean;
  /** By host name. */
  readonly names: Map<string, HostMatch>;
  readonly dane: Map<HostDane, ChainDane | undefined>;
  readonly daneElsewhere: Map<HostDane, ReadonlyMap<string, ChainDane>>;
  readonly keyRecords: Map<HostDane, TlsaFields>;
  /** By the response, base64. */
  readonly staples: Map<string, StapleResult>;
}

export interface ChainWork {
  readonly paths: PathWork;
  /** @param text  base64 of what may be a certificate */
  see(text: string): SeenCertificate;
  /** By the ids of the certificates. */
  readonly chains: Map<string, Result<SeenChain, ReadRefusal>>;
}

/** What is derived from, and what all chains of the verdict share. */
export type ChainContext = FactsContext & { readonly work: ChainWork };

/** Different certificates of one verdict; ten mail hosts of two addresses with two chains each have about 100 of 2 KiB. */
const verdictCertificates = { count: 512, bytes: 1024 * 1024 } as const;

/** @throws TypeError from see(), for what is no base64: our own mistake */
export function createChainWork(cryptography: Pick<Cryptography, 'hash'>): ChainWork {
  const seen = new Map<string, SeenCertificate>();
  const left: { count: number; bytes: number } = { ...verdictCertificates };
  const look = (text: string, id: number): SeenCertificate => {
    const bytes = Math.ceil((text.length * 3) / 4);
    if (left.count === 0 || bytes > left.bytes) {
      const { count, bytes: most } = verdictCertificates;
      const detail = `more than ${count} different certificates or ${most} bytes of them in one probe: not read`;
      return { id, der: new Uint8Array(), read: fail({ code: 'budget', detail }) };
    }
    left.count--;
    left.bytes -= bytes;
    const der = decode(text);
    const parsed = parseCertificate(der);
    if (!parsed.ok) return { id, der, read: parsed };
    const facts = parsed.value;
    return { id, der, read: { ok: true, value: { facts, fingerprints: fingerprints(der, cryptography) } } };
  };
  return {
    paths: createPathWork(verdictPathBudget),
    chains: new Map(),
    see(text) {
      const known = seen.get(text) ?? look(text, seen.size);
      seen.set(text, known);
      return known;
    },
  };
}

/** An Observation is ours: one that holds anything but base64 here was spoiled by hand. */
export function decode(text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (!bytes.ok) throw new TypeError(`the Observation holds DER that is no base64: ${bytes.error}`);
  return bytes.value;
}
