/**
 * The `mtaSts` and `tlsRpt` sections of the verdict (RFC 8461, RFC 8460).
 */
import type { Facts } from '../facts.ts';
import { olderInForce } from '../mta-sts/evaluate.ts';
import { boundUntil, type CachedPolicy } from '../mta-sts/known-policy.ts';
import { matchMxPattern } from '../mta-sts/match.ts';
import type { MtaStsPolicy } from '../mta-sts/policy.ts';
import type { Verdict } from './schema.ts';

export function reportMtaSts(facts: Facts): Verdict['mtaSts'] {
  const older = olderInForce(facts);
  return { ...reportPublished(facts), ...(older && { older: reportOlder(facts, older) }) };
}

function reportOlder({ hosts }: Facts, held: CachedPolicy): NonNullable<Verdict['mtaSts']['older']> {
  const { mode, mx } = held.policy;
  const names = hosts.map(({ observation }) => observation.name);
  const refuses =
    mode === 'enforce' ? names.filter((name) => matchMxPattern(mx, name).kind !== 'matched') : [];
  return { id: held.id, mode, mx: [...mx], bindsUntil: boundUntil(held).toISOString(), refuses };
}

function reportPublished({ mtaSts }: Facts): Verdict['mtaSts'] {
  switch (mtaSts.kind) {
    case 'not-applicable':
      return { state: 'not-applicable', problems: [] };
    case 'none': {
      const found = mtaSts.despite?.kind === 'policy' && mtaSts.despite;
      return {
        state: 'none',
        ...(found && {
          despiteRecord: { id: found.record.id, mode: found.policy.mode, mx: [...found.policy.mx] },
        }),
        problems: mtaSts.recordProblems.map(({ detail }) => detail),
      };
    }
    case 'unknown':
      return { state: 'unknown', ...policyOf(mtaSts.unauthenticated), problems: [mtaSts.detail] };
    case 'failed':
    case 'policy': {
      const policy = mtaSts.kind === 'policy' ? mtaSts.policy : mtaSts.unauthenticated;
      return {
        state: mtaSts.kind,
        ...policyOf(policy),
        id: mtaSts.record.id,
        problems: [...mtaSts.record.problems, ...mtaSts.reasons, ...mtaSts.policyProblems].map(
          ({ code, detail }) => `${code}: ${detail}`,
        ),
      };
    }
    default:
      return mtaSts satisfies never;
  }
}

function policyOf(policy: MtaStsPolicy | undefined): Partial<Verdict['mtaSts']> {
  return policy ? { mode: policy.mode, mx: [...policy.mx], maxAgeSeconds: policy.maxAgeSeconds } : {};
}

export function reportTlsRpt({ tlsRpt }: Facts): Verdict['tlsRpt'] {
  switch (tlsRpt.kind) {
    case 'not-applicable':
      return { state: 'not-applicable', rua: [], problems: [] };
    case 'unknown':
      return { state: 'unknown', rua: [], problems: [tlsRpt.detail] };
    case 'none':
      return { state: 'none', rua: [], problems: tlsRpt.problems.map(({ detail }) => detail) };
    case 'several':
    case 'invalid':
      return { state: 'invalid', rua: [], problems: tlsRpt.problems.map(({ detail }) => detail) };
    case 'record': {
      const { rua, problems } = tlsRpt.record;
      return { state: 'record', rua: [...rua], problems: problems.map(({ detail }) => detail) };
    }
    default:
      return tlsRpt satisfies never;
  }
}
