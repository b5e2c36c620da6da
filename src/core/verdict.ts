/**
 * Observation -> Verdict: facts, findings, outcomes, report, in that order. Pure and synchronous;
 * the same Observation, anchors and time always give the same Verdict.
 */
import type { Cryptography } from './cryptography.ts';
import { deriveFacts } from './facts/derive.ts';
import type { Facts } from './facts.ts';
import type { CachedPolicy } from './mta-sts/known-policy.ts';
import type { Observation } from './observation.ts';
import { reportFindings } from './report/findings.ts';
import { reportMailHosts } from './report/mail-hosts.ts';
import type { SenderOutcome } from './report/outcome-schema.ts';
import { reportMtaSts, reportTlsRpt } from './report/policies.ts';
import type { Verdict } from './report/schema.ts';
import { statusOf } from './report/status.ts';
import { summarise } from './report/summary.ts';
import { findAll } from './rules/engine.ts';
import { profilesFor, senderProfiles, statusSenders } from './senders/catalogue.ts';
import { predict } from './senders/predict.ts';
import type { SenderProfile } from './senders/profile.ts';
import { mainConfidence } from './senders/profile-sources.ts';
import type { AnchorStore } from './x509/path-result.ts';

export interface JudgeContext {
  readonly anchors: AnchorStore;
  readonly cryptography: Cryptography;
  /** The time to judge at; default: when the observation was finished. */
  readonly at?: Date;
  /** Profile ids to predict for; default: all that apply. */
  readonly senders?: readonly string[];
  /** A policy of the domain from before, from the caller: goes before the one that the Observation may have. */
  readonly knownPolicy?: CachedPolicy;
}

/**
 * Judge what was observed.
 *
 * @param context.senders  narrows `senders` in the verdict; the status stays that of the published set
 * @throws never for what was observed; RangeError where no profile has an id asked for: the caller should have looked
 */
export function judge(observation: Observation, context: JudgeContext): Verdict {
  const now = context.at ?? new Date(observation.finishedAt);
  const facts = deriveFacts(observation, { ...context, now });
  const findings = findAll(facts);
  const profiles = profilesFor(observation.port);
  const outcomes = new Map(profiles.map((profile) => [profile.id, predict(facts, findings, profile)]));
  const counted = statusIds(profiles);
  const pick = (ids: readonly string[]) => ids.flatMap((id) => outcomes.get(id) ?? []);
  const status = statusOf({ facts, findings, outcomes: pick(counted) });
  const senders = context.senders
    ? askedSenders(context.senders).map(
        (profile) => outcomes.get(profile.id) ?? strangerHere(profile, observation),
      )
    : [...outcomes.values()];
  const asked = context.senders?.length === 1 ? senders[0] : undefined;
  const { host, unicodeHost, port, vantage, finishedAt, dns } = observation;
  return {
    host,
    ...(unicodeHost !== undefined && { unicodeHost }),
    port,
    status,
    summary: summarise({
      facts,
      findings,
      status,
      outcomes: pick(counted),
      others: senders.filter(({ id }) => !counted.includes(id)),
      ...(asked && { asked }),
    }),
    statusSenders: counted,
    senders,
    findings: reportFindings(findings),
    routing: reportRouting(facts),
    mx: reportMailHosts(facts),
    mtaSts: reportMtaSts(facts),
    tlsRpt: reportTlsRpt(facts),
    dns,
    observedAt: finishedAt,
    vantage,
  };
}

/** The published set; on submission ports, where none of it applies, the clients that do. */
function statusIds(profiles: readonly SenderProfile[]): string[] {
  const ids = profiles.map(({ id }) => id);
  const published = statusSenders.filter((id) => ids.includes(id));
  return published.length > 0 ? published : ids;
}

/** In the catalogue's order. */
function askedSenders(asked: readonly string[]): readonly SenderProfile[] {
  const stranger = asked.find((id) => !senderProfiles.some((profile) => profile.id === id));
  if (stranger !== undefined) throw new RangeError(`no sender profile has the id ${stranger}`);
  return senderProfiles.filter(({ id }) => asked.includes(id));
}

/** A sender that does not speak to this port at all. */
function strangerHere(profile: SenderProfile, { port }: Observation): SenderOutcome {
  const { id, name, shortName } = profile;
  const confidence = mainConfidence(profile);
  const unknown = `${shortName} does not deliver to port ${port}`;
  const outcome = { first: 'unknown', final: 'unknown', unknown } as const;
  return { id, name, shortName, ...outcome, timeline: [], because: [], confidence };
}

function reportRouting({ observation: { routing } }: Facts): Verdict['routing'] {
  return {
    kind: routing.kind,
    ...('dnssec' in routing && { dnssec: routing.dnssec }),
    ...('detail' in routing && { detail: routing.detail }),
  };
}
