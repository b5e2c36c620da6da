/**
 * Judge x509-limbo cases (C2SP/x509-limbo, the format of its limbo.json) with the strict policy: one policy for all groups,
 * no personality, no knowledge of a case but its inputs. Shared by `npm run limbo` and the test that pins the result.
 */
import type { Cryptography } from '../src/core/cryptography.ts';
import { anchorOf, createAnchorStore } from '../src/core/x509/anchors.ts';
import { fingerprints } from '../src/core/x509/certificate.ts';
import type { CertificateFacts } from '../src/core/x509/certificate-facts.ts';
import { validatePath } from '../src/core/x509/path.ts';
import { parsePem } from '../src/core/x509/pem.ts';
import { isStrictMatch, strictPolicy } from '../src/core/x509/strict.ts';

export interface LimboCase {
  readonly id: string;
  readonly validation_kind: string;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly expected_peer_name: { readonly kind: string; readonly value: string } | null;
  readonly validation_time: string | null;
  readonly max_chain_depth: number | null;
  readonly key_usage: readonly string[];
  readonly expected_result: string;
}

export interface LimboResult {
  readonly id: string;
  /** First part of the id. */
  readonly group: string;
  readonly expected: string;
  readonly got: 'SUCCESS' | 'FAILURE' | 'skipped';
  /** Why it was refused or skipped; empty for SUCCESS. */
  readonly reasons: readonly string[];
}

type Crypto = Pick<Cryptography, 'verify' | 'hash'>;

/**
 * Judge one case.
 *
 * @param now  stands in where the case names no time
 */
export function judgeCase(limbo: LimboCase, cryptography: Crypto, now: Date): LimboResult {
  const group = limbo.id.split('::')[0] ?? '';
  const base = { id: limbo.id, group, expected: limbo.expected_result };
  const skip = skipReason(limbo, group);
  if (skip) return { ...base, got: 'skipped', reasons: [skip] };
  const reasons = findReasons(limbo, cryptography, now);
  return { ...base, got: reasons.length === 0 ? 'SUCCESS' : 'FAILURE', reasons };
}

function skipReason(limbo: LimboCase, group: string): string | undefined {
  if (group === 'crl') return 'revocation lists are not part of the policy';
  if (limbo.validation_kind !== 'SERVER') return 'only servers are validated';
  return undefined;
}

function findReasons(limbo: LimboCase, cryptography: Crypto, now: Date): string[] {
  const [leaf] = readAll([limbo.peer_certificate]);
  if (!leaf) return ['leaf refused'];
  const anchors = readAll(limbo.trusted_certs).map((certificate) =>
    anchorOf(certificate, fingerprints(certificate.der, cryptography).certificate),
  );
  const result = validatePath({
    leaf,
    sent: readAll(limbo.untrusted_intermediates),
    anchors: createAnchorStore(anchors),
    now: limbo.validation_time ? new Date(limbo.validation_time) : now,
    cryptography,
    purpose: 'serverAuth',
    policy: strictPolicy,
    ...(limbo.expected_peer_name && { host: limbo.expected_peer_name.value }),
    ...(limbo.max_chain_depth !== null && { maxIntermediates: limbo.max_chain_depth }),
  });
  const reasons = result.problems.map(({ code, depth, detail }) => `${code} at ${depth}: ${detail}`);
  if (limbo.expected_peer_name && !isStrictMatch(result.name)) reasons.push('name does not match');
  for (const usage of limbo.key_usage) {
    const usages: readonly string[] | undefined = leaf.keyUsage?.usages;
    if (usages && !usages.includes(usage)) reasons.push(`keyUsage without ${usage}`);
  }
  return reasons;
}

/** A certificate that can not be read is as good as absent. */
function readAll(pems: readonly string[]): CertificateFacts[] {
  return pems.flatMap((pem) => {
    const parsed = parsePem(pem);
    return parsed.ok ? parsed.value : [];
  });
}
