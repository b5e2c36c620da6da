/**
 * What a sender makes of a domain's MTA-STS before it looks at any mail host (RFC 8461 §3.1-3.3): record, fetch, policy.
 * Pure: the fetch was made by the probe; the policy host's certificate is judged here, from the handshake that the fetch kept.
 * A policy that could not be had counts as none (C63), yet what was wrong with it is what the domain's owner needs to know.
 */
import { fromBase64 } from '../base/text.ts';
import type { Cryptography } from '../cryptography.ts';
import type { TlsRptResultType } from '../tls-rpt/result-types.ts';
import { maxChainCertificates, parseCertificate } from '../x509/certificate.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { matchHostName } from '../x509/names.ts';
import { validatePath } from '../x509/path.ts';
import type { AnchorStore } from '../x509/path-result.ts';
import type { PathWork } from '../x509/path-work.ts';
import type { MtaStsObservation, PolicyFetch } from './observation.ts';
import { type MtaStsPolicy, type PolicyProblem, parseMtaStsPolicy } from './policy.ts';
import { type MtaStsRecord, type RecordProblem, readMtaStsRecord } from './record.ts';

export interface PolicyHostContext {
  /** The mail domain itself; a parent's policy is not inherited (RFC 8461 §3.4). */
  readonly domain: string;
  readonly anchors: AnchorStore;
  readonly cryptography: Pick<Cryptography, 'hash' | 'verify'>;
  readonly now: Date;
  /** What searching its chain may cost, shared with the mail hosts' chains. */
  readonly paths?: PathWork;
}

export const fetchReasonCodes = [
  'not-fetched',
  'dns-failure',
  'special-address',
  'connect-failure',
  'tls-failure',
  'timeout',
  'http-failure',
  'too-large',
  'redirect',
  'http-status',
  'media-type',
  'policy-invalid',
  'certificate-missing',
  'certificate-unreadable',
  'certificate-expired',
  'certificate-host-mismatch',
  'certificate-not-trusted',
  'certificate-unchecked',
] as const;
export type FetchReasonCode = (typeof fetchReasonCodes)[number];

export interface FetchReason {
  readonly code: FetchReasonCode;
  /** `fails`: no policy for any sender; `some-refuse`: senders differ; `unchecked`: could not be checked here, so neither. */
  readonly effect: 'fails' | 'some-refuse' | 'unchecked';
  readonly detail: string;
  readonly resultType: TlsRptResultType;
}

/**
 * `none`: no record that counts; `failed`: a record, but no policy can be had; `unknown`: the record's look-up failed, or whether the
 * policy host is who it says could not be checked here.
 * `failed` shows the policy all the same where the file can be read.
 */
export type DomainMtaSts =
  | {
      readonly kind: 'none';
      readonly why: 'no-record' | 'several-records' | 'record-invalid';
      readonly recordProblems: readonly RecordProblem[];
      /** What those find that read the record less strictly than RFC 8461 §3.1; absent where it asks for a policy by no reading. */
      readonly despite?: FetchedMtaSts;
    }
  | FetchedMtaSts;

/** What became of a record that names a policy. */
export type FetchedMtaSts =
  | {
      readonly kind: 'unknown';
      readonly detail: string;
      /** Read, from a host whose certificate could not be checked here. */
      readonly unauthenticated?: MtaStsPolicy;
    }
  | {
      readonly kind: 'failed';
      readonly record: MtaStsRecord;
      readonly reasons: readonly FetchReason[];
      readonly unauthenticated?: MtaStsPolicy;
      readonly policyProblems: readonly PolicyProblem[];
    }
  | {
      readonly kind: 'policy';
      readonly record: MtaStsRecord;
      readonly policy: MtaStsPolicy;
      readonly policyProblems: readonly PolicyProblem[];
      /** None but `some-refuse`. */
      readonly reasons: readonly FetchReason[];
    };

/**
 * Read what was seen of a domain's MTA-STS, as a sender with nothing cached.
 *
 * @see RFC 8461 §3.1-3.3
 */
export function assessMtaSts(observation: MtaStsObservation, context: PolicyHostContext): DomainMtaSts {
  const found = readMtaStsRecord(observation.record);
  switch (found.kind) {
    case 'unknown':
      return found;
    case 'none':
    case 'several':
    case 'invalid':
      return {
        kind: 'none',
        why: whyNone[found.kind],
        recordProblems: found.problems,
        ...(found.despite && { despite: assessFetch(found.despite, observation.fetch, context) }),
      };
    case 'record':
      return assessFetch(found.record, observation.fetch, context);
    default:
      return found satisfies never;
  }
}

const whyNone = { none: 'no-record', several: 'several-records', invalid: 'record-invalid' } as const;

function assessFetch(
  record: MtaStsRecord,
  fetch: PolicyFetch | undefined,
  context: PolicyHostContext,
): FetchedMtaSts {
  if (!fetch) {
    return { kind: 'unknown', detail: 'the record names a policy, but no fetch was made' };
  }
  const reasons = [...exchangeReasons(fetch), ...certificateReasons(fetch, context)];
  const isPolicyText = fetch.outcome === 'response' && fetch.status === 200 && fetch.body !== undefined;
  const parsed = isPolicyText ? parseMtaStsPolicy(fetch.body ?? '') : undefined;
  const policyProblems = parsed?.problems ?? [];
  if (parsed?.kind === 'invalid') {
    const voids = parsed.problems.filter(({ effect }) => effect === 'invalid').map(({ detail }) => detail);
    reasons.push({ ...fails('policy-invalid', voids.join('; ')), resultType: 'sts-policy-invalid' });
  }
  if (parsed?.kind === 'policy' && !reasons.some(({ effect }) => effect === 'fails')) {
    const unchecked = reasons.find(({ effect }) => effect === 'unchecked');
    if (unchecked) {
      const detail = `${unchecked.code}: ${unchecked.detail}`;
      return { kind: 'unknown', detail, unauthenticated: parsed.policy };
    }
    return { kind: 'policy', record, policy: parsed.policy, policyProblems, reasons };
  }
  const unauthenticated = parsed?.kind === 'policy' ? { unauthenticated: parsed.policy } : {};
  return { kind: 'failed', record, reasons, policyProblems, ...unauthenticated };
}

/** DNS, connection, HTTP: only a 200 is a policy, and no redirect is followed (RFC 8461 §3.3). */
function exchangeReasons(fetch: PolicyFetch): FetchReason[] {
  if (fetch.outcome !== 'response') return [fails(fetch.outcome, fetch.detail)];
  const status = fetch.status ?? 0;
  if (status >= 300 && status < 400) {
    return [fails('redirect', `HTTP ${status}; senders follow no redirect`)];
  }
  if (status !== 200) return [fails('http-status', `HTTP ${status}, 200 expected`)];
  const mediaType = (fetch.contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'text/plain') return [];
  const detail = mediaType === '' ? 'no Content-Type' : `Content-Type ${mediaType}, text/plain expected`;
  // RFC 8461 §3.2 has senders SHOULD-check this, so some do and some do not.
  return [{ code: 'media-type', effect: 'some-refuse', detail, resultType: 'sts-policy-fetch-error' }];
}

/**
 * The policy host's certificate: it chains to an anchor, is in date, and has a SAN for mta-sts.<domain> (RFC 8461 §3.3).
 *
 * @returns nothing where the runtime made the TLS connection: then it had checked
 */
function certificateReasons(fetch: PolicyFetch, context: PolicyHostContext): FetchReason[] {
  const { handshake } = fetch;
  if (handshake?.outcome !== 'completed') return [];
  const [first, ...others] = handshake.certificates.slice(0, maxChainCertificates).map(parse);
  if (handshake.certificates.length === 0) {
    return [untrusted('certificate-missing', 'the policy host sent no certificate')];
  }
  if (!first) {
    return [untrusted('certificate-unreadable', 'the certificate of the policy host cannot be read')];
  }
  const reasons: FetchReason[] = [];
  const { problems } = validatePath({
    leaf: first,
    sent: others.filter((certificate) => certificate !== undefined),
    anchors: context.anchors,
    now: context.now,
    cryptography: context.cryptography,
    purpose: 'serverAuth',
    isCut: handshake.certificates.length > maxChainCertificates,
    ...(context.paths && { work: context.paths }),
  });
  for (const { code, detail, depth } of problems) {
    const dated = code === 'expired' || code === 'not-yet-valid';
    if (dated) reasons.push(untrusted('certificate-expired', `${detail} (depth ${depth})`));
    else if (code === 'unsupported-signature-algorithm' || code === 'budget') {
      reasons.push({ ...untrusted('certificate-unchecked', detail), effect: 'unchecked' });
    } else reasons.push(untrusted('certificate-not-trusted', `${code}: ${detail} (depth ${depth})`));
  }
  if (handshake.signatureVerified === 'unsupported') {
    const detail = 'the signature of the policy host could not be checked here, so its key is not proven';
    reasons.push({ ...untrusted('certificate-unchecked', detail), effect: 'unchecked' });
  }
  const name = matchHostName(first, `mta-sts.${context.domain}`);
  if (name.kind === 'mismatch') reasons.push(untrusted('certificate-host-mismatch', name.detail));
  return reasons;
}

function parse(text: string): CertificateFacts | undefined {
  const bytes = fromBase64(text);
  if (!bytes.ok) return undefined;
  const parsed = parseCertificate(bytes.value);
  return parsed.ok ? parsed.value : undefined;
}

function fails(code: FetchReasonCode, detail: string): FetchReason {
  return { code, effect: 'fails', detail, resultType: 'sts-policy-fetch-error' };
}

/** RFC 8460 §4.3.2.2: a policy whose host PKIX does not vouch for. */
function untrusted(code: FetchReasonCode, detail: string): FetchReason {
  return { code, effect: 'fails', detail, resultType: 'sts-webpki-invalid' };
}
