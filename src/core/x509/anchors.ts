/**
 * Trust anchors by name (RFC 5280 §6.1.1 (d)). Anchors may decode their bytes lazily: nothing is read before the first search,
 * and a search for a name in its usual encoding reads names only.
 */
import { equalBytes } from '../base/bytes.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { DerError, readWhole } from './der.ts';
import { readName } from './distinguished-name.ts';
import { extensionOids } from './extensions.ts';
import type { AnchorStore, TrustAnchor } from './path-result.ts';

/**
 * Index anchors by subject.
 *
 * @param anchors  one whose subject is no Name is never found
 * @returns a store to keep: it indexes once, at its first search
 */
export function createAnchorStore(anchors: readonly TrustAnchor[]): AnchorStore {
  let index: Map<string, TrustAnchor[]> | undefined;
  return {
    size: anchors.length,
    find(rdns) {
      index ??= indexBySubject(anchors);
      return index.get(nameKey(rdns)) ?? [];
    },
  };
}

/** A certificate taken as an anchor, with the SHA-256 it is known by. */
export function anchorOf(certificate: CertificateFacts, fingerprint: string): TrustAnchor {
  const constraints = certificate.extensions.find(({ oid }) => oid === extensionOids.nameConstraints);
  return {
    label: certificate.commonNames[0] ?? certificate.subject.text,
    subject: certificate.subject.der,
    spki: certificate.publicKey.spki,
    fingerprint,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    certificate,
    ...(constraints && { nameConstraints: constraints.value }),
  };
}

/** The certificate is the anchor itself: same name, same key. */
export function isAnchor(certificate: CertificateFacts, anchors: AnchorStore): TrustAnchor | undefined {
  return anchors
    .find(certificate.subject.rdns)
    .find(({ spki }) => equalBytes(spki, certificate.publicKey.spki));
}

function indexBySubject(anchors: readonly TrustAnchor[]): Map<string, TrustAnchor[]> {
  const index = new Map<string, TrustAnchor[]>();
  for (const anchor of anchors) {
    const rdns = subjectOf(anchor);
    if (!rdns) continue;
    const key = nameKey(rdns);
    const same = index.get(key);
    if (same) same.push(anchor);
    else index.set(key, [anchor]);
  }
  return index;
}

function subjectOf(anchor: TrustAnchor): readonly string[] | undefined {
  try {
    return readName(readWhole(anchor.subject)).rdns;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

const nameKey = (rdns: readonly string[]) => rdns.join('\n');
