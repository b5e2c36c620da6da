/**
 * What would another hello get? Answered from the handshakes made so far, or not at all: `same` is said only where every server that
 * chooses by a fixed order (its own, or the client's) has to give the same answer. Fewest connections wins, but a wrong answer is worse.
 *
 * The reasoning: what was chosen out of many is chosen out of fewer, as long as it is among them and the order stays. It breaks where
 * a server reads something else out of a hello, so each of these is checked: key shares (RFC 8446 §4.1.4), finite-field groups (RFC 7919 §4),
 * ChaCha20 that leads (OpenSSL's PRIORITIZE_CHACHA), suites past the 63rd, extensions, sizes and record versions it never met.
 * Whoever only wants to know how a hello ends, not with which cipher, asks outcome-planner.ts: a narrower rule would send dozens of senders' hellos.
 */
import type { ClientHelloTemplate } from './client-hello.ts';
import { extensionTypes, versionName } from './code-points.ts';
import type { Handshake } from './facts.ts';
import { type HelloView, viewHello } from './hello-view.ts';
import { isAnswer, obstacleTo, sameList, type Viewed } from './planner-choice.ts';

/** A handshake that was made: what was said and what came of it. */
export interface Asked {
  readonly hello: ClientHelloTemplate;
  readonly facts: Handshake;
}

/**
 * `as`: the handshake whose version, suite, group, signature scheme and certificates (or failure) the other hello would get.
 * `meanwhile`: the one that stands for it as long as it was not asked: nothing speaks against it, but something else is possible.
 */
export type Plan<T = Asked> =
  | { readonly kind: 'same'; readonly as: T; readonly because: string }
  | { readonly kind: 'must-ask'; readonly because: string; readonly meanwhile?: T };

/**
 * Would this hello get an answer that is known already?
 *
 * @param asked  handshakes with one address, by this vantage, a short while ago
 * @param question.serverName  the SNI it would send; null: none
 * @returns `must-ask` wherever a server that follows its own or the client's order could answer differently
 */
export function planHandshake<T extends Asked>(
  asked: readonly T[],
  question: { readonly hello: ClientHelloTemplate; readonly serverName: string | null },
): Plan<T> {
  const wanted = viewHello(question.hello);
  const views = asked
    .filter(({ facts }) => facts.serverName === question.serverName)
    .map((one): Viewed<T> => ({ asked: one, facts: one.facts, view: viewHello(one.hello) }));
  if (views.length === 0) return mustAsk('no handshake was made with this server name');
  const refusal = sameRefusal(views, wanted);
  if (refusal) return refusal;
  const strange = neverMet(views, wanted);
  if (strange) return mustAsk(strange);
  const reasons: string[] = [];
  for (const one of views) {
    if (!isAnswer(one.facts)) continue;
    const obstacle = obstacleTo(views, one, wanted);
    if (obstacle === undefined) {
      const { version, suite } = one.facts;
      return {
        kind: 'same',
        as: one.asked,
        because: `out of more than this hello offers the server chose ${version} ${suite}`,
      };
    }
    reasons.push(obstacle);
  }
  return mustAsk(reasons[0] ?? 'no handshake was completed with this server name');
}

const mustAsk = (because: string): { kind: 'must-ask'; because: string } => ({ kind: 'must-ask', because });

/** Failures that carry over: no TLS at all, no common version, the very same offer. */
function sameRefusal<T>(views: readonly Viewed<T>[], wanted: HelloView): Plan<T> | undefined {
  for (const one of views) {
    const { failure } = one.facts;
    if (failure?.step !== 'server-hello' || one.facts.outcome === 'completed') continue;
    if (failure.kind === 'not-tls')
      return { kind: 'same', as: one.asked, because: 'what answers is no TLS server' };
    if (failure.kind !== 'alert') continue;
    const { view } = one;
    const sameTop = Math.max(...view.versions) === Math.max(...wanted.versions);
    const alike = sameList(view.shares, wanted.shares) && sameTop && isAlike(view, wanted);
    if (
      alike &&
      failure.alert === 'protocol_version' &&
      wanted.versions.every((version) => view.versions.includes(version)) &&
      sameList(view.suites, wanted.suites)
    ) {
      return { kind: 'same', as: one.asked, because: 'the server has none of these versions' };
    }
    if (alike && sameOffer(view, wanted))
      return { kind: 'same', as: one.asked, because: 'the very same offer was refused' };
  }
  return undefined;
}

/** All that decides is equal but for the lists. */
function isAlike(view: HelloView, wanted: HelloView): boolean {
  return (
    JSON.stringify(view.others) === JSON.stringify(wanted.others) &&
    JSON.stringify(view.inert.toSorted()) === JSON.stringify(wanted.inert.toSorted()) &&
    view.recordVersion === wanted.recordVersion &&
    sizeClass(view.length) === sizeClass(wanted.length)
  );
}

const sameOffer = (a: HelloView, b: HelloView): boolean =>
  sameList(a.versions, b.versions) &&
  sameList(a.suites, b.suites) &&
  sameList(a.farSuites, b.farSuites) &&
  sameList(a.groups, b.groups) &&
  sameList(a.schemes, b.schemes);

/** Something in the hello that this server may stumble over, since no handshake with it has had the like. */
function neverMet(views: readonly Viewed[], wanted: HelloView): string | undefined {
  const answered = views.filter(({ facts }) => isAnswer(facts)).map(({ view }) => view);
  const met = (test: (view: HelloView) => boolean): boolean => answered.some(test);
  const type = wanted.inert.find((one) => !everywhere.has(one) && !met((view) => view.inert.includes(one)));
  if (type !== undefined) return `the server was never sent the extension ${type}`;
  if (!met((view) => view.recordVersion === wanted.recordVersion))
    return `the server was never sent a hello in a record of version ${versionName(wanted.recordVersion)}`;
  const size = sizeClass(wanted.length);
  const sizeMet = met((view) => {
    const other = sizeClass(view.length);
    return size === 'awkward' ? other === 'awkward' : size === 'large' ? view.length >= wanted.length : true;
  });
  return sizeMet ? undefined : `the server was never sent a hello of about ${wanted.length} bytes`;
}

/** Sent by nearly every client since 2010: no server that takes mail stumbles over them. */
const everywhere: ReadonlySet<number> = new Set([
  extensionTypes.server_name,
  extensionTypes.session_ticket,
  extensionTypes.renegotiation_info,
]);

/** 256 to 511 bytes hang some load balancers (RFC 7685 §1); what needs two segments hangs others. */
function sizeClass(length: number): 'plain' | 'awkward' | 'large' {
  if (length >= 256 && length < 512) return 'awkward';
  return length > 1200 ? 'large' : 'plain';
}
