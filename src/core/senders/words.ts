/**
 * What profiles say in words of a table, said in words for readers: `senders ID` on the command line, docs/senders.md.
 */
import { duration } from '../report/text-lines.ts';
import type { ReportedReaction } from './describe.ts';
import type { FailureClass } from './profile-reactions.ts';

export const failureWords: Readonly<Record<FailureClass, string>> = {
  'connect-failed': 'no connection',
  'greeting-4xx': 'greeted with 4xx',
  'greeting-5xx': 'greeted with 5xx',
  'greeting-lost': 'no greeting',
  'ehlo-421': 'EHLO answered with 421',
  'ehlo-4xx': 'EHLO put off with another 4xx',
  'ehlo-refused': 'EHLO refused',
  'helo-refused': 'HELO refused, too',
  'starttls-absent': 'STARTTLS not offered',
  'starttls-refused-4xx': 'STARTTLS refused with 4xx',
  'starttls-refused-5xx': 'STARTTLS refused with 5xx',
  'starttls-421': 'STARTTLS answered with 421',
  'starttls-2xx': 'STARTTLS answered with another 2xx',
  'starttls-lost': 'STARTTLS not answered',
  'handshake-failed': 'TLS handshake fails',
  'handshake-closed': 'connection closed in the TLS handshake',
  'handshake-timeout': 'TLS handshake never ends',
  'verification-failed': 'certificate not accepted',
  'match-failed': 'certificate for another name',
  'session-dies': 'session dies after the handshake',
  'late-certificate-demand': 'client certificate demanded after the handshake',
  'ehlo-over-tls-421': 'EHLO over TLS answered with 421',
  'ehlo-over-tls-closed': 'EHLO over TLS refused and the connection closed',
  'ehlo-over-tls-refused': 'EHLO over TLS refused',
  'cleartext-refused-4xx': 'cleartext refused with 4xx',
  'cleartext-refused-5xx': 'cleartext refused with 5xx',
};

/** What the sender does, as the end of a sentence that it begins. */
export function reactionWords(reaction: ReportedReaction): string {
  const { kind } = reaction;
  switch (kind) {
    case 'go-on':
      return 'goes on all the same';
    case 'next-host':
      return 'tries the next host; when there is none, waits';
    case 'next-or-bounce':
      return 'tries the next host; when there is none, bounces';
    case 'defer':
      return 'waits';
    case 'bounce':
      return 'bounces';
    case 'defer-or-next':
      return 'waits, perhaps after the next host';
    case 'bounce-or-next':
      return 'bounces, perhaps after the next host';
    case 'error':
      return 'gives an error to its caller';
    case 'cleartext': {
      const how = reaction.connection === 'same' ? 'in the same session' : 'over a new connection';
      const { notBeforeSeconds } = reaction;
      if (notBeforeSeconds === undefined) return `delivers in cleartext, ${how}`;
      return `waits; from ${duration(notBeforeSeconds)} on delivers in cleartext, ${how}`;
    }
    case 'unknown':
      return `not known: ${reaction.reason}`;
    default:
      return kind satisfies never;
  }
}

/**
 * Failures that are met alike, together.
 *
 * @returns what it does, and about which failures; in the order in which these can happen
 */
export function groupReactions(
  reactions: readonly (ReportedReaction & { readonly failure: FailureClass })[],
): readonly { readonly words: string; readonly failures: readonly string[] }[] {
  const groups = Map.groupBy(reactions, reactionWords);
  return [...groups].map(([words, group]) => ({
    words,
    failures: group.map(({ failure }) => failureWords[failure]),
  }));
}
