/**
 * The senders of a verdict in the order in which people read them: those that the status is about, then the others;
 * in each part those of which nothing is known last, and together where the reason is the same.
 */
import type { SenderOutcome } from './outcome-schema.ts';
import type { Verdict } from './schema.ts';

export interface SenderGroup {
  readonly predicted: readonly SenderOutcome[];
  readonly unpredicted: readonly { readonly reason: string; readonly senders: readonly SenderOutcome[] }[];
}

/** @returns `others` only beside some that count: those asked for are never "others" to nobody */
export function groupSenders({ senders, statusSenders }: Pick<Verdict, 'senders' | 'statusSenders'>): {
  readonly counted: SenderGroup;
  readonly others: SenderGroup;
} {
  const counted = senders.filter(({ id }) => statusSenders.includes(id));
  if (counted.length === 0) return { counted: groupOf(senders), others: groupOf([]) };
  return {
    counted: groupOf(counted),
    others: groupOf(senders.filter((sender) => !counted.includes(sender))),
  };
}

function groupOf(senders: readonly SenderOutcome[]): SenderGroup {
  const isUnpredicted = ({ first, final }: SenderOutcome) => first === 'unknown' && final === 'unknown';
  const byReason = new Map<string, SenderOutcome[]>();
  for (const sender of senders.filter(isUnpredicted)) {
    const reason = sender.unknown ?? '';
    byReason.set(reason, [...(byReason.get(reason) ?? []), sender]);
  }
  return {
    predicted: senders.filter((sender) => !isUnpredicted(sender)),
    unpredicted: [...byReason].map(([reason, together]) => ({ reason, senders: together })),
  };
}

/** `Yahoo, iCloud and Fastmail` */
export function namesOf(senders: readonly SenderOutcome[]): string {
  const names = senders.map(({ shortName }) => shortName);
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
