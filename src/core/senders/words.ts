/**
 * What profiles say in words of a table, said in words for readers: `senders ID` on the command line, docs/senders.md.
 */
import { duration } from '../report/text-lines.ts';
import type { ReportedReaction } from './description.ts';
import type { FailureClass, RoutingFailure, RoutingReaction } from './profile-reactions.ts';

export const failureWords: Readonly<Record<FailureClass, string>> = {
  'connect-failed': 'no connection',
  'greeting-4xx': 'greeted with 4xx',
  'greeting-5xx': 'greeted with 5xx',
  'greeting-lost': 'no greeting',
  'ehlo-lost': 'EHLO not answered',
  'ehlo-421': 'EHLO answered with 421',
  'ehlo-4xx': 'EHLO put off with another 4xx',
  'ehlo-refused': 'EHLO refused',
  'helo-refused': 'HELO refused, too',
  'starttls-absent': 'STARTTLS not offered',
  'starttls-refused-4xx': 'STARTTLS refused with 4xx',
  'starttls-refused-5xx': 'STARTTLS refused with 5xx',
  'starttls-421': 'STARTTLS answered with 421',
  'starttls-2xx': 'STARTTLS answered with another 2xx',
  'starttls-3xx': 'STARTTLS answered with 3xx',
  'starttls-lost': 'STARTTLS not answered',
  'starttls-reset': 'connection reset at STARTTLS',
  'handshake-failed': 'TLS handshake fails',
  'handshake-closed': 'connection closed in the TLS handshake',
  'handshake-timeout': 'TLS handshake never ends',
  'verification-failed': 'certificate not accepted',
  'match-failed': 'certificate for another name',
  'session-dies': 'session dies after the handshake',
  'late-certificate-demand': 'client certificate demanded after the handshake',
  'ehlo-over-tls-421': 'EHLO over TLS answered with 421',
  'ehlo-over-tls-closed': 'EHLO over TLS refused and the connection closed',
  'ehlo-over-tls-4xx': 'EHLO over TLS put off with 4xx',
  'ehlo-over-tls-refused': 'EHLO over TLS refused',
  'mail-over-tls-lost': 'MAIL over TLS not answered',
  'mail-in-clear-lost': 'MAIL in cleartext not answered',
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
 * Failures that are met alike and known from the same sources, together.
 *
 * @returns what it does, about which failures, and the ids of the sources; in the order in which these can happen
 */
export function groupReactions(
  reactions: readonly (ReportedReaction & {
    readonly failure: FailureClass;
    readonly from?: readonly string[] | undefined;
  })[],
): readonly {
  readonly words: string;
  readonly failures: readonly string[];
  readonly from: readonly string[];
}[] {
  const groups = Map.groupBy(reactions, (reaction) =>
    JSON.stringify([reactionWords(reaction), reaction.from ?? []]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const failures = group.map(({ failure }) => failureWords[failure]);
    return [{ words: reactionWords(first), failures, from: first.from ?? [] }];
  });
}

const routingFailureWords: Readonly<Record<RoutingFailure, string>> = {
  'null-mx': 'null MX',
  'domain-not-found': 'no such domain',
  'domain-without-host': 'a domain without a mail host',
  'mx-lookup-failed': 'the MX look-up fails',
  'no-host-address': 'no mail host has an address',
  'address-lookup-failed': 'an address look-up fails',
  'mx-is-address': 'the MX is an address',
};

const routingWords: Readonly<Record<RoutingReaction, string>> = {
  bounce: 'bounces',
  defer: 'waits',
  error: 'gives an error to its caller',
  unknown: 'not known',
  'go-on': 'goes on all the same',
};

/** The same for domains that lead to no connection. */
export function groupRouting(
  routing: readonly {
    readonly failure: RoutingFailure;
    readonly kind: RoutingReaction;
    readonly from?: readonly string[] | undefined;
  }[],
): ReturnType<typeof groupReactions> {
  const groups = Map.groupBy(routing, ({ kind, from = [] }) => JSON.stringify([kind, from]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const failures = group.map(({ failure }) => routingFailureWords[failure]);
    return [{ words: routingWords[first.kind], failures, from: first.from ?? [] }];
  });
}

/** `after 15 minutes; then every hour`. */
export function retryWords(seconds: number, schedule: string | undefined): string {
  return `after ${duration(seconds)}${schedule === undefined ? '' : `; ${schedule}`}`;
}
