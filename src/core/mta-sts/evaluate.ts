/**
 * What a sender that honours MTA-STS does at one mail host (RFC 8461 §4, §5): last step, after assess.ts.
 * `enforce` refuses the host (a temporary failure: another host or a later try may do), `testing` delivers and reports, `none` is silent.
 * DANE outranks all of it (RFC 8461 §2); that is for the caller, who knows the TLSA records.
 */
import type { TlsRptResultType } from '../tls-rpt/result-types.ts';
import type { HostMatch, PathProblem } from '../x509/path-result.ts';
import type { DomainMtaSts } from './assess.ts';
import { boundUntil, type CachedPolicy } from './known-policy.ts';
import { type MxMatch, matchMxPattern } from './match.ts';
import type { Mode, MtaStsPolicy } from './policy.ts';

/** What a session with the mail host came to. */
export type MxDelivery =
  | { readonly kind: 'no-starttls' }
  | { readonly kind: 'handshake-failed'; readonly detail: string }
  | {
      readonly kind: 'tls';
      /** Of the path to a public anchor; empty: trusted. */
      readonly problems: readonly PathProblem[];
      /** The leaf against the MX host name, not the mail domain (RFC 8461 §4.2). */
      readonly name: HostMatch;
    }
  | { readonly kind: 'unknown'; readonly detail: string };

export type MxReasonCode =
  | 'mx-not-listed'
  | 'no-starttls'
  | 'handshake-failed'
  | 'certificate-expired'
  | 'certificate-host-mismatch'
  | 'certificate-not-trusted';

export interface MxReason {
  readonly code: MxReasonCode;
  readonly detail: string;
  readonly resultType: TlsRptResultType;
}

/**
 * `no-policy`: MTA-STS changes nothing; `deliver`: every demand is met; `deliver-and-report`: some is not, mode testing;
 * `refuse`: some is not, mode enforce; `unknown`: what would decide was not measured.
 */
export type MxAction = 'no-policy' | 'deliver' | 'deliver-and-report' | 'refuse' | 'unknown';

export interface MxEvaluation {
  readonly action: MxAction;
  /** Whose policy decided: the one just seen, or one fetched before (RFC 8461 §3.3). */
  readonly source: 'fetched' | 'cached' | 'none';
  readonly mode?: Mode;
  readonly mx?: MxMatch;
  readonly reasons: readonly MxReason[];
}

/**
 * Judge one mail host under the domain's policy.
 *
 * @param mxHost the name in the MX record
 * @param cached what the sender still holds; an expired one counts for nothing
 */
export function evaluateMtaSts(input: {
  readonly domain: DomainMtaSts;
  readonly mxHost: string;
  readonly delivery: MxDelivery;
  readonly now: Date;
  readonly cached?: CachedPolicy;
}): MxEvaluation {
  const inForce = policyInForce(input.domain, input.cached, input.now);
  if (inForce.source === 'none') return { action: inForce.action, source: 'none', reasons: [] };
  const { policy, source } = inForce;
  const { mode } = policy;
  if (mode === 'none') return { action: 'no-policy', source, mode, reasons: [] };
  const mx = matchMxPattern(policy.mx, input.mxHost);
  const reasons = [...listReasons(mx, input.mxHost), ...deliveryReasons(input.delivery)];
  return { action: actionFor(mode, reasons, input.delivery), source, mode, mx, reasons };
}

/**
 * Which policy binds: a cached one lives on while the record is gone, the fetch fails, or its id has not changed
 * (RFC 8461 §3.3, §5.1, §8.1; C64, C65); without one only a fetch that succeeded counts (C63).
 */
export function policyInForce(
  domain: DomainMtaSts,
  cached: CachedPolicy | undefined,
  now: Date,
):
  | { readonly source: 'fetched' | 'cached'; readonly policy: MtaStsPolicy }
  | { readonly source: 'none'; readonly action: 'no-policy' | 'unknown' } {
  const alive = cached && now < boundUntil(cached) ? cached : undefined;
  if (domain.kind === 'policy') {
    if (alive && alive.id === domain.record.id) return { source: 'cached', policy: alive.policy };
    return { source: 'fetched', policy: domain.policy };
  }
  if (alive) return { source: 'cached', policy: alive.policy };
  return { source: 'none', action: domain.kind === 'unknown' ? 'unknown' : 'no-policy' };
}

/**
 * The policy that a sender which fetched it before goes by, where that is not the one published now.
 *
 * @see RFC 8461 §3.3, §5.1, §8.1
 */
export function olderInForce({
  mtaSts,
  knownPolicy,
  now,
}: {
  readonly mtaSts: DomainMtaSts | { readonly kind: 'not-applicable' };
  readonly knownPolicy?: CachedPolicy;
  readonly now: Date;
}): CachedPolicy | undefined {
  if (!knownPolicy || mtaSts.kind === 'not-applicable') return undefined;
  if (policyInForce(mtaSts, knownPolicy, now).source !== 'cached') return undefined;
  const isSame = mtaSts.kind === 'policy' && changesOf(knownPolicy.policy, mtaSts.policy).length === 0;
  return isSame ? undefined : knownPolicy;
}

/** What differs between two policies, as `mode: testing -> enforce`; the order of mx lines does not count. */
export function changesOf(before: MtaStsPolicy, after: MtaStsPolicy): string[] {
  const list = ({ mx }: MtaStsPolicy) => [...mx].sort().join(', ');
  return [
    ...(before.mode === after.mode ? [] : [`mode: ${before.mode} -> ${after.mode}`]),
    ...(list(before) === list(after) ? [] : [`mx: ${list(before)} -> ${list(after)}`]),
    ...(before.maxAgeSeconds === after.maxAgeSeconds
      ? []
      : [`max_age: ${before.maxAgeSeconds} -> ${after.maxAgeSeconds}`]),
  ];
}

function actionFor(
  mode: 'enforce' | 'testing',
  reasons: readonly MxReason[],
  delivery: MxDelivery,
): MxAction {
  if (reasons.length > 0) return mode === 'enforce' ? 'refuse' : 'deliver-and-report';
  if (delivery.kind === 'unknown') return 'unknown';
  // "Cannot check" is not "wrong", and not "right" either.
  if (delivery.kind === 'tls' && delivery.problems.some(isUnchecked)) return 'unknown';
  return 'deliver';
}

function listReasons(mx: MxMatch, host: string): MxReason[] {
  if (mx.kind === 'matched') return [];
  const hint = mx.near ? `; "${mx.near.pattern}" nearly does (${mx.near.why})` : '';
  // RFC 8460 has no type of its own for this: §4.3.3 is the general one.
  return [
    {
      code: 'mx-not-listed',
      detail: `${host} matches no mx line of the policy${hint}`,
      resultType: 'validation-failure',
    },
  ];
}

function deliveryReasons(delivery: MxDelivery): MxReason[] {
  switch (delivery.kind) {
    case 'unknown':
      return [];
    case 'no-starttls':
      return [
        { code: 'no-starttls', detail: 'STARTTLS is not offered', resultType: 'starttls-not-supported' },
      ];
    case 'handshake-failed':
      // A plain TLS fault: the report says so without blaming the policy (C71).
      return [{ code: 'handshake-failed', detail: delivery.detail, resultType: 'validation-failure' }];
    case 'tls':
      return certificateReasons(delivery.problems, delivery.name);
    default:
      return delivery satisfies never;
  }
}

/** RFC 8461 §4.2: in date, chained to a trusted root, a SAN for the host; a common name is no name. */
function certificateReasons(problems: readonly PathProblem[], name: HostMatch): MxReason[] {
  const reasons: MxReason[] = [];
  const dated = problems.find(isDated);
  const other = problems.find((problem) => !isDated(problem) && !isUnchecked(problem));
  if (dated) {
    reasons.push({ code: 'certificate-expired', detail: dated.detail, resultType: 'certificate-expired' });
  }
  if (other) {
    const detail = `${other.code}: ${other.detail}`;
    reasons.push({ code: 'certificate-not-trusted', detail, resultType: 'certificate-not-trusted' });
  }
  if (name.kind === 'mismatch') {
    const { detail } = name;
    reasons.push({ code: 'certificate-host-mismatch', detail, resultType: 'certificate-host-mismatch' });
  }
  return reasons;
}

const isDated = ({ code }: PathProblem) => code === 'expired' || code === 'not-yet-valid';
const isUnchecked = ({ code }: PathProblem) =>
  code === 'unsupported-signature-algorithm' || code === 'budget';
