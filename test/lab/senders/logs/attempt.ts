/** What every reader of a sender's log gives: the attempts to deliver, in the log's order. */

export type Fate = 'delivered' | 'deferred' | 'bounced' | 'error-to-caller';

export interface Attempt {
  /** the recipient's domain, lower case */
  readonly domain: string;
  readonly fate: Fate;
  /** the sender's own word for the certificate of the connection it ended with */
  readonly peer?: string;
  /** what it wrote, without time, process and queue id */
  readonly lines: readonly string[];
}

/** @param domainAt  whose mail server listens at an address: some logs name addresses only */
export type ReadLog = (log: string, domainAt: (address: string) => string | undefined) => Attempt[];

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** The entry of a map that is made when it is first asked for. */
export function bucket<Key>(buckets: Map<Key, string[]>, key: Key): string[] {
  const lines = buckets.get(key) ?? [];
  buckets.set(key, lines);
  return lines;
}

/** The last match's first group in any of the lines. */
export function lastWord(lines: readonly string[], pattern: RegExp): { peer?: string } {
  const word = lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined);
  return word === undefined ? {} : { peer: word };
}
