/**
 * Which findings caused an outcome: the rules that can stand for the failure that decided, at the host and address where it happened.
 * Findings are taken from those that were made; none is invented here.
 */
import type { Finding, Subject } from '../rules/rule.ts';
import type { HandshakeReason } from './library-words/library-words.ts';
import type { RoutingFailure } from './profile-reactions.ts';
import type { Failure, StopResult } from './stop-result.ts';

export interface Cause {
  readonly finding: string;
  readonly subject: Subject;
}

const handshakeRules = ['tls.handshake-failed', 'tls.protocol-too-old', 'tls.peer-misbehaved'];

const rulesByClass: Readonly<Record<Failure['class'], readonly string[]>> = {
  'connect-failed': ['smtp.unreachable'],
  'greeting-4xx': ['smtp.greeting-rejected'],
  'greeting-5xx': ['smtp.greeting-rejected'],
  'greeting-lost': ['smtp.dialogue-broken'],
  'ehlo-lost': ['smtp.dialogue-broken'],
  'ehlo-421': ['smtp.ehlo-refused'],
  'ehlo-4xx': ['smtp.ehlo-refused'],
  'ehlo-refused': ['smtp.ehlo-refused'],
  'helo-refused': ['smtp.ehlo-refused'],
  'starttls-absent': [
    'smtp.starttls-not-offered',
    'smtp.starttls-stripped',
    'smtp.ehlo-refused',
    'dane.starttls-missing',
  ],
  'starttls-refused-4xx': ['smtp.starttls-refused'],
  'starttls-refused-5xx': ['smtp.starttls-refused'],
  'starttls-421': ['smtp.starttls-refused'],
  'starttls-2xx': ['smtp.starttls-refused'],
  'starttls-3xx': ['smtp.starttls-refused'],
  'starttls-reset': ['smtp.starttls-closed', 'smtp.starttls-silent', 'smtp.starttls-garbage'],
  'starttls-lost': ['smtp.starttls-closed', 'smtp.starttls-silent', 'smtp.starttls-garbage'],
  'handshake-failed': [...handshakeRules, 'smtp.starttls-garbage'],
  'handshake-closed': ['smtp.starttls-closed', ...handshakeRules],
  'handshake-timeout': ['smtp.starttls-silent', ...handshakeRules],
  'verification-failed': [],
  'match-failed': [],
  'session-dies': ['smtp.session-dies-after-handshake'],
  'late-certificate-demand': ['tls.client-certificate-requested', 'smtp.session-dies-after-handshake'],
  'ehlo-over-tls-421': ['smtp.session-dies-after-handshake'],
  'ehlo-over-tls-closed': ['smtp.session-dies-after-handshake'],
  'ehlo-over-tls-4xx': ['smtp.session-dies-after-handshake'],
  'ehlo-over-tls-refused': ['smtp.session-dies-after-handshake'],
  'mail-over-tls-lost': ['smtp.session-dies-after-handshake'],
  'mail-in-clear-lost': ['smtp.dialogue-broken'],
  'cleartext-refused-4xx': ['smtp.tls-required'],
  'cleartext-refused-5xx': ['smtp.tls-required', 'smtp.session-dies-after-handshake'],
  'tlsa-lookup-failed': ['dane.tlsa-lookup-failed', 'dns.tlsa-filtered', 'dns.denial-broken'],
};

/** More exact than the class alone. */
const rulesByReason: Readonly<Partial<Record<HandshakeReason, readonly string[]>>> = {
  'key-usage-signature': ['cert.key-usage-no-digital-signature'],
  'key-usage-encipherment': ['cert.key-usage-no-key-encipherment'],
  'duplicate-extension': ['cert.duplicate-extension'],
  'protocol-version': ['tls.protocol-too-old', 'tls.handshake-failed'],
  'legacy-signature': ['tls.protocol-too-old'],
  'dh-too-small': ['tls.handshake-failed'],
  'client-certificate-demanded': [
    'tls.client-certificate-requested',
    'tls.handshake-failed',
    'smtp.session-dies-after-handshake',
  ],
};

/** Any of these may be why a chain was not trusted; the path names all that is wrong with it. */
const trustRules: readonly string[] = [
  'cert.expired',
  'cert.not-yet-valid',
  'cert.self-signed',
  'cert.untrusted-issuer',
  'cert.missing-intermediate',
  'cert.path-invalid',
  'cert.too-many-sent',
  'cert.revoked',
  'cert.must-staple-without-staple',
  'cert.staple-unusable',
  'cert.purpose-no-server-auth',
  'cert.weak-key',
  'cert.weak-signature',
  'sts.certificate-invalid',
];
/** And these, why a trusted one was not the right one. */
const matchRules: readonly string[] = [
  'cert.name-mismatch',
  'cert.no-san',
  'cert.wildcard-only',
  'dane.tlsa-mismatch',
  'sts.mx-not-in-policy',
  'sts.certificate-invalid',
];

const unusableRecords = 'dane.tlsa-unusable';

const rulesByRouting: Readonly<Record<RoutingFailure, readonly string[]>> = {
  'null-mx': ['mx.null-mx', 'mx.null-mx-beside-others'],
  'domain-not-found': ['mx.no-mail-host'],
  'domain-without-host': ['mx.no-mail-host'],
  'mx-lookup-failed': ['mx.lookup-failed'],
  'no-host-address': ['mx.no-address', 'mx.null-mx'],
  'address-lookup-failed': ['mx.address-lookup-failed'],
  'mx-is-address': ['mx.is-address'],
};

/** Every rule that is named here; a test holds it against the catalogue. */
export const namedRules: ReadonlySet<string> = new Set([
  ...Object.values(rulesByClass).flat(),
  ...Object.values(rulesByReason).flat(),
  ...Object.values(rulesByRouting).flat(),
  ...trustRules,
  ...matchRules,
  unusableRecords,
]);

/** The findings behind the failures of some stops. */
export function causesOf(stops: readonly StopResult[], findings: readonly Finding[]): readonly Cause[] {
  const causes = stops.flatMap((result) => {
    const failures = failuresOf(result);
    return failures.flatMap((failure) => {
      const { host, address } = result.stop;
      const place = { mx: host.observation.name, address: address.observation.ip };
      return findings.filter((finding) => explains(finding, failure) && isAt(finding.subject, place));
    });
  });
  return unique(causes);
}

/** The findings behind a domain that leads nowhere. */
export function routingCauses(failure: RoutingFailure, findings: readonly Finding[]): readonly Cause[] {
  return unique(findings.filter(({ rule }) => rulesByRouting[failure].includes(rule.id)));
}

/** What went wrong at one stop, in the order in which it did. */
export function failuresOf(result: StopResult): readonly Failure[] {
  if (result.kind === 'unknown') return [];
  if (result.kind === 'delivered') return result.failure ? [result.failure] : [];
  return result.earlier ? [result.earlier, result.failure] : [result.failure];
}

function explains({ rule }: Finding, failure: Failure): boolean {
  if (failure.despiteRecord && rule.id === 'sts.record-invalid') return true;
  if (rule.id === unusableRecords) return isUnderDane(failure);
  if (failure.class === 'verification-failed') return trustRules.includes(rule.id);
  if (failure.class === 'match-failed') return matchRules.includes(rule.id);
  const byReason = failure.reason && rulesByReason[failure.reason];
  return (byReason ?? rulesByClass[failure.class]).includes(rule.id);
}

/** What one sender finds unusable may match nothing for another, or crash it. */
const isUnderDane = ({ class: kind, underPolicy }: Failure): boolean =>
  kind === 'match-failed' && (underPolicy === 'dane' || underPolicy === 'dane-unusable');

function isAt(subject: Subject, place: { readonly mx: string; readonly address: string }): boolean {
  return (subject.mx ?? place.mx) === place.mx && (subject.address ?? place.address) === place.address;
}

function unique(findings: readonly Finding[]): readonly Cause[] {
  const seen = new Map<string, Cause>();
  for (const { rule, subject } of findings) {
    seen.set(JSON.stringify([rule.id, subject]), { finding: rule.id, subject });
  }
  return [...seen.values()];
}
