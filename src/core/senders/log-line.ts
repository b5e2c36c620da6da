/**
 * The line its administrator reads: the profile's template for what decided, filled with host, address, reason and reply.
 */
import type { Facts } from '../facts.ts';
import { gnutlsTexts, opensslTexts } from './handshake-reason.ts';
import type { LogTemplates, SenderProfile } from './profile.ts';
import type { Route } from './route.ts';
import type { StopResult } from './stop-result.ts';
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
  if (route.kind === 'failed') return fill(profile.log[route.failure], { domain, host: domain });
  const { decided } = attempt;
  if (!decided || decided.kind === 'unknown') return undefined;
  const { host, address } = decided.stop;
  const failure = decided.failure;
  const key: keyof LogTemplates = failure?.class ?? 'delivered-tls';
  const template =
    decided.kind === 'delivered' && !failure ? deliveredTemplate(profile, decided) : profile.log[key];
  return fill(template, {
    domain,
    host: host.observation.name,
    ip: address.observation.ip,
    port: String(facts.observation.port),
    why: failure?.why ?? '',
    reason: reasonText(profile, failure),
    reply: failure?.reply ?? '',
    peer: decided.kind === 'delivered' ? (decided.peer ?? '') : '',
  });
}

function deliveredTemplate(
  profile: SenderProfile,
  { outcome }: Extract<StopResult, { kind: 'delivered' }>,
): string | undefined {
  return profile.log[outcome === 'delivered-cleartext' ? 'delivered-cleartext' : 'delivered-tls'];
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
  return template?.replace(/\{([a-z]+)\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`a log template names {${name}}, which has no value here`);
    return value;
  });
}
