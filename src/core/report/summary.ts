/**
 * The verdict in two plain sentences: what becomes of the mail, and why. About the one sender asked for, if one was;
 * else about the senders that the status is computed over, with a word on the others.
 */
import type { Facts } from '../facts.ts';
import { severityOf } from '../rules/engine.ts';
import type { Finding } from '../rules/rule.ts';
import type { Outcome, SenderOutcome } from './outcome-schema.ts';
import type { Status } from './schema.ts';
import { namesOf } from './sender-groups.ts';

export interface SummaryInput {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly status: Status;
  /** Of the status senders. */
  readonly outcomes: readonly SenderOutcome[];
  /** Of the other senders that are shown. */
  readonly others: readonly SenderOutcome[];
  readonly asked?: SenderOutcome;
}

/** @returns two sentences */
export function summarise(input: SummaryInput): string {
  const { asked } = input;
  return asked
    ? `${oneSender(asked, input)} ${reason(input, [asked])}`
    : `${everySender(input)} ${reason(input, input.outcomes)}`;
}

/** What stands behind a sender's name in a sentence. */
export const outcomeVerbs: Readonly<Record<Outcome, string>> = {
  'delivered-tls-authenticated': 'delivers over TLS, and knows that it is the right host',
  'delivered-tls': 'delivers over TLS',
  'delivered-cleartext': 'delivers in cleartext',
  deferred: 'lets the mail wait',
  bounced: 'bounces the mail',
  'error-to-caller': 'gives an error and sends nothing',
  unknown: 'does what can not be told from here',
};

function oneSender(
  { shortName, first, retry, final, unknown }: SenderOutcome,
  { facts }: SummaryInput,
): string {
  const { host } = facts.observation;
  if (first === 'unknown') {
    return `What ${shortName} does with mail to ${host} is not known${unknown ? ` (${unknown})` : ''}.`;
  }
  if (first !== 'deferred') return `Asked to send to ${host}, ${shortName} ${outcomeVerbs[first]}.`;
  const next =
    retry !== undefined && retry !== 'deferred'
      ? `then ${outcomeVerbs[retry]}`
      : `in the end ${outcomeVerbs[final]}`;
  return `Asked to send to ${host}, ${shortName} first lets the mail wait, and ${next}.`;
}

const isLost = ({ final }: SenderOutcome) => final === 'bounced' || final === 'error-to-caller';
const isUnknown = ({ final }: SenderOutcome) => final === 'unknown';
const isClear = ({ first, final }: SenderOutcome) =>
  first === 'delivered-cleartext' || final === 'delivered-cleartext';

function everySender({ facts, findings, status, outcomes, others }: SummaryInput): string {
  const mail = `Mail to ${facts.observation.host}`;
  const all = allOf(outcomes);
  const strangers = outcomes.filter(isUnknown);
  const unknown = strangers.length > 0 ? ` (not known: ${listed(strangers)})` : '';
  switch (status) {
    case 'failing': {
      const lost = outcomes.filter(isLost);
      const more = count(others.filter(isLost), 'from');
      return lost.length === outcomes.length
        ? `${mail} does not arrive from any of ${all}.`
        : `${mail} does not arrive from every sender: in the end it fails from ${listed(lost)}${more && `, and ${more}`}${unknown}.`;
    }
    case 'degraded': {
      if (strangers.length === outcomes.length) {
        return `What becomes of mail to ${facts.observation.host} is not known for ${strangers.length === 1 ? listed(strangers) : `any of ${all}`}.`;
      }
      const faults = faultsOf(outcomes);
      if (faults !== '') return `${mail} arrives, but ${faults}${unknown}.`;
      return `${mail} arrives over TLS from ${knownOf(outcomes)}${unknown}, but with ${worstOf(findings)}.`;
    }
    case 'indeterminate':
      return `What becomes of mail to ${facts.observation.host} could not be measured from here.`;
    case 'ok': {
      const without = others.filter((other) => isLost(other) || isClear(other));
      const more = count(without, 'from');
      const named = without.length > 0 && without.length <= 3 ? ` (${listed(without)})` : '';
      return `${mail} arrives over TLS from ${knownOf(outcomes)}${unknown}${more && `; ${more} it does not${named}`}.`;
    }
    default:
      return status satisfies never;
  }
}

/** In cleartext, late, or both, and from whom. */
function faultsOf(outcomes: readonly SenderOutcome[]): string {
  const waits = ({ first }: SenderOutcome) => first === 'deferred';
  const from = (senders: readonly SenderOutcome[]) =>
    senders.length === outcomes.length && senders.length > 1
      ? `${allOf(outcomes)} (${listed(senders)})`
      : listed(senders);
  const parts: readonly (readonly [string, readonly SenderOutcome[]])[] = [
    ['in cleartext', outcomes.filter((sender) => isClear(sender) && !waits(sender))],
    ['late and in cleartext', outcomes.filter((sender) => isClear(sender) && waits(sender))],
    ['late', outcomes.filter((sender) => waits(sender) && !isClear(sender))],
  ];
  return parts
    .filter(([, senders]) => senders.length > 0)
    .map(([how, senders]) => `${how} from ${from(senders)}`)
    .join(', and ');
}

const worstOf = (findings: readonly Finding[]): string =>
  findings.some((finding) => severityOf(finding) === 'error') ? 'an error' : 'a warning';

/** The finding that most of these senders name; the worst one where none does. */
function reason({ findings }: SummaryInput, outcomes: readonly SenderOutcome[]): string {
  const countOf = (finding: Finding) => outcomes.filter((outcome) => isCause(finding, outcome)).length;
  // Sorting is stable: among equals the worse one, which comes first, stays first.
  const [named] = findings.filter((finding) => countOf(finding) > 0).sort((a, b) => countOf(b) - countOf(a));
  const shown = named ?? findings[0];
  if (!shown) return 'Nothing was found that needs mending.';
  const { mx } = shown.subject;
  const heavy = ['error', 'warning'].includes(severityOf(shown));
  const lead = named ? 'The reason' : heavy ? 'What to look at first' : 'Worth knowing';
  return `${lead}: ${insideSentence(shown.rule.title)}${mx ? ` (${mx})` : ''}.`;
}

function isCause({ rule, subject }: Finding, { because }: SenderOutcome): boolean {
  const { mx, address, certificate } = subject;
  return because.some(
    (cause) =>
      cause.finding === rule.id &&
      cause.subject.mx === mx &&
      cause.subject.address === address &&
      cause.subject.certificate === certificate,
  );
}

/** A title as part of a sentence: "The key" becomes "the key", but STARTTLS, TLSA and X.509 stay. */
function insideSentence(title: string): string {
  const [word = ''] = title.split(' ', 1);
  return /^\p{Lu}\p{Ll}*$/u.test(word) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const inWords = (number: number): string => numbers[number] ?? String(number);

/** All that the status is computed over. */
const allOf = ({ length }: readonly SenderOutcome[]): string =>
  `the ${length === 1 ? 'one sender' : `${inWords(length)} senders`} that the status is about`;

/** Those of them whose outcome is known. */
function knownOf(outcomes: readonly SenderOutcome[]): string {
  const known = outcomes.filter((outcome) => !isUnknown(outcome)).length;
  return known === outcomes.length ? allOf(outcomes) : `${inWords(known)} of ${allOf(outcomes)}`;
}

/** `from two others`; nothing where there is none. */
function count({ length }: readonly SenderOutcome[], preposition: string): string {
  if (length === 0) return '';
  return `${preposition} ${length === 1 ? 'one other' : `${inWords(length)} others`}`;
}

/** All the names of a published set; a long list is cut. */
const maxNames = 7;

function listed(outcomes: readonly SenderOutcome[]): string {
  if (outcomes.length <= maxNames) return namesOf(outcomes);
  const names = outcomes.slice(0, maxNames - 1).map(({ shortName }) => shortName);
  return `${names.join(', ')} and ${outcomes.length - names.length} more`;
}
