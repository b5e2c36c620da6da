/**
 * The line its administrator reads: the profile's template for what decided, filled with host, address, reason and reply.
 */
import { parseIpAddress } from '../base/ip-address.ts';
import type { AddressFacts, Facts } from '../facts.ts';
import { offersExtension } from '../smtp/extensions.ts';
import type { AlertName } from '../tls/code-points.ts';
import { addressLookup } from './address-lookup.ts';
import type { HandshakeReason, LibraryWords } from './library-words/library-words.ts';
import { alertCode, errorString } from './library-words/openssl.ts';
import { objectionText } from './objection-text.ts';
import type { SenderProfile } from './profile.ts';
import { dsnOf, replyValues } from './reply-text.ts';
import type { Route } from './route.ts';
import { sessionWords } from './session-words.ts';
import { openingSession } from './sessions.ts';
import type { Failure, StopResult } from './stop-result.ts';
import { fillTemplate } from './template-text.ts';
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
    const host = route.host ?? domain;
    const answer = addressLookup(facts, host);
    const lookup = answer && profile.lookupWords?.[answer];
    const told = route.event && profile.log[route.event];
    return fillTemplate(told ?? profile.log[route.failure], { domain, host, lookup });
  }
  const { decided } = attempt;
  if (!decided || decided.kind === 'unknown') return undefined;
  const { host, address } = decided.stop;
  const failure = decided.failure;
  if (failure?.wordless) return undefined;
  // A delivery after a failure: the words about the fall, if it has some.
  const template = (failure && failureTemplate(profile, failure)) ?? deliveredTemplate(profile, decided);
  const dsn = dsnOf(failure?.reply);
  const text = fillTemplate(template, {
    dsn,
    softDsn: dsn.replace(/^\d/, '4'),
    domain,
    host: host.observation.name,
    ip: address.observation.ip,
    dialled: address.observation.ip.includes(':') ? `[${address.observation.ip}]` : address.observation.ip,
    local: address.observation.ip.includes(':') ? ':::0' : '0.0.0.0:0',
    relay: sendmailRelay(host.observation.name, address.observation.ip),
    offeredDsn: offersCodes(address) ? dsn : `${dsn.charAt(0)}.0.0`,
    port: String(facts.observation.port),
    why: failure?.why,
    patterns: policyNames(failure?.notAmong),
    ...libraryValues(profile, failure, { host: host.observation.name, now: facts.now }),
    ...replyValues(failure?.reply, profile.replyStyle),
    pipelined: offersPipelining(address, failure) ? 'pipelined ' : '',
    ...sessionWords(failure?.overTls?.seen, profile.libraryWords?.session),
    peer: decided.kind === 'delivered' ? decided.peer : failure?.overTls?.peer,
  });
  return text?.split('\n')[0];
}

/** `{reason}`, `{error}` and `{objections}`: what the sender's TLS library says. */
function libraryValues(
  { libraryWords: words }: SenderProfile,
  failure: Failure | undefined,
  setting: { readonly host: string; readonly now: Date },
): Readonly<Record<'reason' | 'error' | 'objections', string | undefined>> {
  const { reason: key, alert, objections = [] } = failure ?? {};
  if (!words) return { reason: undefined, error: undefined, objections: undefined };
  const name = alert as AlertName | undefined;
  const alertText = name && words.alerts?.[name];
  // What came as an alert is called one, whatever it says.
  const reason = alertText ?? (name && words.reasons.alert) ?? textFor(words.reasons, key);
  const code = alertText ? name && alertCode(name) : textFor(words.codes, key);
  return {
    reason,
    error: code !== undefined && reason !== undefined ? errorString(code, reason) : undefined,
    objections: objectionText(words, objections, setting),
  };
}

/** Who has no words of its own for a close_notify in the handshake calls it an end. */
function textFor(
  texts: LibraryWords['reasons'] | undefined,
  reason: HandshakeReason | undefined,
): string | undefined {
  if (!texts || !reason) return undefined;
  return texts[reason] ?? (reason.endsWith('close-notify') ? texts.closed : undefined);
}

function failureTemplate(
  profile: SenderProfile,
  { class: key, underPolicy, notAmong, event }: Failure,
): string | undefined {
  if (profile.endlessWaits?.[event ?? key] !== undefined) return undefined;
  const told = event && ((underPolicy && profile.logUnderPolicy?.[event]) ?? profile.log[event]);
  if (told !== undefined) return told;
  if (notAmong && profile.log['mx-not-in-policy'] !== undefined) return profile.log['mx-not-in-policy'];
  const bound = underPolicy === 'mta-sts' ? profile.logUnderMtaSts?.[key] : undefined;
  return bound ?? (underPolicy && profile.logUnderPolicy?.[key]) ?? profile.log[key];
}

/** As postfix-mta-sts-resolver hands them over: a wildcard without its asterisk; several in an order that changes from run to run. */
function policyNames(patterns: readonly string[] | undefined): string | undefined {
  const names = new Set(patterns?.map((pattern) => pattern.replace(/^\*/, '')));
  return names.size === 1 ? [...names][0] : undefined;
}

/** Of a name of 40 characters and more, its last dot counted, Sendmail leaves the middle out, and of an address it writes all eight groups. */
function sendmailRelay(host: string, ip: string): string {
  const name = `${host}.`;
  const short = name.length >= 40 ? `${name.slice(0, 18)}...${name.slice(-18)}` : name;
  const { family, bytes } = parseIpAddress(ip) ?? {};
  if (family !== 6 || !bytes) return `${short} [${ip}]`;
  const view = new DataView(bytes.buffer);
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(2 * index).toString(16));
  return `${short} [IPv6:${groups.join(':')}]`;
}

/** Commands go in batches only where the EHLO before them says so (RFC 2920 §3.1). */
function offersPipelining(address: AddressFacts, failure: Failure | undefined): boolean {
  const listed = failure?.overTls?.extensions ?? openingSession(address)?.extensions ?? [];
  return offersExtension(listed, 'PIPELINING');
}

/** Some heed enhanced codes only where the server says that it sends them (RFC 2034). */
function offersCodes({ cleartext }: AddressFacts): boolean {
  return offersExtension(cleartext?.extensions ?? [], 'ENHANCEDSTATUSCODES');
}

function deliveredTemplate(profile: SenderProfile, decided: StopResult): string | undefined {
  if (decided.kind !== 'delivered') return undefined;
  return profile.log[decided.outcome === 'delivered-cleartext' ? 'delivered-cleartext' : 'delivered-tls'];
}
