/**
 * Senders known from their source or their vendor's documents, none of them measured: what no source says is `unknown`, and what their
 * hellos offer beyond the common is not claimed. Here is what their profiles share; a configuration of theirs may change all of it.
 */
import type { SenderHello } from '../hellos/hello.ts';
import type { SenderProfile } from '../profile.ts';
import { failureClasses, type Reaction, routingFailures } from '../profile-reactions.ts';

export const unsaid: Reaction = { kind: 'unknown', reason: 'no source says what this sender does then' };
export const inClear: Reaction = { kind: 'cleartext', connection: 'same' };
export const wait: Reaction = { kind: 'defer-or-next' };

export const every = <K extends string, V>(keys: readonly K[], value: V): Readonly<Record<K, V>> =>
  Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;

/** The hello of the same library elsewhere; this sender's own was not captured. */
export const like = (hello: SenderHello, name: string): SenderHello => ({
  ...hello,
  name,
  incomplete: true,
  confidence: 'source-code',
  source: `the library's defaults, as ${hello.source}`,
});

export const next: Reaction = { kind: 'next-host' };
export const alike = (reaction: Reaction) => ({
  'handshake-failed': reaction,
  'handshake-closed': reaction,
  'handshake-timeout': reaction,
});

export const documented = (
  own: Pick<
    SenderProfile,
    'id' | 'name' | 'shortName' | 'software' | 'versions' | 'sources' | 'from' | 'verification'
  > &
    Partial<Omit<SenderProfile, 'reactions'>> & { readonly reactions?: Partial<SenderProfile['reactions']> },
): SenderProfile => ({
  kind: 'mta',
  measuredAs: [],
  starttls: 'opportunistic',
  starttlsParameter: 'unknown',
  queue: {},
  routing: every(routingFailures, 'unknown'),
  underPolicy: { otherwise: unsaid },
  log: {},
  ...own,
  reactions: {
    ...every(failureClasses, unsaid),
    'connect-failed': { kind: 'next-host' },
    'starttls-absent': inClear,
    ...own.reactions,
  },
});
