/**
 * The line its administrator reads: the profile's template for what decided, filled with host, address, reason and reply.
 */
import type { Facts } from '../facts.ts';
import { gnutlsTexts, opensslCodes, opensslTexts } from './handshake-reason.ts';
import type { SenderProfile } from './profile.ts';
import type { Route } from './route.ts';
import type { Failure, StopResult } from './stop-result.ts';
import type { AttemptResult } from './walk.ts';

/** The log line of one attempt; nothing where the profile has no words for it. */
export function logLine(
  {
    facts,
    profile,
    route,
  }: { readonly facts: Facts; readonly profile: SenderProfile; readonly route: Route },
  attempt: AttemptResult,
): string | undefined {
  const domain = facts.observation.host;
  if (route.kind === 'failed') {
    const [first] = facts.hosts;
    const host = route.failure === 'no-host-address' ? (first?.observation.name ?? domain) : domain;
    return fill(profile.log[route.failure], { domain, host });
  }
  const { decided } = attempt;
  if (!decided || decided.kind === 'unknown') return undefined;
  const { host, address } = decided.stop;
  const failure = decided.failure;
  const template = failure ? failureTemplate(profile, failure) : deliveredTemplate(profile, decided);
  const dsn = dsnOf(failure?.reply);
  return fill(template, {
    dsn,
    softDsn: dsn.replace(/^\d/, '4'),
    domain,
    host: host.observation.name,
    ip: address.observation.ip,
    port: String(facts.observation.port),
    why: failure?.why ?? '',
    reason: reasonText(profile, failure),
    code: (failure?.reason && opensslCodes[failure.reason]) ?? '0A000000',
    ...replyParts(failure?.reply),
    reply: failure?.reply ?? '',
    peer: decided.kind === 'delivered' ? (decided.peer ?? '') : '',
  });
}

function failureTemplate(profile: SenderProfile, { class: key, underPolicy }: Failure): string | undefined {
  return (underPolicy && profile.logUnderPolicy?.[key]) || profile.log[key];
}

/** The enhanced code of a reply, or what its class makes of it (RFC 3463 §2). */
function dsnOf(reply = ''): string {
  return /^\d{3} ([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? `${reply.charAt(0) || '4'}.0.0`;
}

/** `{status}` and `{text}` of a reply. */
function replyParts(reply = ''): { status: string; text: string } {
  return { status: reply.slice(0, 3), text: reply.slice(4) };
}

function deliveredTemplate(profile: SenderProfile, decided: StopResult): string | undefined {
  if (decided.kind !== 'delivered') return undefined;
  return profile.log[decided.outcome === 'delivered-cleartext' ? 'delivered-cleartext' : 'delivered-tls'];
}

function reasonText(
  profile: SenderProfile,
  failure: { readonly reason?: keyof typeof gnutlsTexts } | undefined,
): string {
  if (!failure?.reason) return '';
  const texts = profile.tls?.personality.id === 'gnutls' ? gnutlsTexts : opensslTexts;
  return texts[failure.reason];
}

/** Replace `{name}`; a name without a value is our own mistake. */
function fill(template: string | undefined, values: Readonly<Record<string, string>>): string | undefined {
  return template?.replace(/\{([a-z]+)\}/gi, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`a log template names {${name}}, which has no value here`);
    return value;
  });
}
