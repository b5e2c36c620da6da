/**
 * The report that a sender with DANE, MTA-STS and TLS reporting would send for what was just seen (RFC 8460 §4.4):
 * one session with each address that answered, sorted under the policy in force there, each failure by its result type.
 * Left out on purpose: how it travels (§5), and the sender's own address where the caller does not know it.
 */
import { presentTlsa, showTlsa } from '../dane/publish.ts';
import type { ReportedFinding } from '../report/finding-schema.ts';
import type { AddressReport, MailHostReport } from '../report/mail-host-schema.ts';
import type { Verdict } from '../report/schema.ts';
import type { TlsRptResultType } from './result-types.ts';

export interface ReportOptions {
  /** Who reports. */
  readonly organization: string;
  /** An e-mail address. */
  readonly contact: string;
  /** From where the sessions came. */
  readonly sendingAddress?: string;
}

export interface TlsReport {
  readonly 'organization-name': string;
  /** The UTC day of the probe, as RFC 8460 §4.1 wants it. */
  readonly 'date-range': { readonly 'start-datetime': string; readonly 'end-datetime': string };
  readonly 'contact-info': string;
  readonly 'report-id': string;
  readonly policies: readonly PolicyReport[];
}

export type PolicyType = 'tlsa' | 'sts' | 'no-policy-found';

export interface PolicyReport {
  readonly policy: {
    readonly 'policy-type': PolicyType;
    /** TLSA records, or the lines of the policy; absent where there was nothing to apply. */
    readonly 'policy-string'?: readonly string[];
    readonly 'policy-domain': string;
    /** The patterns of an MTA-STS policy; absent, as its lines are, where none could be applied. */
    readonly 'mx-host'?: readonly string[];
  };
  readonly summary: {
    readonly 'total-successful-session-count': number;
    readonly 'total-failure-session-count': number;
  };
  readonly 'failure-details'?: readonly FailureDetail[];
}

export interface FailureDetail {
  readonly 'result-type': TlsRptResultType;
  readonly 'sending-mta-ip'?: string;
  readonly 'receiving-mx-hostname'?: string;
  readonly 'receiving-mx-helo'?: string;
  readonly 'receiving-ip'?: string;
  readonly 'failed-session-count': number;
  readonly 'failure-reason-code'?: string;
}

/** One attempted session. */
interface Attempt {
  readonly type: PolicyType;
  readonly records: readonly string[];
  readonly failure?: Omit<FailureDetail, 'failed-session-count' | 'sending-mta-ip'>;
}

/**
 * Make the report of one verdict.
 *
 * @returns no policies where no session was made, or none whose policy is known: such a day has no report
 * @see RFC 8460 §4.4
 */
export function reportTls(verdict: Verdict, options: ReportOptions): TlsReport {
  const attempts = verdict.mx.flatMap((host) => attemptsAt(verdict, host));
  const types: readonly PolicyType[] = ['tlsa', 'sts', 'no-policy-found'];
  const day = verdict.observedAt.slice(0, 10);
  return {
    'organization-name': options.organization,
    'date-range': { 'start-datetime': `${day}T00:00:00Z`, 'end-datetime': `${day}T23:59:59Z` },
    'contact-info': options.contact,
    'report-id': `${verdict.observedAt.replace(/[^0-9TZ]/g, '')}_${verdict.host}`,
    policies: types.flatMap((type) => {
      const own = attempts.filter((attempt) => attempt.type === type);
      return own.length === 0 ? [] : [policyReport(verdict, { type, attempts: own, options })];
    }),
  };
}

function policyReport(
  { host, mtaSts }: Verdict,
  {
    type,
    attempts,
    options,
  }: { readonly type: PolicyType; readonly attempts: readonly Attempt[]; readonly options: ReportOptions },
): PolicyReport {
  const details = attempts.flatMap(({ failure }): FailureDetail[] =>
    failure
      ? [
          {
            ...failure,
            ...(options.sendingAddress && { 'sending-mta-ip': options.sendingAddress }),
            'failed-session-count': 1,
          },
        ]
      : [],
  );
  const text =
    type === 'sts' ? policyLines(mtaSts) : [...new Set(attempts.flatMap(({ records }) => records))];
  return {
    policy: {
      'policy-type': type,
      ...(text.length > 0 && { 'policy-string': text }),
      'policy-domain': host,
      ...(type === 'sts' && mtaSts.state === 'policy' && mtaSts.mx && { 'mx-host': mtaSts.mx }),
    },
    summary: {
      'total-successful-session-count': attempts.length - details.length,
      'total-failure-session-count': details.length,
    },
    ...(details.length > 0 && { 'failure-details': details }),
  };
}

function policyLines({ state, mode, mx = [], maxAgeSeconds }: Verdict['mtaSts']): string[] {
  if (state !== 'policy' || mode === undefined || maxAgeSeconds === undefined) return [];
  return ['version: STSv1', `mode: ${mode}`, ...mx.map((name) => `mx: ${name}`), `max_age: ${maxAgeSeconds}`];
}

function attemptsAt(verdict: Verdict, host: MailHostReport): Attempt[] {
  const policy = policyAt(verdict, host);
  if (policy === undefined) return [];
  const { type, records } = policy;
  const lookup = type === 'tlsa' ? findingAt(verdict, ['dane.tlsa-lookup-failed'], host.host) : undefined;
  // Without an answer a DANE sender makes no connection at all (RFC 7672 §2.2): one failure for the host.
  if (lookup) {
    return [{ type, records, failure: { ...failureOf(lookup), 'receiving-mx-hostname': host.host } }];
  }
  return host.addresses.flatMap((address): Attempt[] => {
    const result = sessionResult(verdict, { host, address, type });
    if (result === 'no-session') return [];
    if (result === 'success') return [{ type, records }];
    const place = { 'receiving-mx-hostname': host.host, 'receiving-ip': address.ip };
    const helo = heloOf(address);
    return [{ type, records, failure: { ...result, ...place, ...(helo && { 'receiving-mx-helo': helo }) } }];
  });
}

/**
 * The policy that a sender applies at this host: the winning one; a policy in testing is reported on too (RFC 8461 §5).
 *
 * @returns undefined where it is not known whether there is one: such sessions stand under no policy type
 */
function policyAt(
  { mtaSts, dns }: Verdict,
  { precedence = [], addresses }: MailHostReport,
): Pick<Attempt, 'type' | 'records'> | undefined {
  const standing = (policy: 'dane' | 'mta-sts') =>
    precedence.find((step) => step.policy === policy)?.standing;
  if (standing('dane') === 'unknown') return undefined;
  if (standing('dane') === 'wins')
    return { type: 'tlsa', records: addresses.flatMap(({ dane }) => wholeRecords(dane.records, dns)) };
  const announced = standing('mta-sts') === 'wins' || standing('mta-sts') === 'advisory';
  if (announced || mtaSts.state === 'failed') return { type: 'sts', records: [] };
  return standing('mta-sts') === 'unknown' ? undefined : { type: 'no-policy-found', records: [] };
}

/** The records in full, from the answer they came with: in the verdict long ones are cut for people (RFC 8460 §4.4 wants them as they are). */
function wholeRecords(shown: readonly string[], dns: Verdict['dns']): readonly string[] {
  const whole = dns
    .filter(({ type, dnssec }) => type === 'TLSA' && dnssec === 'secure')
    .map(({ records }) => records.filter((record) => record.type === 'TLSA'))
    .find(
      (records) => records.length === shown.length && records.every((each, i) => showTlsa(each) === shown[i]),
    );
  return whole?.map(presentTlsa) ?? shown;
}

type Failed = Pick<FailureDetail, 'result-type' | 'failure-reason-code'>;

function sessionResult(
  verdict: Verdict,
  {
    host,
    address,
    type,
  }: { readonly host: MailHostReport; readonly address: AddressReport; readonly type: PolicyType },
): 'no-session' | 'success' | Failed {
  const { smtp, tls, certificates, dane } = address;
  if (smtp.reachable !== 'yes') return 'no-session';
  if (smtp.starttls === 'not-offered') return { 'result-type': 'starttls-not-supported' };
  if (tls.handshake === 'unknown') return 'no-session';
  if (tls.handshake === 'not-tried') {
    const reason = smtp.starttlsReply;
    return { 'result-type': 'starttls-not-supported', ...(reason && { 'failure-reason-code': reason }) };
  }
  if (tls.handshake === 'failed') {
    const reason = tls.failure?.alert ?? tls.failure?.code ?? tls.failure?.kind ?? 'handshake failed';
    return { 'result-type': 'validation-failure', 'failure-reason-code': reason };
  }
  // Whether a record fits could not be told here, so neither can whether the session is a failure.
  if (type === 'tlsa' && dane.state === 'unknown') return 'no-session';
  const finding = findingAt(verdict, decisive[type], host.host, address.ip, certificates[0]?.sha256);
  return finding ? failureOf(finding) : 'success';
}

/** The findings that make a session under such a policy a failure; opportunistic TLS knows none. */
const decisive: Readonly<Record<PolicyType, readonly string[]>> = {
  tlsa: ['dane.tlsa-unusable', 'dane.tlsa-mismatch'],
  sts: ['sts.policy-fetch-failed', 'sts.policy-invalid', 'sts.mx-not-in-policy', 'sts.certificate-invalid'],
  'no-policy-found': [],
};

function findingAt(
  { findings, mtaSts }: Verdict,
  ids: readonly string[],
  mx: string,
  address?: string,
  certificate?: string,
): ReportedFinding | undefined {
  const place = { mx, address, certificate };
  // Remarks on a file that is a policy all the same fail no session.
  const counts = ids.filter((id) => id !== 'sts.policy-invalid' || mtaSts.state === 'failed');
  return counts
    .flatMap((id) => findings.filter((finding) => finding.id === id))
    .find(
      ({ subject, tlsRptResultType }) =>
        tlsRptResultType !== undefined &&
        (['mx', 'address', 'certificate'] as const).every(
          (part) => subject[part] === undefined || subject[part] === place[part],
        ),
    );
}

function failureOf({ id, tlsRptResultType = 'validation-failure' }: ReportedFinding): Failed {
  return { 'result-type': tlsRptResultType, 'failure-reason-code': id };
}

/** What the server calls itself: the first word after the code of its greeting (RFC 5321 §4.2). */
function heloOf({ smtp }: AddressReport): string | undefined {
  return /^220[ -]([A-Za-z0-9.:[\]-]{1,255})(?: |$)/.exec(smtp.greeting ?? '')?.[1];
}
