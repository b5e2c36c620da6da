/**
 * Postfix, maillog_file: what one smtp process writes between two deliveries belongs to the second. A reused connection has no TLS line
 * of its own. `error` is the transport for destinations that Postfix gave up for now.
 */
import { type Attempt, bucket, domainOf, lastWord } from './attempt.ts';

const line = /^\w{3} +\d+ [\d:]+ (?:\S+ )?postfix(?:\/\S+)?\/(?:smtp|error)\[(\d+)\]: (.*)$/;
const end = /^\w+: to=<([^>]+)>.* status=(sent|deferred|bounced)/;
const fates = { sent: 'delivered', deferred: 'deferred', bounced: 'bounced' } as const;

export function readPostfixLog(log: string): Attempt[] {
  const attempts: Attempt[] = [];
  const processes = new Map<string, string[]>();
  for (const text of log.split('\n')) {
    const [, process, message] = line.exec(text) ?? [];
    if (process === undefined || message === undefined) continue;
    const lines = bucket(processes, process);
    lines.push(message.replace(/^(?:[0-9A-F]{6,}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,}): /, ''));
    const [, recipient, status] = end.exec(message) ?? [];
    if (recipient === undefined) continue;
    processes.delete(process);
    attempts.push({
      domain: domainOf(recipient),
      fate: fates[status as keyof typeof fates],
      lines,
      ...lastWord(lines, /^(\w+) TLS connection (?:established|reused) to/),
    });
  }
  return attempts;
}
