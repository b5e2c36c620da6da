/**
 * The verdict in two plain sentences: what becomes of the mail, and why. About the one sender asked for, if one was.
 */
import type { Facts } from '../facts.ts';
import { severityOf } from '../rules/engine.ts';
import type { Finding } from '../rules/rule.ts';
import type { Outcome, SenderOutcome, Status } from './schema.ts';

export interface SummaryInput {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly status: Status;
  /** Of the status senders. */
  readonly outcomes: readonly SenderOutcome[];
  readonly asked?: SenderOutcome;
}

/** @returns exactly two sentences */
export function summarise(input: SummaryInput): string {
  const { asked, findings } = input;
  if (asked) return `${oneSender(asked, input)} ${reason(causes(asked, findings))}`;
  return `${everySender(input)} ${reason(decisive(input))}`;
}

const endings: Readonly<Record<Outcome, string>> = {
  'delivered-tls-authenticated': 'delivers over TLS to the authenticated host',
  'delivered-tls': 'delivers over TLS',
  'delivered-cleartext': 'delivers in clear text',
  deferred: 'keeps the mail waiting',
  bounced: 'returns the mail to its author',
  'error-to-caller': 'gives an error and sends nothing',
  unknown: 'does something that can not be told from here',
};

function oneSender({ name, first, retry, final, unknown }: SenderOutcome, { facts }: SummaryInput): string {
  const to = `with mail to ${facts.observation.host}`;
  if (first === 'unknown')
    return `What ${name} does ${to} is not known${unknown ? `: ${plain(unknown)}` : ''}.`;
  if (first !== 'deferred')
    return `${name} ${endings[first]} ${to}.`.replace(` ${to}`, ` at ${facts.observation.host}`);
  const next = retry && retry !== 'deferred' ? `, and then ${endings[retry]}` : '';
  const end = next === '' ? `, and in the end ${endings[final]}` : next;
  return `${name} keeps the mail to ${facts.observation.host} waiting at first${end}.`;
}

function everySender({ facts, status, outcomes }: SummaryInput): string {
  const { host } = facts.observation;
  const having = (test: (outcome: SenderOutcome) => boolean) => listed(outcomes.filter(test));
  switch (status) {
    case 'failing': {
      const lost = outcomes.filter(({ final }) => final === 'bounced' || final === 'error-to-caller');
      if (lost.length === outcomes.length)
        return `Mail to ${host} does not arrive from any sender looked at.`;
      return `Mail to ${host} does not arrive from every sender: in the end it fails from ${listed(lost)}.`;
    }
    case 'degraded': {
      const clear = having(({ first }) => first === 'delivered-cleartext');
      const late = having(({ first }) => first === 'deferred');
      const parts = [clear && `in clear text from ${clear}`, late && `late from ${late}`].filter(
        (part) => part,
      );
      if (parts.length > 0) return `Mail to ${host} arrives, but ${parts.join(', and ')}.`;
      return `Mail to ${host} arrives over TLS, but a promise about it is broken or soon will be.`;
    }
    case 'indeterminate':
      return `What becomes of mail to ${host} could not be measured from here.`;
    case 'ok': {
      const unknown = having(({ final }) => final === 'unknown');
      const except = unknown && `, as far as is known (not known: ${unknown})`;
      return `Mail to ${host} arrives over TLS from the senders looked at${except}.`;
    }
    default:
      return status satisfies never;
  }
}

/** The findings that one sender's outcome names, in order of weight. */
function causes({ because }: SenderOutcome, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ rule, subject }) =>
    because.some(
      (cause) => cause.finding === rule.id && JSON.stringify(cause.subject) === JSON.stringify(subject),
    ),
  );
}

/** What most senders that fare worst name; the worst finding where none names any. */
function decisive({ outcomes, findings }: SummaryInput): readonly Finding[] {
  const count = (finding: Finding) =>
    outcomes.filter((outcome) => causes(outcome, [finding]).length > 0).length;
  const named = findings.filter((finding) => count(finding) > 0).sort((a, b) => count(b) - count(a));
  return named.length > 0 ? named : findings;
}

function reason([worst]: readonly Finding[]): string {
  if (!worst) return 'Nothing was found that needs mending.';
  const { mx } = worst.subject;
  const where = mx ? ` (${mx})` : '';
  const lead =
    severityOf(worst) === 'info' || severityOf(worst) === 'notice' ? 'Worth knowing' : 'The reason';
  return `${lead}: ${worst.rule.title.charAt(0).toLowerCase()}${worst.rule.title.slice(1)}${where}.`;
}

/** Two or three names, then a number. */
function listed(outcomes: readonly SenderOutcome[]): string {
  const names = outcomes.map(({ name }) => name);
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A clause without its own full stop: the sentence has one. */
function plain(text: string): string {
  return text.replace(/\.\s*$/, '').replaceAll('. ', '; ');
}
