/**
 * What would another hello get? Answered from the handshakes made so far, or not at all: `same` is said only where every server that
 * chooses by a fixed order (its own, or the client's) has to give the same answer. Fewest connections wins, but a wrong answer is worse.
 *
 * The reasoning: what was chosen out of many is chosen out of fewer, as long as it is among them and the order stays. It breaks where
 * a server reads something else out of a hello, so each of these is checked: key shares (RFC 8446 §4.1.4), finite-field groups (RFC 7919 §4),
 * ChaCha20 that leads (OpenSSL's PRIORITIZE_CHACHA), suites past the 63rd, extensions, sizes and record versions it never met.
 */
import type { ClientHelloTemplate } from './client-hello.ts';
import { extensionTypes, versionName, versions } from './code-points.ts';
import type { Handshake } from './facts.ts';
import { findGroup, groupName } from './groups.ts';
import { type HelloView, viewHello } from './hello-view.ts';
import { signatureSchemeName } from './signature-schemes.ts';
import { findSuite, suiteName } from './suites.ts';

/** A handshake that was made: what was said and what came of it. */
export interface Asked {
  readonly hello: ClientHelloTemplate;
  readonly facts: Handshake;
}

/** `as`: the handshake whose version, suite, group, signature scheme and certificates (or failure) the other hello would get. */
export type Plan =
  | { readonly kind: 'same'; readonly as: Asked; readonly because: string }
  | { readonly kind: 'must-ask'; readonly because: string };

/**
 * Would this hello get an answer that is known already?
 *
 * @param asked  handshakes with one address, by this vantage, a short while ago
 * @param question.serverName  the SNI it would send; null: none
 * @returns `must-ask` wherever a server that follows its own or the client's order could answer differently
 */
export function planHandshake(
  asked: readonly Asked[],
  question: { readonly hello: ClientHelloTemplate; readonly serverName: string | null },
): Plan {
  const wanted = viewHello(question.hello);
  const views = asked
    .filter(({ facts }) => facts.serverName === question.serverName)
    .map((one) => ({ ...one, view: viewHello(one.hello) }));
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
        as: one,
        because: `out of more than this hello offers the server chose ${version} ${suite}`,
      };
    }
    reasons.push(obstacle);
  }
  return mustAsk(reasons[0] ?? 'no handshake was completed with this server name');
}

interface Viewed extends Asked {
  readonly view: HelloView;
}

const mustAsk = (because: string): Plan => ({ kind: 'must-ask', because });

/** A choice was made, though perhaps the handshake was not carried to its end. */
const isAnswer = ({ outcome, failure, version, suite }: Handshake): boolean =>
  version !== undefined && suite !== undefined && (outcome === 'completed' || failure === undefined);

const sameList = (a: readonly number[] | null, b: readonly number[] | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Failures that carry over: no TLS at all, no common version, the very same offer. */
function sameRefusal(views: readonly Viewed[], wanted: HelloView): Plan | undefined {
  for (const one of views) {
    const { failure } = one.facts;
    if (failure?.step !== 'server-hello' || one.facts.outcome === 'completed') continue;
    if (failure.kind === 'not-tls')
      return { kind: 'same', as: one, because: 'what answers is no TLS server' };
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
      return { kind: 'same', as: one, because: 'the server has none of these versions' };
    }
    if (alike && sameOffer(view, wanted))
      return { kind: 'same', as: one, because: 'the very same offer was refused' };
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

/** Why this handshake does not settle the question; nothing where it does. */
function obstacleTo(views: readonly Viewed[], base: Viewed, wanted: HelloView): string | undefined {
  const outside = outsideOf(base.facts, wanted);
  if (outside !== undefined) return `the server chose ${outside}, which this hello does not offer`;
  // Every handshake with the same answer tells which suites lost against the chosen one.
  const witnesses = views.filter(
    ({ facts, view }) => isSameAnswer(facts, base.facts) && bounds(view, wanted, facts),
  );
  if (!witnesses.some(({ view }) => view === base.view)) {
    return `this hello offers more, or in another order, than the one that got ${base.facts.suite}`;
  }
  const chosen = wanted.suites.findIndex((code) => suiteName(code) === base.facts.suite);
  const rival = [...wanted.suites, ...wanted.farSuites].find(
    (code, place) =>
      place !== chosen &&
      !witnesses.some(({ view }) =>
        lost(view, { code, chosen: wanted.suites[chosen], ahead: place < chosen }),
      ),
  );
  return rival === undefined ? undefined : `whether the server prefers ${suiteName(rival)} is not known`;
}

/** Does the choice lie outside of the other hello? Says what. */
function outsideOf(
  facts: Handshake,
  { versions: offered, suites, groups, schemes }: HelloView,
): string | undefined {
  const { version, suite, group, signatureScheme, dhBits } = facts;
  if (version === undefined || suite === undefined) return 'nothing';
  if (!offered.map(versionName).includes(version)) return version;
  if (!suites.map(suiteName).includes(suite)) return suite;
  if (dhBits === undefined && group !== undefined && groups && !groups.map(groupName).includes(group))
    return group;
  const named = version === 'TLSv1.3' || version === 'TLSv1.2';
  if (
    named &&
    signatureScheme !== undefined &&
    schemes &&
    !schemes.map(signatureSchemeName).includes(signatureScheme)
  )
    return signatureScheme;
  return undefined;
}

const isSameAnswer = (a: Handshake, b: Handshake): boolean =>
  isAnswer(a) &&
  a.version === b.version &&
  a.suite === b.suite &&
  a.group === b.group &&
  a.dhBits === b.dhBits &&
  a.signatureScheme === b.signatureScheme &&
  a.certificates[0] === b.certificates[0];

/** The wanted hello offers nothing beyond this one, suites aside, and in the same order. */
function bounds(view: HelloView, wanted: HelloView, { version, group }: Handshake): boolean {
  const tls13 = wanted.versions.includes(versions.tls13);
  return (
    isSublist(wanted.versions, view.versions) &&
    isSublistOrNull(wanted.groups, view.groups) &&
    isSublistOrNull(wanted.schemes, view.schemes) &&
    (!tls13 || boundsShares(view, wanted, group)) &&
    // Before TLS 1.3 an offered finite field binds the server's choice of DHE (RFC 7919 §4).
    (version === versionName(versions.tls13) || sameList(fields(view), fields(wanted))) &&
    JSON.stringify(view.others) === JSON.stringify(wanted.others) &&
    (!wanted.suites.some(isChaCha) || !view.suites.some(isChaCha) || sameList(lead(view), lead(wanted)))
  );
}

/** A group is the likelier to be chosen for having its share along: that must not be lost, and no rival may gain it. */
function boundsShares(view: HelloView, wanted: HelloView, group: string | undefined): boolean {
  const sends = ({ shares }: HelloView): boolean => shares.some((code) => groupName(code) === group);
  return isSublist(wanted.shares, view.shares) && sends(view) === sends(wanted);
}

const isChaCha = (code: number): boolean => {
  const cipher = findSuite(code)?.cipher;
  return cipher?.kind === 'aead' && cipher.aead === 'chacha20-poly1305';
};

/** What stands before the first ChaCha20: a server may take a client that leads with it to have no AES of its own. */
const lead = ({ suites }: HelloView): readonly number[] => suites.slice(0, suites.findIndex(isChaCha));

const fields = ({ groups }: HelloView): readonly number[] =>
  (groups ?? []).filter((code) => findGroup(code)?.exchange?.kind === 'field');

/** The rival was there and lost, and not only for standing behind the chosen one. */
function lost(
  view: HelloView,
  rival: { readonly code: number; readonly chosen: number | undefined; readonly ahead: boolean },
): boolean {
  const at = view.suites.indexOf(rival.code);
  const chosenAt = rival.chosen === undefined ? -1 : view.suites.indexOf(rival.chosen);
  if (at < 0 || chosenAt < 0) return false;
  return at < chosenAt || !rival.ahead;
}

function isSublist(few: readonly number[], many: readonly number[]): boolean {
  let at = -1;
  return few.every((code) => {
    at = many.indexOf(code, at + 1);
    return at >= 0;
  });
}

function isSublistOrNull(few: readonly number[] | null, many: readonly number[] | null): boolean {
  if (few === null || many === null) return few === many;
  return isSublist(few, many);
}
