/**
 * Every suite, group and signature scheme that OpenSSL 3.0 and GnuTLS 3.7 can serve, one handshake each: completed, with an HTTP request
 * answered over it. What a server does not take is no failure; what it takes and we do not complete is.
 */
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { versions } from '../../../src/core/tls/code-points.ts';
import { askedCurves, askedGroups, askedSchemes } from '../../../src/core/tls/enumeration-candidates.ts';
import { groupName, groups } from '../../../src/core/tls/groups.ts';
import { type ProbingHello, probingHello } from '../../../src/core/tls/probing-hello.ts';
import { signatureSchemes } from '../../../src/core/tls/signature-schemes.ts';
import { type Suite, suites } from '../../../src/core/tls/suites.ts';
import type { Checks } from '../checks.ts';
import { converse } from './converse.ts';
import type { KeyName, Tools } from './tools.ts';

const keys: readonly KeyName[] = ['rsa', 'rsaPss', 'p256', 'p384', 'p521', 'ed25519', 'ed448', 'dsa'];

/** The fewest that each server is known to take: a server that takes nothing must not pass. */
const least = {
  openssl: { suites: 55, groups: 10, schemes: 14 },
  gnutls: { suites: 25, groups: 8, schemes: 8 },
} as const;

export async function checkCoverage(checks: Checks, tools: Tools): Promise<void> {
  for (const kind of ['openssl', 'gnutls'] as const) {
    const taken = { suites: new Set<string>(), groups: new Set<string>(), schemes: new Set<string>() };
    const problems: string[] = [];
    for (const key of keys) {
      if (kind === 'gnutls' && (key === 'dsa' || key === 'ed448')) continue;
      await tools.withServer(kind, serverArguments(kind, tools.pem(key)), async (port) => {
        for (const question of questionsFor(key)) {
          const { facts, answered } = await converse(port, probingHello(question.hello));
          if (facts.failure?.step === 'server-hello' && facts.suite === undefined) continue;
          taken[question.about].add(question.name);
          if (answered && facts.outcome === 'completed') continue;
          problems.push(`${key} ${question.name}: ${facts.failure?.detail ?? 'no answer over TLS'}`);
        }
      });
    }
    for (const about of ['suites', 'groups', 'schemes'] as const) {
      const few = taken[about].size < least[kind][about];
      if (few) problems.push(`only ${taken[about].size} ${about} were taken: ${[...taken[about]].join(' ')}`);
    }
    const counts = `${taken.suites.size} suites, ${taken.groups.size} groups, ${taken.schemes.size} signature schemes`;
    checks.record(`${kind}: all that it serves is completed (${counts})`, problems);
  }
}

export function serverArguments(kind: 'openssl' | 'gnutls', pem: string): string[] {
  if (kind === 'openssl') return ['-cert', pem, '-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'];
  // With the NULL cipher among them GnuTLS 3.7 refuses TLS 1.3.
  const everything =
    'NORMAL:+VERS-ALL:+CIPHER-ALL:+3DES-CBC:+ARCFOUR-128:+MAC-ALL:+MD5:+DHE-DSS:+ANON-ECDH:+ANON-DH:+GROUP-ALL:+SIGN-ALL:%VERIFY_ALLOW_BROKEN';
  return ['--x509certfile', pem, '--x509keyfile', pem, '--priority', everything];
}

interface Question {
  readonly about: 'suites' | 'groups' | 'schemes';
  readonly name: string;
  readonly hello: ProbingHello;
}

function questionsFor(key: KeyName): Question[] {
  const usable = suites.filter(canComplete);
  const modern = usable.filter(({ keyExchange }) => keyExchange === 'tls13').map(({ code }) => code);
  const older = usable.filter(({ keyExchange }) => keyExchange !== 'tls13');
  const plain = { groups: askedCurves, schemes: askedSchemes };
  const tls13 = { ...plain, version: versions.tls13, suites: modern, shares: askedCurves.slice(0, 1) };
  const bySuite = usable.map((suite): Question => {
    const version = suite.keyExchange === 'tls13' ? versions.tls13 : versions.tls12;
    const shares = version === versions.tls13 ? askedCurves.slice(0, 1) : [];
    return { about: 'suites', name: suite.name, hello: { ...plain, version, shares, suites: [suite.code] } };
  });
  const byVersion = [versions.tls11, versions.tls10].map((version): Question => {
    const old = older.filter(({ tls12Only }) => !tls12Only).map(({ code }) => code);
    return { about: 'suites', name: `any of ${version}`, hello: { ...plain, version, suites: old } };
  });
  const byGroup = askedGroups.filter(canAgree).map((code): Question => {
    const hello = { ...tls13, groups: [code], shares: [code] };
    return { about: 'groups', name: groupName(code), hello };
  });
  const signed = older.filter(
    ({ keyExchange, authentication }) => keyExchange !== 'rsa' && authentication !== 'anonymous',
  );
  const byScheme = signatureSchemes
    .filter(({ algorithm }) => algorithm !== undefined)
    .flatMap(({ code, name }): Question[] => [
      { about: 'schemes', name, hello: { ...tls13, schemes: [code] } },
      {
        about: 'schemes',
        name,
        hello: {
          ...plain,
          version: versions.tls12,
          suites: signed.map((suite) => suite.code),
          schemes: [code],
        },
      },
    ]);
  // Groups do not depend on the key.
  return [...bySuite, ...byVersion, ...byScheme, ...(key === 'rsa' ? byGroup : [])];
}

export function canComplete({ completed, cipher }: Suite): boolean {
  if (!completed || cipher === undefined) return false;
  if (cipher.kind === 'null') return true;
  return cryptography.supports(cipher.kind === 'aead' ? cipher.aead : cipher.cipher);
}

function canAgree(code: number): boolean {
  const exchange = groups.find((group) => group.code === code)?.exchange;
  return exchange?.kind === 'field' || (exchange !== undefined && cryptography.supports(exchange.name));
}
