/**
 * Which promise is in force at a mail host, and why: DANE before MTA-STS (RFC 8461 §2), MTA-STS before nothing, and REQUIRETLS on top
 * for the messages that carry it (RFC 8689 §4.2.1). By the book; what each sender heeds of it is in its own prediction.
 */
import { judgeTlsaRecords } from '../dane/records.ts';
import type { Facts, HostFacts } from '../facts.ts';
import { olderInForce } from '../mta-sts/evaluate.ts';
import { boundUntil } from '../mta-sts/known-policy.ts';
import { matchMxPattern } from '../mta-sts/match.ts';
import type { MailHostReport } from './mail-host-schema.ts';
import { isRoutingSecure, mxState, requireTlsOf } from './require-tls.ts';

type Step = NonNullable<MailHostReport['precedence']>[number];

/** `requireTls` and `precedence` of one mail host; nothing on submission ports, where none of it applies. */
export function reportPolicies(
  facts: Facts,
  host: HostFacts,
): Pick<MailHostReport, 'requireTls' | 'precedence'> {
  if (facts.observation.port !== 25) return {};
  const requireTls = requireTlsOf(facts, host);
  const sts = stsStep(facts, host);
  const dane = daneStep(facts, host, sts.standing === 'wins');
  const outranked = dane.standing === 'wins' && (sts.standing === 'wins' || sts.standing === 'advisory');
  const second = outranked
    ? { ...sts, standing: 'outranked' as const, why: `${sts.why}; DANE goes before it (RFC 8461 §2)` }
    : sts;
  const gaps = requireTls.missing.map(({ detail }) => detail).join('; ');
  const asked = requireTls.unknown.join(', ');
  return {
    requireTls: { ...requireTls, missing: [...requireTls.missing], unknown: [...requireTls.unknown] },
    precedence: [
      dane,
      second,
      {
        policy: 'requiretls',
        standing: 'per-message',
        why: `a message that asks for it ${requireTls.ready === 'yes' ? 'can be delivered' : requireTls.ready === 'no' ? `is returned: ${gaps}` : `may or may not be delivered: not known is ${asked || 'everything'}`}`,
      },
      opportunisticStep([dane, second]),
    ],
  };
}

function daneStep(facts: Facts, host: HostFacts, stsEnforced: boolean): Step {
  const policy = 'dane';
  const { dane, observation } = host;
  switch (dane.kind) {
    case 'none':
      return { policy, standing: 'absent', why: 'there are no TLSA records that count' };
    case 'not-applicable': {
      // Addresses without a DNSSEC state: the resolver did not tell, and a sender's own may.
      const untold = observation.addressDnssec === 'indeterminate' && observation.addresses.length > 0;
      if (untold && mxState(facts) !== 'insecure') return { policy, standing: 'unknown', why: dane.detail };
      return { policy, standing: 'absent', why: dane.detail };
    }
    case 'unknown':
      return { policy, standing: ifSecure(facts, 'unknown'), why: dane.detail };
    case 'lookup-failed': {
      const why = `the TLSA look-up fails (${dane.answer.outcome}): senders that do DANE wait (RFC 7672 §2.2)`;
      return { policy, standing: ifSecure(facts, 'wins'), why };
    }
    case 'records': {
      if (mxState(facts) === 'insecure') {
        const why =
          'TLSA records, but the MX records are not signed: to use them is optional (RFC 7672 §2.2.1)';
        return { policy, standing: 'advisory', why };
      }
      if (!dane.routingSecure) {
        return {
          policy,
          standing: 'unknown',
          why: 'TLSA records; whether the MX records are signed is not known',
        };
      }
      if (judgeTlsaRecords(dane.records).some(({ standing }) => standing.kind === 'usable')) {
        return { policy, standing: 'wins', why: `usable TLSA records at ${dane.baseDomain}` };
      }
      if ((dane.answer.omittedRecords ?? 0) > 0) {
        return {
          policy,
          standing: 'unknown',
          why: 'no TLSA record that was read is usable, and not all were read',
        };
      }
      const why = 'TLSA records, none of them usable: TLS is demanded, nobody authenticated (RFC 7672 §2.2)';
      return { policy, standing: stsEnforced ? 'advisory' : 'wins', why };
    }
    default:
      return dane satisfies never;
  }
}

/** DANE below MX records that are not signed binds nobody (RFC 7672 §2.2.1); below those of which that is not known, who can tell? */
function ifSecure(facts: Facts, standing: 'wins' | 'unknown'): Step['standing'] {
  if (isRoutingSecure(facts)) return standing;
  return mxState(facts) === 'insecure' ? 'advisory' : 'unknown';
}

/** Beside what is published now: what a sender does that fetched the policy before (RFC 8461 §3.3, §5.1). */
function stsStep(facts: Facts, host: HostFacts): Step {
  const step = publishedStep(facts, host);
  const held = olderInForce(facts);
  if (!held) return step;
  const { id, policy } = held;
  const until = boundUntil(held).toISOString();
  const named = matchMxPattern(policy.mx, host.observation.name).kind === 'matched';
  const fate = {
    none: 'which asks for nothing',
    testing: `and delivers here, ${named ? 'for it names this host' : 'and reports that it does not name this host'}`,
    enforce: named ? 'which names this host' : 'and refuses this host, which it does not name',
  }[policy.mode];
  const why = `${step.why}; a sender that fetched the policy of id ${id} before (mode ${policy.mode}) keeps to it until ${until}, ${fate}`;
  return { ...step, why };
}

function publishedStep({ mtaSts }: Facts, host: HostFacts): Step {
  const policy = 'mta-sts';
  switch (mtaSts.kind) {
    case 'not-applicable':
      return { policy, standing: 'absent', why: 'the mail host was asked for by name' };
    case 'none':
      return {
        policy,
        standing: 'absent',
        why: `there is no record that counts${despite(mtaSts)}; ${olderBinds}`,
      };
    case 'failed':
      return {
        policy,
        standing: 'absent',
        why: `no policy can be had: a sender with none cached has none; ${olderBinds}`,
      };
    case 'unknown':
      return { policy, standing: 'unknown', why: mtaSts.detail };
    case 'policy': {
      const { mode } = mtaSts.policy;
      if (mode === 'none') return { policy, standing: 'absent', why: 'mode none' };
      const listed = host.mtaSts?.pattern === undefined ? 'does not list' : 'lists';
      const why = `mode ${mode}, the policy ${listed} this host`;
      return { policy, standing: mode === 'enforce' ? 'wins' : 'advisory', why };
    }
    default:
      return mtaSts satisfies never;
  }
}

function despite({ despite: found }: Extract<Facts['mtaSts'], { kind: 'none' }>): string {
  if (found?.kind !== 'policy') return '';
  return ` (some senders read it less strictly, and find a policy of mode ${found.policy.mode})`;
}

const olderBinds = 'one that holds an older policy keeps to it until its max_age has passed (RFC 8461 §3.3)';

function opportunisticStep(above: readonly Step[]): Step {
  const policy = 'opportunistic';
  const winner = above.find(({ standing }) => standing === 'wins');
  if (winner) return { policy, standing: 'outranked', why: `for senders that heed ${winner.policy}` };
  if (above.some(({ standing }) => standing === 'unknown')) {
    return { policy, standing: 'unknown', why: 'what stands above it is not known' };
  }
  return {
    policy,
    standing: 'wins',
    why: 'nothing is promised: TLS where it works, else cleartext (RFC 7435 §3)',
  };
}
