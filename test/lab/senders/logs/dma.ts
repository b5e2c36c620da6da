/**
 * dma, syslog: an attempt runs from `trying delivery` to the next one of the same queue id. It says nothing of certificates, and after a
 * refused connection nothing at all, unless there is another host.
 */
import { type Attempt, domainOf, type Fate } from './attempt.ts';

const line = / dma\[(\w+\.\w+)\]: (.*)$/;
const start = /^<([^>]+)> trying delivery$/;
const ends: readonly (readonly [RegExp, Fate])[] = [
  [/delivery successful$/, 'delivered'],
  [/^delivery failed, bouncing/, 'bounced'],
  [/delivery deferred|^connect to .* failed: /, 'deferred'],
];

export function readDmaLog(log: string): Attempt[] {
  const attempts: { domain: string; fate?: Fate; lines: string[] }[] = [];
  const current = new Map<string, (typeof attempts)[number]>();
  // A reply of several lines is logged with its line ends.
  for (const text of log.split(/\r?\n/)) {
    const [, id, message] = line.exec(text) ?? [];
    if (id === undefined || message === undefined) continue;
    const recipient = start.exec(message)?.[1];
    if (recipient !== undefined) {
      const attempt = { domain: domainOf(recipient), lines: [] };
      current.set(id, attempt);
      attempts.push(attempt);
    }
    const attempt = current.get(id);
    if (attempt === undefined) continue;
    attempt.lines.push(message);
    const fate = ends.find(([pattern]) => pattern.test(message))?.[1];
    if (fate !== undefined) attempt.fate = fate;
    // On to the next host: how the last one was left is no end.
    else if (message.startsWith('trying remote delivery')) delete attempt.fate;
  }
  return attempts.flatMap(({ domain, fate, lines }) => (fate === undefined ? [] : [{ domain, fate, lines }]));
}
