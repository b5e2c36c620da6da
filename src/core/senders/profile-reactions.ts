/**
 * What can go wrong with a delivery, what a sender does about it, and what it writes: the words of the tables in a profile.
 */

/** What can go wrong with one delivery attempt at one address, in the order in which it can happen. */
export const failureClasses = [
  'connect-failed',
  'greeting-4xx',
  'greeting-5xx',
  'greeting-lost',
  'ehlo-lost',
  'ehlo-421',
  'ehlo-4xx',
  'ehlo-refused',
  'helo-refused',
  'starttls-absent',
  'starttls-refused-4xx',
  'starttls-refused-5xx',
  'starttls-421',
  'starttls-2xx',
  'starttls-3xx',
  'starttls-lost',
  'starttls-reset',
  'handshake-failed',
  'handshake-closed',
  'handshake-timeout',
  'verification-failed',
  'match-failed',
  'session-dies',
  'late-certificate-demand',
  'ehlo-over-tls-421',
  'ehlo-over-tls-closed',
  'ehlo-over-tls-4xx',
  'ehlo-over-tls-refused',
  'mail-over-tls-lost',
  'mail-in-clear-lost',
  'cleartext-refused-4xx',
  'cleartext-refused-5xx',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/**
 * What the sender does about a failure.
 * `go-on`: as if nothing had happened (HELO after EHLO, TLS in spite of a 250). `cleartext`: in the same session, or over a new
 * connection; with `notBeforeSeconds` only once the message is that old, else the next host. `next-host`: the next address or host, deferred
 * when there is none; `next-or-bounce`: bounced when there is none. `defer` and `bounce` end the attempt, other hosts or not. `defer-or-next`, `bounce-or-next`: whether it tries a
 * remaining host first is not known. `error`: the caller is told (no queue).
 */
export type Reaction =
  | {
      readonly kind:
        | 'go-on'
        | 'next-host'
        | 'next-or-bounce'
        | 'defer'
        | 'bounce'
        | 'defer-or-next'
        | 'bounce-or-next'
        | 'error';
    }
  | { readonly kind: 'cleartext'; readonly connection: 'same' | 'new'; readonly notBeforeSeconds?: number }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What becomes of a domain that never leads to a connection. */
export type RoutingReaction = 'bounce' | 'defer' | 'error' | 'unknown' | 'go-on';

export const routingFailures = [
  'null-mx',
  'domain-not-found',
  'domain-without-host',
  'mx-lookup-failed',
  'no-host-address',
  'address-lookup-failed',
  'mx-is-address',
] as const;
export type RoutingFailure = (typeof routingFailures)[number];

/** Log lines by failure class; `{host}`, `{ip}`, `{domain}`, `{port}`, `{reason}`, `{objections}`, `{reply}` are filled in (log-line.ts). */
export type LogTemplates = Readonly<Partial<Record<LogEvent, string>>>;
export type LogEvent =
  | FailureClass
  | RoutingFailure
  | 'delivered-tls'
  | 'delivered-cleartext'
  | 'tlsa-lookup-failed'
  | 'dane-unusable'
  | 'anchor-key-fails'
  | 'mx-is-root'
  | 'mx-not-in-policy'
  | 'connection-refused'
  | 'connection-timed-out'
  | 'connection-unreachable'
  | 'greeting-timed-out'
  | 'greeting-closed'
  | 'greeting-malformed'
  | 'ehlo-timed-out'
  | 'ehlo-closed'
  | 'ehlo-reset'
  | 'helo-closed'
  | 'starttls-timed-out'
  | 'starttls-closed'
  | 'starttls-injected'
  | 'handshake-reset'
  | 'session-timed-out'
  | 'session-reset'
  | 'mail-over-tls-timed-out'
  | 'mail-over-tls-closed'
  | 'mail-over-tls-reset'
  | 'mail-in-clear-timed-out'
  | 'mail-in-clear-closed'
  | 'mail-over-tls-refused';
