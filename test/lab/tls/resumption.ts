/**
 * Does OpenSSL, does GnuTLS take back what it gave, as it was told to? Every suite once by whatever the server gives; and `depth=full` against
 * servers that give tickets, ids or neither.
 */
import { versionName, versions } from '../../../src/core/tls/code-points.ts';
import type { Enumeration } from '../../../src/core/tls/enumeration.ts';
import { askedCurves, askedSchemes } from '../../../src/core/tls/enumeration-candidates.ts';
import { probingHello } from '../../../src/core/tls/probing-hello.ts';
import { type Suite, suites } from '../../../src/core/tls/suites.ts';
import { type Checks, unequal } from '../checks.ts';
import { converse, enumerateAll } from './converse.ts';
import { canComplete, serverArguments } from './coverage.ts';
import type { Tools } from './tools.ts';

type Kind = 'openssl' | 'gnutls';

/** The fewest suites that each is known to resume sessions with, over all versions. */
const least: Readonly<Record<Kind, number>> = { openssl: 55, gnutls: 30 };

interface Candidate {
  readonly name: string;
  readonly kind: Kind;
  readonly arguments: readonly string[];
  readonly expected: Enumeration['resumption'];
}

/** s_server serves one connection after the other, and the session that is tried out waits for a greeting: so one version at a time. */
const candidates: readonly Candidate[] = [
  openssl('as it comes, TLS 1.3', ['-tls1_3'], { 'TLSv1.3': 'psk' }),
  openssl('without tickets, TLS 1.3', ['-tls1_3', '-no_ticket'], { 'TLSv1.3': 'psk' }),
  openssl('that forgets, TLS 1.3', ['-tls1_3', '-no_ticket', '-no_cache'], { 'TLSv1.3': 'declined' }),
  openssl('that sends no tickets, TLS 1.3', ['-tls1_3', '-num_tickets', '0'], undefined),
  openssl('as it comes, TLS 1.2', ['-tls1_2'], { 'TLSv1.2': 'ticket' }),
  openssl('without tickets, TLS 1.2', ['-tls1_2', '-no_ticket'], { 'TLSv1.2': 'session-id' }),
  openssl('that forgets, TLS 1.2', ['-tls1_2', '-no_ticket', '-no_cache'], undefined),
  gnutls('as it comes', [], { 'TLSv1.3': 'psk' }),
  gnutls('without tickets', ['--noticket'], { 'TLSv1.2': 'session-id' }),
  gnutls('that forgets', ['--noticket', '--nodb'], { 'TLSv1.2': 'declined' }),
];

function openssl(name: string, more: readonly string[], expected: Enumeration['resumption']): Candidate {
  const cipher = ['-cipher', 'AES128-GCM-SHA256'];
  return { name: `OpenSSL ${name}`, kind: 'openssl', arguments: [...more, ...cipher], expected };
}

function gnutls(name: string, more: readonly string[], expected: Enumeration['resumption']): Candidate {
  const priority = ['--priority', 'NORMAL:-VERS-TLS1.1:-VERS-TLS1.0'];
  return { name: `GnuTLS ${name}`, kind: 'gnutls', arguments: [...more, ...priority], expected };
}

export async function checkResumption(checks: Checks, tools: Tools): Promise<void> {
  for (const kind of ['openssl', 'gnutls'] as const) await checkSuites(checks, tools, kind);
  for (const { name, kind, arguments: more, expected } of candidates) {
    const pem = tools.pem('rsa');
    const own = kind === 'openssl' ? ['-cert', pem] : ['--x509certfile', pem, '--x509keyfile', pem];
    await tools.withServer(kind, [...own, ...more], async (port) => {
      const { resumption } = await enumerateAll(port);
      checks.record(`${name}: resumption`, unequal('resumption', expected, resumption));
    });
  }
}

async function checkSuites(checks: Checks, tools: Tools, kind: Kind): Promise<void> {
  const problems: string[] = [];
  const resumed = new Set<string>();
  for (const key of ['rsa', 'p256'] as const) {
    await tools.withServer(kind, serverArguments(kind, tools.pem(key)), async (port) => {
      for (const { suite, version } of questions()) {
        const shares = version === versions.tls13 ? askedCurves.slice(0, 1) : [];
        const hello = probingHello({
          version,
          suites: [suite.code],
          groups: askedCurves,
          schemes: askedSchemes,
          shares,
        });
        const { answered, resumable } = await converse(port, hello);
        const name = `${versionName(version)} ${suite.name}`;
        if (!answered || resumable === undefined) continue;
        const again = await converse(port, hello, resumable);
        const { resumption = 'not at all', failure } = again.facts;
        if (again.answered && resumption !== 'declined') resumed.add(name);
        else problems.push(`${key} ${name}: ${resumption} ${failure?.detail ?? ''}`);
      }
    });
  }
  if (resumed.size < least[kind]) problems.push(`only ${resumed.size}: ${[...resumed].join(', ')}`);
  checks.record(
    `${kind}: sessions of all suites are resumed (${resumed.size} by version and suite)`,
    problems,
  );
}

function questions(): readonly { readonly suite: Suite; readonly version: number }[] {
  return suites.filter(canComplete).flatMap((suite) => {
    const old: readonly number[] = suite.tls12Only ? [] : [versions.tls11, versions.tls10];
    const all = suite.keyExchange === 'tls13' ? [versions.tls13] : [versions.tls12, ...old];
    return all.map((version) => ({ suite, version }));
  });
}
