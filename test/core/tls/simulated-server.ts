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
  const shared = first(server.groups, view.groups ?? server.groups);
  let group: Partial<Handshake> = { keyExchange: 'rsa' };
  if (version === versions.tls13 || suite.keyExchange === 'ecdhe') {
    const usable = version === versions.tls13 ? shared : shared.filter((code) => !isField(code));
    const ordered =
      server.prefersShares && version === versions.tls13
        ? usable.toSorted((a, b) => Number(view.shares.includes(b)) - Number(view.shares.includes(a)))
        : usable;
    const [code] = ordered;
    if (code === undefined) return undefined;
    group = { keyExchange: 'ecdhe', group: groupName(code) };
  } else if (suite.keyExchange === 'dhe') {
    const offered = (view.groups ?? []).filter(isField);
    const [code] = shared.filter(isField);
    if (offered.length > 0 && code === undefined) return undefined;
    group = { keyExchange: 'dhe', dhBits: server.dhBits ?? 2048 };
  }
  if (suite.authentication === 'anonymous') return () => ({ ...group, keyExchange: 'anonymous' });
  const wanted = keysFor[suite.authentication] ?? [];
  const keys = server.keys.filter((key) => wanted.includes(key));
  const certificate = (key: string) => (serverName: string | null) =>
    `${key} ${server.otherCertificateBySni ? serverName : ''}`;
  if (suite.keyExchange === 'rsa') {
    const [key] = keys;
    return key && ((name) => ({ ...group, certificates: [certificate(key)(name)] }));
  }
  if (version < versions.tls12) {
    const [key] = keys;
    return (
      key &&
      ((name) => ({ ...group, signatureScheme: `${key}_sha1`, certificates: [certificate(key)(name)] }))
    );
  }
  for (const code of first(server.schemes, view.schemes ?? [])) {
    const scheme = findSignatureScheme(code);
    const key = keys.find((one) => one === scheme?.key);
    if (!key || (version === versions.tls13 && !scheme?.tls13)) continue;
    return (name) => ({
      ...group,
      signatureScheme: signatureSchemeName(code),
      certificates: [certificate(key)(name)],
    });
  }
  return undefined;
}
