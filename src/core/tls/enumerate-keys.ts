/**
 * The certificates that a server keeps beside those that the elimination of suites showed: for other kinds of keys, and for who names no
 * server (RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1, RFC 6066 §3).
 */
import { versions } from './code-points.ts';
import { offer } from './enumerate-offer.ts';
import { isSigned } from './enumerate-riders.ts';
import { askedSchemes } from './enumeration-candidates.ts';
import type { Chain } from './enumeration-choice.ts';
import type { Knowledge } from './enumeration-knowledge.ts';
import type { LeafKeyKind } from './leaf-key.ts';
import { authenticationOf, findSignatureScheme } from './signature-schemes.ts';
import { findSuite } from './suites.ts';

const keyKinds: readonly LeafKeyKind[] = ['rsa', 'rsa-pss', 'ec', 'ed25519', 'ed448'];

/** A certificate of each kind seen with the server name, asked for without it: servers often keep another for that. */
export function* withoutServerName(knowledge: Knowledge): Chain {
  if (knowledge.serverName === null) return;
  const kinds = [...(knowledge.leafs.get(knowledge.serverName)?.keys() ?? [])];
  for (const kind of keyKinds) {
    if (!kinds.includes(kind) || knowledge.leafs.get(null)?.has(kind)) continue;
    yield* askForKey(knowledge, kind, null);
  }
}

/**
 * Certificates that no handshake showed yet: schemes of all other kinds of key. Asked at the end, since suites and schemes seldom leave any
 * to be found: a server may show one to TLS 1.3 alone, or prefer another key that goes with the same suites.
 */
export function* everyKey(knowledge: Knowledge): Chain {
  const modern = knowledge.versions.has(versions.tls13);
  const version = modern ? versions.tls13 : versions.tls12;
  const suites = (knowledge.suites.get(version) ?? []).filter((code) => modern || isSignedSuite(code));
  const groups = [...new Set([...knowledge.groups, ...knowledge.curvesOfKeys])];
  let schemes = modern && knowledge.modernSchemesDone ? [] : schemesOfOtherKeys(knowledge, version);
  while (suites.length > 0 && schemes.length > 0) {
    const choice = yield* offer(knowledge, { version, suites, schemes, groups, shares: groups.slice(0, 1) });
    if (choice?.scheme === undefined || !schemes.includes(choice.scheme)) break;
    schemes = schemes.filter((code) => code !== choice.scheme);
  }
  yield* withoutServerName(knowledge);
}

/** Not those whose kind of key was seen, unless no suite of TLS 1.2 could tell the schemes of it. */
function schemesOfOtherKeys(knowledge: Knowledge, version: number): readonly number[] {
  const leafs = knowledge.leafs.get(knowledge.serverName)?.keys() ?? [];
  const signing = [...knowledge.schemes].map((code) => findSignatureScheme(code)?.key);
  const seen = new Set<string | undefined>([...leafs, ...signing]);
  const told = new Set(
    (knowledge.suites.get(versions.tls12) ?? [])
      .filter(isSignedSuite)
      .map((code) => findSuite(code)?.authentication),
  );
  return askedSchemes.filter((code) => {
    const sort = authenticationOf(code);
    if (sort === undefined || knowledge.schemesExhausted.has(sort) || knowledge.schemes.has(code))
      return false;
    const { key, tls13 } = findSignatureScheme(code) ?? {};
    if (version === versions.tls13 && knowledge.isPassedOverIn13(code)) return false;
    const isOpen = !seen.has(key) || (version === versions.tls13 && !told.has(sort));
    return isOpen && (tls13 === true || version < versions.tls13);
  });
}

const isSignedSuite = (code: number): boolean => {
  const suite = findSuite(code);
  return suite !== undefined && isSigned(suite);
};

function* askForKey(knowledge: Knowledge, kind: LeafKeyKind, serverName: string | null): Chain {
  const schemes = askedSchemes.filter((code) => findSignatureScheme(code)?.key === kind);
  const signs13 = (code: number): boolean =>
    knowledge.schemes.has(code) && findSignatureScheme(code)?.tls13 === true;
  const modern = knowledge.versions.has(versions.tls13) && schemes.some(signs13);
  const version = modern ? versions.tls13 : (knowledge.measured ?? versions.tls12);
  const sort = schemes[0] === undefined ? undefined : authenticationOf(schemes[0]);
  const suites = (knowledge.suites.get(version) ?? []).filter(
    (code) => modern || findSuite(code)?.authentication === sort,
  );
  const groups = [...new Set([...knowledge.groups, ...knowledge.curvesOfKeys])];
  yield* offer(knowledge, { version, suites, schemes, groups, shares: groups.slice(0, 1), serverName });
}
