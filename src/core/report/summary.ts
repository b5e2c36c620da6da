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

/** @returns two sentences */
export function summarise(input: SummaryInput): string {
  const { asked } = input;
  return asked
    ? `${oneSender(asked, input)} ${reason(input, [asked])}`
    : `${everySender(input)} ${reason(input, input.outcomes)}`;
}

const endings: Readonly<Record<Outcome, string>> = {
  'delivered-tls-authenticated': 'delivers over TLS, and knows that it is the right host',
  'delivered-tls': 'delivers over TLS',
  'delivered-cleartext': 'delivers in cleartext',
  deferred: 'lets the mail wait',
  bounced: 'bounces the mail',
  'error-to-caller': 'gives an error and sends nothing',
  unknown: 'does what can not be told from here',
};

function oneSender({ name, first, retry, final, unknown }: SenderOutcome, { facts }: SummaryInput): string {
  const { host } = facts.observation;
  if (first === 'unknown') {
    return `What ${name} does with mail to ${host} is not known${unknown ? ` (${unknown})` : ''}.`;
  }
  if (first !== 'deferred') return `Asked to send to ${host}, ${name} ${endings[first]}.`;
  const next =
    retry !== undefined && retry !== 'deferred' ? `then ${endings[retry]}` : `in the end ${endings[final]}`;
  return `Asked to send to ${host}, ${name} first lets the mail wait, and ${next}.`;
}

function everySender({ facts, status, outcomes }: SummaryInput): string {
  const { host } = facts.observation;
  const having = (test: (outcome: SenderOutcome) => boolean) => listed(outcomes.filter(test));
  const strangers = having(({ final }) => final === 'unknown');
  const unknown = strangers && ` (not known: ${strangers})`;
  switch (status) {
    case 'failing': {
      const lost = outcomes.filter(({ final }) => final === 'bounced' || final === 'error-to-caller');
      return lost.length === outcomes.length
        ? `Mail to ${host} does not arrive from any sender looked at.`
        : `Mail to ${host} does not arrive from every sender: in the end it fails from ${listed(lost)}.`;
    }
    case 'degraded': {
      if (outcomes.every(({ final }) => final === 'unknown')) {
        return `What becomes of mail to ${host} is not known for any sender looked at.`;
      }
      const clear = having(({ first }) => first === 'delivered-cleartext');
      const late = having(({ first }) => first === 'deferred');
      const parts = [clear && `in cleartext from ${clear}`, late && `late from ${late}`].filter(
        (part) => part,
      );
      const but = parts.length > 0 ? parts.join(', and ') : 'a promise about it is broken or soon will be';
      return `Mail to ${host} arrives, but ${but}${unknown}.`;
    }
    case 'indeterminate':
      return `What becomes of mail to ${host} could not be measured from here.`;
    case 'ok':
      return `Mail to ${host} arrives over TLS from the senders looked at${unknown}.`;
    default:
      return status satisfies never;
  }
}

/** The finding that most of these senders name; the worst one where none does. */
function reason({ findings }: SummaryInput, outcomes: readonly SenderOutcome[]): string {
  const count = (finding: Finding) => outcomes.filter((outcome) => isCause(finding, outcome)).length;
  // Sorting is stable: among equals the worse one, which comes first, stays first.
  const [named] = findings.filter((finding) => count(finding) > 0).sort((a, b) => count(b) - count(a));
  const shown = named ?? findings[0];
  if (!shown) return 'Nothing was found that needs mending.';
  const { mx } = shown.subject;
  const { title } = shown.rule;
  const heavy = ['error', 'warning'].includes(severityOf(shown));
  const lead = named ? 'The reason' : heavy ? 'What to mend first' : 'Worth knowing';
  return `${lead}: ${title.charAt(0).toLowerCase()}${title.slice(1)}${mx ? ` (${mx})` : ''}.`;
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

/** Two or three names, then a number; each without what stands behind its comma. */
function listed(outcomes: readonly SenderOutcome[]): string {
  const names = [...new Set(outcomes.map(({ name }) => name.split(',', 1)[0] ?? name))];
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
