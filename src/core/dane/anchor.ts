/**
 * DANE-TA(2): paths from the leaf to the trust anchors that TLSA records name (RFC 7671 §5.2, RFC 7672 §3.1.2).
 * The anchor is a certificate sent by the server, one that the record holds (`2 0 0`), or a bare key that it holds (`2 1 0`).
 * What ordinary anchors are excused from is checked too (anchor-checks.ts), since senders check it: the anchor came over the wire.
 */
import { equalBytes } from '../base/bytes.ts';
import { anchorOf, createAnchorStore } from '../x509/anchors.ts';
import { fingerprints } from '../x509/certificate.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { validatePath } from '../x509/path.ts';
import type { PathProblem, PathProblemCode, TrustAnchor } from '../x509/path-result.ts';
import { anchorProblems, commonNameProblems, linkProblems, purposeProblems } from './anchor-checks.ts';
import { findDaneName } from './names.ts';
import type { DaneInput, EvaluatedRecord } from './outcome.ts';

/** Each attempt may cost several signature checks, and a zone may hold hundreds of records. */
const maxAttempts = 24;

/** `depth`: in the path, 0 the leaf; -1: the anchor is in no path. */
export type AnchorAttempt =
  | {
      readonly kind: 'trusted';
      readonly record: EvaluatedRecord;
      readonly depth: number;
      readonly certificate: Uint8Array | undefined;
      readonly name: string;
    }
  | {
      readonly kind: 'refused';
      readonly record: EvaluatedRecord;
      readonly depth: number;
      readonly certificate: Uint8Array | undefined;
      readonly problems: readonly PathProblem[];
      readonly nameDetail?: string;
    }
  | { readonly kind: 'budget'; readonly record: EvaluatedRecord; readonly detail: string };

interface Candidate {
  readonly record: EvaluatedRecord;
  readonly anchors: readonly TrustAnchor[];
  /** Absent: a bare key. */
  readonly certificate?: CertificateFacts;
}

interface Context {
  readonly records: readonly EvaluatedRecord[];
  /** In the order sent; unreadable ones undefined. */
  readonly certificates: readonly (CertificateFacts | undefined)[];
  readonly input: DaneInput;
}

/**
 * Try every anchor that the usable DANE-TA records lead to.
 *
 * @returns one attempt an anchor; none where no record of usage 2 leads to one, or the leaf is unreadable
 */
export function tryAnchors(context: Context): readonly AnchorAttempt[] {
  const [leaf, ...rest] = context.certificates;
  if (!leaf) return [];
  const sent = rest.filter((certificate) => certificate !== undefined);
  const candidates = context.records
    .filter(({ record }) => record.usage === 2)
    .flatMap((record) => candidatesOf(record, leaf, context));
  return candidates.map((candidate, count): AnchorAttempt => {
    if (count < maxAttempts) return attempt(candidate, leaf, sent, context.input);
    const detail = `more than ${maxAttempts} trust anchors: the rest is not tried`;
    return { kind: 'budget', record: candidate.record, detail };
  });
}

function candidatesOf(record: EvaluatedRecord, leaf: CertificateFacts, context: Context): Candidate[] {
  const { cryptography } = context.input;
  const fromCertificate = (certificate: CertificateFacts): Candidate => {
    const { certificate: fingerprint } = fingerprints(certificate.der, cryptography);
    const { notBefore: _, notAfter: __, ...undated } = anchorOf(certificate, fingerprint);
    // An anchor's dates are no part of validation (RFC 5280 §6.1.1 (d)); OpenSSL, by which most DANE senders verify,
    // holds anchors to theirs that issued themselves, and no others.
    const { notBefore, notAfter, selfIssued } = certificate;
    return { record, certificate, anchors: [selfIssued ? { ...undated, notBefore, notAfter } : undated] };
  };
  // An issuer is never the leaf itself (RFC 7671 §5.2), nor another certificate of the leaf's name and key.
  const onWire = record.fits.flatMap((position) => {
    const certificate = position === 0 ? undefined : context.certificates[position];
    return certificate && !isTwin(certificate, leaf) ? [fromCertificate(certificate)] : [];
  });
  if (onWire.length > 0 || record.record.matchingType !== 0) return onWire;
  if (record.certificate) {
    return isTwin(record.certificate, leaf) ? [] : [fromCertificate(record.certificate)];
  }
  // The leaf's own key issued the leaf only where that is self-signed; whatever else goes by its name is beside the point.
  if (record.record.selector !== 1) return [];
  if (equalBytes(record.bytes, leaf.publicKey.spki) && !isSelfSigned(leaf, context.input)) return [];
  // A bare key has no name: it may be the issuer of any certificate of the chain.
  const anchors = context.certificates.flatMap((certificate): TrustAnchor[] =>
    certificate
      ? [{ label: 'TLSA 2 1 0', subject: certificate.issuer.der, spki: record.bytes, fingerprint: '' }]
      : [],
  );
  return [{ record, anchors }];
}

function isSelfSigned(
  { selfIssued, publicKey, signature: { algorithm, value }, tbs }: CertificateFacts,
  { cryptography }: DaneInput,
): boolean {
  if (!selfIssued || !algorithm) return false;
  const signed = { algorithm, publicKey: publicKey.spki, data: tbs, signature: value };
  return cryptography.verify(signed) === 'valid';
}

function isTwin(a: CertificateFacts, b: CertificateFacts): boolean {
  return equalBytes(a.subject.der, b.subject.der) && equalBytes(a.publicKey.spki, b.publicKey.spki);
}

function attempt(
  candidate: Candidate,
  leaf: CertificateFacts,
  sent: readonly CertificateFacts[],
  input: DaneInput,
): AnchorAttempt {
  const { record, certificate } = candidate;
  const result = validatePath({
    leaf,
    // The anchor ends the path: were it among the certificates sent, a path could run through it.
    sent: certificate ? sent.filter(({ der }) => !equalBytes(der, certificate.der)) : sent,
    anchors: createAnchorStore(candidate.anchors),
    now: input.now,
    cryptography: input.cryptography,
    purpose: 'serverAuth',
    ...(input.work && { work: input.work }),
  });
  const name = findDaneName(leaf, input.names);
  const length = result.path.length;
  // A bare key is the issuer only of what it signed; a certificate is found by its bytes, whatever it signed.
  const top = result.problems.filter((problem) => problem.depth === length - 1).map(({ code }) => code);
  const signed = certificate !== undefined || !top.some((code) => unproven.includes(code));
  const links = certificate && !holdsKey(record) ? linkProblems([...result.path, certificate]) : [];
  const reached = result.anchor !== undefined && signed && links.length === 0;
  const depth = !reached ? -1 : certificate ? firstBelow(certificate, result.path) + 1 : length - 1;
  const problems = [
    ...result.problems,
    ...purposeProblems(result.path),
    ...links,
    ...(certificate && reached ? anchorProblems(certificate, length) : []),
    ...(name === undefined
      ? []
      : commonNameProblems(name, [...result.path, ...(certificate ? [certificate] : [])])),
  ];
  const frame = { record, depth, certificate: certificate?.der };
  if (problems.length === 0 && result.kind === 'trusted' && name !== undefined) {
    return { kind: 'trusted', ...frame, name };
  }
  const nameDetail =
    name === undefined ? `the leaf goes by none of ${input.names.join(', ') || 'no names'}` : undefined;
  return { kind: 'refused', ...frame, problems, ...(nameDetail !== undefined && { nameDetail }) };
}

/** Such a record names no certificate, and so none by the wrong number. */
function holdsKey({ record: { selector, matchingType } }: EvaluatedRecord): boolean {
  return selector === 1 && matchingType === 0;
}

/** What stands between a bare key and a certificate that it should have signed. */
const unproven: readonly PathProblemCode[] = ['bad-signature', 'unsupported-signature-algorithm'];

/** The lowest certificate of the path that names the anchor as its issuer: the path may pass through another of the anchor's name. */
function firstBelow({ subject }: CertificateFacts, path: readonly CertificateFacts[]): number {
  const at = path.findIndex(({ issuer }) => equalBytes(issuer.der, subject.der));
  return at < 0 ? path.length - 1 : at;
}
