/**
 * What a hello offers, by name, and whether a server's choice lies within it (RFC 8446 §4.1.1, RFC 5246 §7.4.1.3). Conservative: what the
 * lists do not answer is "outside".
 */
import type { ClientHelloTemplate } from './client-hello.ts';
import { versionName } from './code-points.ts';
import type { Handshake } from './facts.ts';
import { groupName } from './groups.ts';
import { surelyRead, viewHello } from './hello-view.ts';
import { signatureSchemeName } from './signature-schemes.ts';
import { suiteName } from './suites.ts';

export interface Offered {
  readonly versions: readonly string[];
  /** In the order sent, signalling values included. */
  readonly suites: readonly string[];
  /** null: no such extension, so that nothing binds the server. */
  readonly groups: readonly string[] | null;
  readonly signatureSchemes: readonly string[] | null;
  /** Never captured: what lies outside may be offered all the same. */
  readonly incomplete?: true;
}

/** The names in a hello. */
export function offeredBy(template: ClientHelloTemplate): Offered {
  const { versions, groups, schemes } = viewHello(template);
  return {
    versions: versions.map(versionName),
    suites: template.suites.map(suiteName),
    groups: groups?.map(groupName) ?? null,
    signatureSchemes: schemes?.map(signatureSchemeName) ?? null,
  };
}

const order = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const rank = (version: string): number => order.indexOf(version);

/** `version-below`: the server's best is under the hello's floor; `outside`: who can tell what else the server has. */
export type Inside =
  | { readonly kind: 'inside' }
  | { readonly kind: 'version-below' }
  | { readonly kind: 'outside'; readonly what: string };

/** Does the server's choice lie within the offer? */
export function isInside(offered: Offered, handshake: Handshake): Inside {
  const { version, suite, group, signatureScheme } = handshake;
  const { versions, suites, groups, signatureSchemes } = offered;
  if (version === undefined) return { kind: 'outside', what: 'the version is not known' };
  if (!versions.includes(version)) {
    // A server answers with the highest version it has (RFC 8446 §4.2.1): under the floor there is nothing above it.
    const floor = Math.min(...versions.map(rank));
    return rank(version) < floor && !offered.incomplete
      ? { kind: 'version-below' }
      : { kind: 'outside', what: version };
  }
  if (suite !== undefined && !suites.includes(suite)) return { kind: 'outside', what: suite };
  if (group !== undefined && isBound(handshake) && groups?.includes(group) === false) {
    return { kind: 'outside', what: `group ${group}` };
  }
  const signs = signatureScheme !== undefined && (version === 'TLSv1.2' || version === 'TLSv1.3');
  if (signs && signatureSchemes?.includes(signatureScheme) === false) {
    return { kind: 'outside', what: `signature scheme ${signatureScheme}` };
  }
  return { kind: 'inside' };
}

/** Before TLS 1.3 a finite field is the server's own; the list of groups does not bind it (RFC 7919 §4 aside). */
const isBound = ({ keyExchange, version, dhBits }: Handshake): boolean =>
  version === 'TLSv1.3' || (keyExchange !== 'dhe' && dhBits === undefined);

/** The choice stands so far down the list that some servers would not find it. */
export const isFar = ({ suites }: Offered, { suite }: Handshake): boolean =>
  suite !== undefined && suites.indexOf(suite) >= surelyRead;

/**
 * What a hello offers that the other did not: a server that shares nothing with the other may still share this. Only what can stand alone
 * counts: a suite without a version or a group to go with it changes nothing.
 *
 * @param asked.exhaustive  so much that no hello in use is thought to offer more
 */
export function notAsked(
  offered: Offered,
  asked: Offered & { readonly exhaustive?: true },
): readonly string[] {
  const more = (mine: readonly string[] | null, theirs: readonly string[] | null): readonly string[] =>
    (mine ?? []).filter((name) => theirs?.includes(name) !== true);
  return [
    ...(offered.incomplete && !asked.exhaustive ? ['what is not known of its hello'] : []),
    ...more(offered.versions, asked.versions),
    ...more(offered.suites, asked.suites).filter((suite) => !suite.endsWith('_SCSV')),
    ...more(offered.groups, asked.groups),
    ...more(offered.signatureSchemes, asked.signatureSchemes),
  ];
}
