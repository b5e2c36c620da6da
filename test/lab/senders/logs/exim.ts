/** Exim, mainlog: everything under a message's id up to `=>` (delivered), `==` (deferred) or `**` (bounced) is one attempt. */
import { type Attempt, bucket, domainOf, lastWord } from './attempt.ts';

const line = /^\S+ \S+ (\w{6}-\w{6,11}-\w{2,4}) (.*)$/;
/** A submission, and a queue runner that finds another at work. */
const noise = /^<= |^Spool file for \S+ is locked/;
const end = /^(=>|->|==|\*\*) (\S+?):? /;
const fates = { '=>': 'delivered', '->': 'delivered', '==': 'deferred', '**': 'bounced' } as const;

export function readEximLog(log: string): Attempt[] {
  const attempts: Attempt[] = [];
  const messages = new Map<string, string[]>();
  for (const text of log.split('\n')) {
    const [, id, message] = line.exec(text) ?? [];
    if (id === undefined || message === undefined || noise.test(message)) continue;
    const lines = bucket(messages, id);
    lines.push(message);
    const [, mark, recipient] = end.exec(message) ?? [];
    if (recipient === undefined) continue;
    messages.delete(id);
    // Also deferrals say CV= where an earlier host was spoken to: the word counts on the line that delivers.
    const fate = fates[mark as keyof typeof fates];
    attempts.push({
      domain: domainOf(recipient),
      fate,
      lines,
      ...(fate === 'delivered' && lastWord([message], / (CV=\w+)/)),
    });
  }
  return attempts;
}
