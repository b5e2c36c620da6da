/**
 * What each sender does: those that the status is about as a table, the others folded away below, and in one line those
 * of which nothing is known.
 */

import type { Outcome, SenderOutcome } from '../../core/report/outcome-schema.ts';
import type { Verdict } from '../../core/report/schema.ts';
import { groupSenders, namesOf, type SenderGroup } from '../../core/report/sender-groups.ts';
import { type Content, h } from './element.ts';
import { table } from './table.ts';

const outcomeWords: Record<Outcome, string> = {
  'delivered-tls-authenticated': 'encrypted, authenticated',
  'delivered-tls': 'encrypted',
  'delivered-cleartext': 'in clear',
  deferred: 'waits',
  bounced: 'bounces',
  'error-to-caller': 'error',
  unknown: 'unknown',
};

export function sendersSection(verdict: Verdict): Content[] {
  const { counted } = groupSenders(verdict);
  return verdict.senders.length === 0 ? [] : [h('h2', 'What each sender does'), ...groupContent(counted)];
}

export function otherSendersSection(verdict: Verdict): Content[] {
  const { others } = groupSenders(verdict);
  const { predicted } = others;
  const content = groupContent(others);
  if (predicted.length === 0) return content;
  const heading = `${predicted.length} more, which the status is not about: ${tally(predicted)}`;
  return [h('h2', 'Other senders'), h('details', h('summary', heading), ...content)];
}

function groupContent({ predicted, unpredicted }: SenderGroup): Content[] {
  const titles = ['Sender', 'First attempt', 'In the end', 'Why'];
  return [
    ...(predicted.length > 0 ? [table(titles, predicted.map(senderRow))] : []),
    ...unpredicted.map(({ senders, reason }) =>
      h('p', { class: 'quiet' }, `Not predicted: ${namesOf(senders)}${reason && ` (${reason})`}.`),
    ),
  ];
}

function senderRow(sender: SenderOutcome): Content[] {
  const why = sender.unknown ?? [...new Set(sender.timeline.map((entry) => entry.why))].join('; ');
  return [
    h('a', { href: `/senders/${sender.id}` }, sender.name),
    chip(sender.first),
    chip(sender.final),
    h('span', why, sender.log === undefined ? null : h('code', { class: 'log' }, sender.log)),
  ];
}

const chip = (outcome: Outcome): Content => h('span', { class: `chip ${outcome}` }, outcomeWords[outcome]);

/** `14 encrypted, 1 in clear`: how many end how, the most frequent first. */
function tally(senders: readonly SenderOutcome[]): string {
  const counts = new Map<string, number>();
  for (const { final } of senders) {
    counts.set(outcomeWords[final], (counts.get(outcomeWords[final]) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([word, number]) => `${number} ${word}`)
    .join('; ');
}
