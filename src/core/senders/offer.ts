/**
 * What one hello says about another (RFC 8446 §4.1, RFC 5246 §7.4.1): is the server's choice within a sender's offer, and did the hello
 * that failed offer all that the sender would? Conservative: what neither answers is "can't tell".
 */

import type { ClientHelloTemplate } from '../tls/client-hello.ts';
import { versionName } from '../tls/code-points.ts';
import type { Handshake } from '../tls/facts.ts';
import { groupName } from '../tls/groups.ts';
import { signatureSchemeName } from '../tls/signature-schemes.ts';
import { suiteName } from '../tls/suites.ts';
import type { SenderHello } from './hellos/hello.ts';

export interface Offer {
  readonly versions: readonly string[];
  readonly suites: readonly string[];
  readonly groups: readonly string[];
  readonly signatureSchemes: readonly string[];
  /** So much that no sender in use is thought to offer more. */
  readonly exhaustive?: true;
}

const order = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const rank = (version: string): number => order.indexOf(version);
const isModern = (version: string): boolean => version === 'TLSv1.3';

/** The names in a hello that our own client sends. */
export function offerOf(template: ClientHelloTemplate): Offer {
  const offer: { versions: string[]; groups: string[]; signatureSchemes: string[] } = {
    versions: [],
    groups: [],
    signatureSchemes: [],
  };
  for (const extension of template.extensions ?? []) {
    if (extension.kind === 'supported_versions') offer.versions = extension.versions.map(versionName);
    if (extension.kind === 'supported_groups') offer.groups = extension.groups.map(groupName);
    if (extension.kind === 'signature_algorithms') {
      offer.signatureSchemes = extension.schemes.map(signatureSchemeName);
    }
  }
  return { ...offer, suites: template.suites.map(suiteName) };
}

/** `inside`: the sender would have got it; `version-below`: the server's best is under the sender's floor; `outside`: can't tell what else it has. */
export type Inside =
  | { readonly kind: 'inside' }
  | { readonly kind: 'version-below' }
  | { readonly kind: 'outside'; readonly what: string };

/** Does the server's choice lie within the sender's offer? */
export function isInside(hello: SenderHello, handshake: Handshake): Inside {
  const { version, suite, group, signatureScheme } = handshake;
  if (version === undefined) return { kind: 'outside', what: 'the version is not known' };
  if (!hello.versions.includes(version)) {
    // A server answers with the highest version it has (RFC 8446 §4.2.1): under the floor there is nothing above it.
    const floor = Math.min(...hello.versions.map(rank));
    return rank(version) < floor && !hello.incomplete
      ? { kind: 'version-below' }
      : { kind: 'outside', what: version };
  }
  if (suite !== undefined && !hello.suites.includes(suite)) return { kind: 'outside', what: suite };
  if (group !== undefined && isNamedGroup(handshake) && !hello.groups.includes(group)) {
    return { kind: 'outside', what: `group ${group}` };
  }
  const signs = signatureScheme !== undefined && (version === 'TLSv1.2' || isModern(version));
  if (signs && !hello.signatureSchemes.includes(signatureScheme)) {
    return { kind: 'outside', what: `signature scheme ${signatureScheme}` };
  }
  return { kind: 'inside' };
}

/** Before TLS 1.3 a finite field is the server's own; the sender's list of groups does not bind it (RFC 7919 §4 aside). */
function isNamedGroup({ keyExchange, version }: Handshake): boolean {
  return keyExchange === 'ecdhe' || (version !== undefined && isModern(version));
}

/**
 * What a sender offers that the other hello did not: a server that shares nothing with the hello may still share this.
 * Only what can stand alone counts: a suite without a version or a group to go with it changes nothing.
 */
export function notAsked(hello: SenderHello, asked: Offer): readonly string[] {
  const signalling = (suite: string): boolean => suite.endsWith('_SCSV');
  return [
    ...(hello.incomplete && !asked.exhaustive ? ['what is not known of its hello'] : []),
    ...hello.versions.filter((version) => !asked.versions.includes(version)),
    ...hello.suites.filter((suite) => !signalling(suite) && !asked.suites.includes(suite)),
    ...hello.groups.filter((group) => !asked.groups.includes(group)),
    ...hello.signatureSchemes.filter((scheme) => !asked.signatureSchemes.includes(scheme)),
  ];
}
