/** What sslscan and testssl.sh print, read into the terms of an enumeration. */
import { findSuite, suites } from '../../../src/core/tls/suites.ts';

export interface Scan {
  readonly versions: readonly string[];
  /** By version, IANA names, sorted. */
  readonly suites: Readonly<Record<string, readonly string[]>>;
  readonly groups: readonly string[];
  /** SHA-256 of the leafs, lower-case hexadecimal, sorted; absent where the scanner does not say. */
  readonly certificates?: readonly string[];
  /** Whether the server takes back its tickets, `yes` or `no`, where the scanner tries it. */
  readonly ticketsResumed?: string;
}

const versionNames: Readonly<Record<string, string>> = {
  'TLSv1.0': 'TLSv1',
  'TLS 1': 'TLSv1',
  'TLS 1.1': 'TLSv1.1',
  'TLS 1.2': 'TLSv1.2',
  'TLS 1.3': 'TLSv1.3',
};
const groupNames: Readonly<Record<string, string>> = {
  prime256v1: 'secp256r1',
  X25519: 'x25519',
  X448: 'x448',
};

const versionOf = (text: string): string => versionNames[text] ?? text;
/** OpenSSL's name or IANA's. */
const ianaOf = (name: string): string =>
  (suites.find((suite) => suite.openssl === name) ?? suites.find((suite) => suite.name === name))?.name ??
  name;

export function readSslscan(text: string): Scan {
  const found: Record<string, string[]> = {};
  for (const [, version = '', suite = ''] of text.matchAll(
    /^(?:Preferred|Accepted) +(\S+) +\d+ bits +(\S+)/gm,
  )) {
    const name = versionOf(version);
    found[name] = [...(found[name] ?? []), ianaOf(suite)];
  }
  const versions = [...text.matchAll(/^(TLSv1\.\d|SSLv[23]) +enabled/gm)].map(([, name = '']) =>
    versionOf(name),
  );
  const groups = [...text.matchAll(/^TLSv1\.\d +\d+ bits +([a-z]\w+)(?: \(.*\))?$/gm)].map(
    ([, name = '']) => name,
  );
  return { versions: versions.toReversed(), suites: sorted(found), groups: [...new Set(groups)].toSorted() };
}

export function readTestssl(text: string): Scan {
  const protocols = [...text.matchAll(/^ (SSLv[23]|TLS 1(?:\.\d)?) +(not )?offered/gm)];
  const versions = protocols.flatMap(([, name = '', not]) => (not === undefined ? [versionOf(name)] : []));
  const found: Record<string, string[]> = {};
  const table = text.slice(text.indexOf('Hexcode'));
  let version = '';
  for (const line of table.split('\n')) {
    const heading = /^(SSLv[23]|TLS 1(?:\.\d)?) *$/.exec(line)?.[1];
    if (heading !== undefined) version = versionOf(heading);
    const code = /^ x([0-9a-f]{2,4}) /.exec(line)?.[1];
    if (code === undefined) continue;
    const name = findSuite(Number.parseInt(code, 16))?.name ?? `0x${code}`;
    found[version] = [...(found[version] ?? []), name];
  }
  const groups = [...text.matchAll(/^ (?:Elliptic curves offered|Finite field group): +(.+)$/gm)]
    .flatMap(([, names = '']) => names.trim().split(/ +/))
    .map((name) => groupNames[name] ?? name);
  const certificates = [...text.matchAll(/SHA256 ([0-9A-F]{64})/g)].map(([, digest = '']) =>
    digest.toLowerCase(),
  );
  const tickets = /^ Session Resumption +Tickets: (\w+)/m.exec(text)?.[1];
  return {
    versions: versions.toReversed(),
    suites: sorted(found),
    groups: groups.toSorted(),
    certificates: [...new Set(certificates)].toSorted(),
    // Now and then it does not come to that test.
    ...(tickets !== undefined && { ticketsResumed: tickets }),
  };
}

function sorted(found: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(found)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([version, names]) => [version, names.toSorted()]),
  );
}
