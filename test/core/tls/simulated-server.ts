/**
 * A TLS server that chooses and does nothing else: its preferences, its habits and its defects are data, its answer is what facts would say.
 * For the planner and the enumeration, which must be right about every such server.
 */
import type { ClientHelloTemplate } from '../../../src/core/tls/client-hello.ts';
import { alertName, alerts, versionName, versions } from '../../../src/core/tls/code-points.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { findGroup, groupName } from '../../../src/core/tls/groups.ts';
import { viewHello } from '../../../src/core/tls/hello-view.ts';
import { findSignatureScheme, signatureSchemeName } from '../../../src/core/tls/signature-schemes.ts';
import { findSuite, type Suite } from '../../../src/core/tls/suites.ts';
import { simulatedLeaf } from './simulated-leaf.ts';

export interface SimulatedServer {
  readonly versions: readonly number[];
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  readonly schemes: readonly number[];
  readonly keys: readonly ('rsa' | 'ec' | 'ed25519')[];
  /** Whose order decides. */
  readonly serverOrder: boolean;
  /** A client that leads with ChaCha20 gets it, whatever else the server prefers (OpenSSL). */
  readonly prioritizeChaCha?: boolean;
  /** Picks the suite before it looks whether a group and a signature fit, and fails then. */
  readonly greedy?: boolean;
  /** Takes a group that has a share before one that has not. */
  readonly prefersShares?: boolean;
  /** Reads so many suites, no more. */
  readonly suiteLimit?: number;
  readonly intolerantOf?: {
    readonly extension?: number;
    readonly longerThan?: number;
    readonly version?: number;
  };
  readonly otherCertificateBySni?: boolean;
  readonly dhBits?: number;
  /** So many suites, in turn, are alike to the server: among them the client's order decides (BoringSSL, which has no such list for TLS 1.3). */
  readonly tiers?: readonly number[];
  /** The same of groups (OpenSSL 3.5). */
  readonly groupTiers?: readonly number[];
  /** What the client puts first of what the server has heard of says whether it likes AES (Go); if not, ChaCha20 goes first. */
  readonly asksForAes?: boolean;
  /** The first of its keys that any scheme offered fits signs, whatever order the schemes have (GnuTLS, BoringSSL). */
  readonly keysFirst?: boolean;
  /** Of the EC key: TLS 1.3 signs with its own scheme alone; OpenSSL shows the certificate in TLS 1.2 only to who offers the curve. */
  readonly curveOfKey?: number;
}

const keysFor: Readonly<Record<string, SimulatedServer['keys']>> = {
  rsa: ['rsa'],
  ecdsa: ['ec', 'ed25519'],
  tls13: ['rsa', 'ec', 'ed25519'],
};

const refused = (alert: number): Pick<Handshake, 'outcome' | 'failure'> => ({
  outcome: 'failed',
  failure: { kind: 'alert', step: 'server-hello', alert: alertName(alert), detail: 'refused' },
});

/** What this server makes of a hello. */
export function answer(
  server: SimulatedServer,
  hello: ClientHelloTemplate,
  serverName: string | null,
): Handshake {
  const bare = { hello: 'simulated', serverName, certificates: [] };
  const view = viewHello(hello);
  const { extension, longerThan, version: hated } = server.intolerantOf ?? {};
  const types = (hello.extensions ?? []).map((one) => (one.kind === 'opaque' ? one.type : -1));
  if ((extension !== undefined && types.includes(extension)) || view.length > (longerThan ?? Infinity)) {
    return { ...bare, outcome: 'failed', failure: { kind: 'closed', step: 'server-hello', detail: 'gone' } };
  }
  if (hated !== undefined && view.versions.includes(hated))
    return { ...bare, ...refused(alerts.decode_error) };
  const first = <T>(own: readonly T[], theirs: readonly T[]): T[] =>
    server.serverOrder
      ? own.filter((one) => theirs.includes(one))
      : theirs.filter((one) => own.includes(one));
  const version = Math.max(...server.versions.filter((one) => view.versions.includes(one)));
  if (version < 0) return { ...bare, ...refused(alerts.protocol_version) };
  const read = hello.suites.slice(0, server.suiteLimit ?? hello.suites.length);
  const known = read.filter((code) => server.suites.includes(code));
  const chaCha = (code: number): boolean => (findSuite(code)?.name ?? '').includes('CHACHA20');
  let candidates = first(server.suites, known);
  if (server.serverOrder && server.tiers && version < versions.tls13)
    candidates = tiered(server.suites, server.tiers, known);
  if (server.asksForAes && server.serverOrder) {
    const heardOf = hello.suites.find((code) => goSuites.includes(findSuite(code)?.name ?? ''));
    if (heardOf !== undefined && !(findSuite(heardOf)?.name ?? '').includes('AES_'))
      candidates = [...candidates.filter(chaCha), ...candidates.filter((code) => !chaCha(code))];
  }
  if (server.prioritizeChaCha && server.serverOrder && known[0] !== undefined && chaCha(known[0])) {
    candidates = [...candidates.filter(chaCha), ...candidates.filter((code) => !chaCha(code))];
  }
  for (const code of candidates) {
    const suite = findSuite(code);
    if (!suite || !fits(suite, version)) continue;
    const choice = choose(server, view, { suite, version, first });
    if (choice === undefined) {
      if (server.greedy) break;
      continue;
    }
    return {
      ...bare,
      outcome: 'completed',
      version: versionName(version),
      suite: suite.name,
      ...choice(serverName),
    };
  }
  return { ...bare, ...refused(alerts.handshake_failure) };
}

const goSuites = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
];

function tiered(own: readonly number[], tiers: readonly number[], known: readonly number[]): number[] {
  const candidates: number[] = [];
  let at = 0;
  for (let i = 0; at < own.length; i++) {
    const tier = own.slice(at, at + Math.max(1, tiers[i % tiers.length] ?? 1));
    candidates.push(...known.filter((code) => tier.includes(code)));
    at += tier.length;
  }
  return candidates;
}

const fits = (suite: Suite, version: number): boolean =>
  suite.keyExchange === 'tls13'
    ? version === versions.tls13
    : version < versions.tls13 && (version === versions.tls12 || !suite.tls12Only);

function choose(
  server: SimulatedServer,
  view: ReturnType<typeof viewHello>,
  {
    suite,
    version,
    first,
  }: { suite: Suite; version: number; first: <T>(own: readonly T[], theirs: readonly T[]) => T[] },
): ((serverName: string | null) => Partial<Handshake>) | undefined {
  const isField = (code: number): boolean => findGroup(code)?.exchange?.kind === 'field';
  const offered = view.groups ?? server.groups;
  const shared = server.groupTiers
    ? tiered(server.groups, server.groupTiers, offered)
    : first(server.groups, offered);
  let group: Partial<Handshake> = { keyExchange: 'rsa' };
  if (version === versions.tls13 || suite.keyExchange === 'ecdhe') {
    const isCurve = (code: number): boolean => findGroup(code)?.exchange?.kind === 'curve';
    const usable = version === versions.tls13 ? shared : shared.filter(isCurve);
    const ordered =
      server.prefersShares && version === versions.tls13
        ? usable.toSorted((a, b) => Number(view.shares.includes(b)) - Number(view.shares.includes(a)))
        : usable;
    const [code] = ordered;
    if (code === undefined) return undefined;
    group = { keyExchange: 'ecdhe', group: groupName(code) };
  } else if (suite.keyExchange === 'dhe') {
    const [code] = shared.filter(isField);
    if (view.groups?.some(isField) && code === undefined) return undefined;
    group = { keyExchange: 'dhe', dhBits: server.dhBits ?? 2048 };
  }
  if (suite.authentication === 'anonymous') return () => ({ ...group, keyExchange: 'anonymous' });
  const wanted = keysFor[suite.authentication] ?? [];
  const keys = server.keys.filter((key) => {
    const isHidden =
      key === 'ec' && server.curveOfKey !== undefined && version < versions.tls13 && view.groups !== null;
    return wanted.includes(key) && !(isHidden && !view.groups?.includes(server.curveOfKey ?? 0));
  });
  const ofEc = server.curveOfKey === undefined ? 'secp256r1' : groupName(server.curveOfKey);
  const certificate = (key: string) => (serverName: string | null) =>
    simulatedLeaf(key === 'ec' ? ofEc : key, server.otherCertificateBySni && serverName !== null ? 1 : 2);
  if (suite.keyExchange === 'rsa') {
    const [key] = keys;
    return key && ((name) => ({ ...group, certificates: [certificate(key)(name)] }));
  }
  if (version < versions.tls12) {
    const key = keys.find((one) => one !== 'ed25519');
    return (
      key &&
      ((name) => ({ ...group, signatureScheme: `${key}_sha1`, certificates: [certificate(key)(name)] }))
    );
  }
  const curve = server.curveOfKey === undefined ? undefined : groupName(server.curveOfKey);
  const usable = first(server.schemes, view.schemes ?? []).flatMap((code) => {
    const scheme = findSignatureScheme(code);
    const key = keys.find((one) => one === scheme?.key);
    if (!key || (version === versions.tls13 && !scheme?.tls13)) return [];
    if (version === versions.tls13 && key === 'ec' && curve !== undefined && scheme?.curve !== curve)
      return [];
    return [{ code, key }];
  });
  const byKey = server.keysFirst
    ? server.keys.flatMap((one) => usable.filter(({ key }) => key === one))
    : usable;
  for (const { code, key } of byKey) {
    return (name) => ({
      ...group,
      signatureScheme: signatureSchemeName(code),
      certificates: [certificate(key)(name)],
    });
  }
  return undefined;
}
