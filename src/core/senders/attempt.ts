/**
 * One attempt at one address, step by step as the sender takes them: policy, connection, greeting, EHLO, STARTTLS, handshake, verification
 * (RFC 5321 §3, RFC 3207 §4). The first step that fails decides; fallback.ts says what the sender does then.
 */
import type { TlsSessionFacts } from '../facts.ts';
import type { Step } from '../smtp/session.ts';
import type { Handshake } from '../tls/facts.ts';
import { agreedResult } from './agreed-result.ts';
import { crashAt } from './crash.ts';
import { deliverInClear, react } from './fallback.ts';
import { heloOverTls, mailOverTls, mailUngreeted, refusalOverTls } from './greeted-over-tls.ts';
import { handshakeFor } from './handshake-for.ts';
import {
  connection,
  dislikedGreeting,
  failure,
  greetingFailure,
  heloAfter,
  heloFailure,
  opening,
  type Undecided,
} from './opening.ts';
import { overTls } from './over-tls.ts';
import { policyAt } from './policy-gate.ts';
import type { TlsUse } from './profile.ts';
import type { FailureClass } from './profile-reactions.ts';
import type { Stop } from './route.ts';
import { openingSession, tlsSessionFor } from './sessions.ts';
import {
  isBlank,
  starttlsOffered,
  starttlsRefusal,
  starttlsUnanswered,
  textBehind220,
} from './starttls-offer.ts';
import type { Failure, StopResult } from './stop-result.ts';
import { verify } from './verification.ts';
import type { AttemptContext, Visit } from './visit.ts';

/** What becomes of the message at one address. @throws never */
export function attemptAt(stop: Stop, context: AttemptContext): StopResult {
  const notMeasured = stop.address.observation.unknown;
  if (notMeasured) return { kind: 'unknown', stop, reason: `${notMeasured.reason}: ${notMeasured.detail}` };
  const policy = policyAt(context.facts, stop.host, context.profile);
  if (policy.kind !== 'one-of') return attemptUnder({ stop, policy, context });
  const results = policy.policies.map((one) => attemptUnder({ stop, policy: one, context }));
  return agreedResult(stop, results, policy.reason);
}

function attemptUnder(visit: Visit): StopResult {
  const { stop, policy, context } = visit;
  if (policy.kind === 'unknown') return { kind: 'unknown', stop, reason: policy.reason };
  if (policy.kind === 'tlsa-lookup-failed') {
    const failure: Failure = {
      class: 'tlsa-lookup-failed',
      why: `the TLSA look-up failed (${policy.detail})`,
    };
    return { kind: 'failed', stop, failure, next: 'next-host' };
  }
  return context.facts.observation.port === 465 ? implicitTls(visit) : plainStart(visit);
}

/** Port 25 and 587: cleartext first, STARTTLS if there is one. */
function plainStart(visit: Visit): StopResult {
  const { stop, context } = visit;
  const session = openingSession(stop.address);
  if (!session) return unknown(visit, 'no connection was tried');
  const failed = opening(session) ?? dislikedGreeting(session.greeting, context.profile);
  if (
    failed &&
    'class' in failed &&
    context.profile.reactions[failed.class as FailureClass].kind === 'go-on'
  ) {
    return afterHelo(visit, heloAfter(session), failed.why);
  }
  if (failed && 'class' in failed && session.helo === true) {
    // Who may never say HELO does not meet what becomes of it.
    const mayGoWithout = context.profile.reactions['helo-refused'].kind === 'unknown';
    return react(visit, mayGoWithout ? { ...failed, class: 'helo-refused' } : failed);
  }
  if (failed) return settle(visit, failed);
  if (session.helo === true) {
    const refused = failure('ehlo-refused', 'EHLO is refused');
    if (context.profile.reactions['ehlo-refused'].kind !== 'go-on') return react(visit, refused);
  }
  if (context.profile.starttls === 'never') return deliverInClear(visit);
  if (context.profile.blankGreeting === 'helo' && isBlank(session))
    return react(visit, failure('starttls-absent', 'HELO is said to a server that greets without a text'));
  const offered = starttlsOffered(session, context.profile);
  if (typeof offered === 'object') return settle(visit, offered);
  if (!offered) return react(visit, failure('starttls-absent', 'STARTTLS is not offered'));
  return afterOffer(visit);
}

/** HELO after an EHLO that was put off: where it is taken there are no extensions, so no STARTTLS (RFC 5321 §3.2). */
function afterHelo(visit: Visit, helo: Step | undefined, before: string): StopResult {
  const { profile } = visit.context;
  // Who demands STARTTLS gives up, whether HELO is taken or not.
  if (!helo && profile.starttls === 'required')
    return { kind: 'failed', stop: visit.stop, failure: failure('ehlo-4xx', before), next: 'error' };
  if (!helo) return unknown(visit, `${before}, and this sender then says HELO, which was not asked here`);
  const refused = heloFailure(helo);
  if (refused) return settle(visit, refused);
  return profile.starttls === 'never'
    ? deliverInClear(visit)
    : react(visit, failure('starttls-absent', `${before}, and HELO offers no STARTTLS`));
}

/** Port 465: the handshake comes first (RFC 8314 §3.3). */
function implicitTls(visit: Visit): StopResult {
  const tls = tlsUseFor(visit);
  const session = tls && tlsSessionFor(visit.stop.address, tls)?.session;
  if (!tls || !session) return unknown(visit, 'no TLS connection was tried');
  const refused = connection(session);
  if (refused) return settle(visit, refused);
  return shakeHands(visit, tls);
}

function afterOffer(visit: Visit): StopResult {
  const { stop, context } = visit;
  const tls = tlsUseFor(visit);
  if (!tls) return unknown(visit, 'how this sender does TLS is not known');
  const session = tlsSessionFor(stop.address, tls)?.session;
  const step = session?.starttls;
  const unconnected = session && connection(session);
  if (unconnected)
    return unknown(visit, 'undecided' in unconnected ? unconnected.undecided : unconnected.why);
  if (!step) return unknown(visit, 'STARTTLS was not tried here');
  if ('failure' in step) return settle(visit, starttlsUnanswered(step));
  const { sessions } = stop.address.observation;
  const untaken = starttlsRefusal(step, context.profile) ?? textBehind220(session, context.profile, sessions);
  return untaken ? settle(visit, untaken) : shakeHands(visit, tls);
}

function shakeHands(visit: Visit, tls: TlsUse): StopResult {
  const crash = crashAt(visit);
  if (crash) return crash;
  const got = handshakeFor(tls, visit.stop.address);
  if (got.kind === 'unknown') return unknown(visit, got.reason);
  if (got.kind === 'failed') {
    const { announcedEnd } = visit.context.profile;
    return react(visit, {
      class: (got.reason === 'close-notify' && announcedEnd) || got.class,
      why: `the TLS handshake fails (${got.detail})`,
      reason: got.reason,
      ...(got.alert !== undefined && { alert: got.alert }),
      ...(got.event && { event: got.event }),
    });
  }
  return afterHandshake(visit, got, tls);
}

function afterHandshake(
  visit: Visit,
  { session, handshake }: { readonly session: TlsSessionFacts; readonly handshake: Handshake },
  tls: TlsUse,
): StopResult {
  const checked = verify({ visit, session, handshake, tls });
  if (checked.kind === 'unknown') return unknown(visit, checked.reason);
  if (checked.kind === 'failed') {
    const { kind: _kind, what, ...rest } = checked;
    return react(visit, { class: what === 'trust' ? 'verification-failed' : 'match-failed', ...rest });
  }
  const { greeting } = session.session;
  if (session.session.purpose === 'implicit-tls' && greeting) {
    const failed = greetingFailure(greeting);
    if (failed) return settle(visit, failed);
  }
  const { sessions } = visit.stop.address.observation;
  const refused = refusalOverTls(session.session, sessions, visit.context.profile);
  if (refused && visit.context.profile.reactions[refused.class as FailureClass].kind !== 'go-on')
    return react(visit, refused);
  const ungreeted = visit.context.profile.saysMailUngreeted && refused;
  const unready = refused && !ungreeted && heloOverTls(sessions, refused);
  if (unready) return settle(visit, unready);
  const untaken = ungreeted
    ? mailUngreeted(sessions, ungreeted.why)
    : mailOverTls(sessions, visit.context.profile);
  if (untaken)
    return settle(
      visit,
      'undecided' in untaken
        ? untaken
        : { ...untaken, overTls: overTls(visit.stop.address, tls, { ...session, ...checked }) },
    );
  const outcome = checked.authenticated ? 'delivered-tls-authenticated' : 'delivered-tls';
  return { kind: 'delivered', stop: visit.stop, outcome, ...(checked.peer && { peer: checked.peer }) };
}

/** Under a policy that authenticates, some senders change hello and security level. */
function tlsUseFor({ policy, context: { profile } }: Visit): TlsUse | undefined {
  const binds = policy.kind === 'dane' || policy.kind === 'mta-sts';
  return binds ? (profile.tlsUnderPolicy ?? profile.tls) : profile.tls;
}

function settle(visit: Visit, step: Failure | Undecided): StopResult {
  return 'undecided' in step ? unknown(visit, step.undecided) : react(visit, step);
}

function unknown({ stop }: Visit, reason: string): StopResult {
  return { kind: 'unknown', stop, reason };
}
