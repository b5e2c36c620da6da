/**
 * The words of a trust failure: for every way a chain can be wrong, what openssl s_client and gnutls-cli print is what the findings quote,
 * no more and no less. People search for these words, so a made-up one would mislead.
 */
import { toBase64 } from '../../../src/core/base/text.ts';
import { deriveFacts } from '../../../src/core/facts/derive.ts';
import { findAll } from '../../../src/core/rules/engine.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { fingerprints } from '../../../src/core/x509/certificate.ts';
import { toPem } from '../../../src/demo/certificate.ts';
import { cryptography } from '../../core/judging.ts';
import { completed, mailHost, withHandshake } from '../../core/observation-builder.ts';
import { parse } from '../../core/rules/issue.ts';
import type { Checks } from '../checks.ts';
import type { Heard, Tools } from './tools.ts';
import { type WordCase, wordCases } from './word-cases.ts';
import { root } from './word-chains.ts';

interface Words {
  readonly openssl: readonly string[];
  readonly gnutls: readonly string[];
}

/** One check a case. */
export async function checkWords(checks: Checks, tools: Tools): Promise<void> {
  const roots = tools.file('root.pem', toPem(root));
  for (const one of wordCases) {
    const heard = await tools.withServer(serverArguments(tools, one), async (port) => ({
      openssl: await tools.openssl(port, [
        ...['-CAfile', roots, '-no-CApath', '-no-CAstore', '-verify_hostname', mailHost],
      ]),
      gnutls: await tools.gnutls(port, ['--x509cafile', roots, '--verify-hostname', mailHost]),
    }));
    const found = findingWords(one);
    checks.record(`words: ${one.title}`, [
      ...compare('openssl', { ...one.openssl, found: found.openssl }, opensslWords(heard.openssl)),
      ...compare('gnutls', { ...one.gnutls, found: found.gnutls }, gnutlsWords(heard.gnutls)),
    ]);
  }
}

/** What was heard must be in the findings; what the findings say must be heard, but for the words of other versions. */
function compare(
  tool: string,
  expected: {
    readonly found: readonly string[];
    readonly otherVersions?: readonly string[];
    readonly unsaid?: readonly string[];
  },
  heard: readonly string[],
): string[] {
  const { found, otherVersions = [], unsaid = [] } = expected;
  return [
    ...heard
      .filter((words) => !found.includes(words) && !unsaid.includes(words))
      .map((words) => `${tool} says "${words}", no finding does`),
    ...found
      .filter((words) => !heard.includes(words) && !otherVersions.includes(words))
      .map((words) => `a finding says "${words}", ${tool} does not: ${JSON.stringify(heard)}`),
  ];
}

function opensslWords({ said }: Heard): string[] {
  return [
    ...new Set([...said.matchAll(/verify error:num=(\d+):(.*)/g)].map(([, code, text]) => `${code} ${text}`)),
  ];
}

/** The sentences of the status line behind its verdict; or why the handshake broke off. */
function gnutlsWords({ said }: Heard): string[] {
  const status = /Status: The certificate is (?:NOT )?trusted\. ?(.*)/.exec(said)?.[1];
  if (status !== undefined) return status.match(/[^.]+\./g)?.map((sentence) => sentence.trim()) ?? [];
  const fatal = [/Could not verify certificate \(err: (.*)\)/, /\*\*\* Fatal error: (.*)/]
    .map((pattern) => pattern.exec(said)?.[1])
    .find((words) => words !== undefined);
  return fatal === undefined ? [] : [fatal];
}

/** All words of all findings about this chain. */
function findingWords({ chain, staple }: WordCase): Words {
  const certificate = anchorOf(parse(root), fingerprints(root, cryptography).certificate);
  const observation = withHandshake(
    completed({
      certificates: chain.map(toBase64),
      ...(staple && { ocspResponse: toBase64(staple) }),
    }),
  );
  const facts = deriveFacts(observation, {
    anchors: createAnchorStore([certificate]),
    cryptography,
    now: new Date(),
  });
  const evidence = findAll(facts)
    .filter(({ rule }) => rule.id.startsWith('cert.'))
    .flatMap((finding) => [finding.evidence, ...listOf(finding.evidence.problems)]);
  const wordsOf = (tool: keyof Words) => [
    ...new Set(evidence.flatMap((each) => listOf(each[tool])).map((words) => String(words))),
  ];
  return { openssl: wordsOf('openssl'), gnutls: wordsOf('gnutls') };
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}

function serverArguments(tools: Tools, { id, chain, keyPem, staple }: WordCase): string[] {
  const [leaf, ...rest] = chain;
  if (!leaf) throw new TypeError(`${id}: no certificate`);
  return [
    ...['-cert', tools.file(`${id}.pem`, toPem(leaf)), '-key', tools.file(`${id}.key`, keyPem)],
    ...(rest.length > 0 ? ['-cert_chain', tools.file(`${id}.chain.pem`, toPem(...rest))] : []),
    ...(staple ? ['-status_file', tools.file(`${id}.ocsp`, staple)] : []),
    // Else it would refuse to load what is weak.
    ...['-cipher', 'DEFAULT@SECLEVEL=0'],
  ];
}
