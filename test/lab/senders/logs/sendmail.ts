/**
 * Sendmail, syslog at LogLevel 14: what a process writes up to a `to=` line belongs to it. One attempt has such a line for each host it
 * tried, under the same process and queue id; the last one tells how it ended.
 */
import { type Attempt, bucket, domainOf, type Fate, lastWord } from './attempt.ts';

const line = /(?:sendmail|sm-mta)\[(\d+)\]: (.*)$/;
const end = /^(\w+): to=<?([^>,]+)>?, .*dsn=(\d)/;
const fates: Record<string, Fate> = { 2: 'delivered', 4: 'deferred', 5: 'bounced' };
const submission = /^\w+: from=/;
/** What LogLevel 14 adds about the configuration and about steps that went well. */
const noise =
  /SMTP outgoing connect|File missing|client, init=1|engine=\(null\)|tls_clt_features=|client, start=ok|gethostbyaddr|NOQUEUE: connect|poststats:|SSL_CTX_dane_enable/;

export function readSendmailLog(log: string): Attempt[] {
  const attempts = new Map<string, Attempt>();
  const processes = new Map<string, string[]>();
  let count = 0;
  for (const text of log.split('\n')) {
    const [, process, message] = line.exec(text) ?? [];
    if (process === undefined || message === undefined) continue;
    if (submission.test(message) || noise.test(message)) continue;
    const lines = bucket(processes, process);
    lines.push(message.replace(/^\w{14}\d*: /, ''));
    const [, id, recipient, dsn] = end.exec(message) ?? [];
    const fate = fates[dsn ?? ''];
    if (recipient === undefined || fate === undefined) continue;
    processes.delete(process);
    const key = `${process} ${id}`;
    const before = attempts.get(key);
    // Only a deferral is followed by the next host.
    const same = before?.fate === 'deferred' ? before : undefined;
    const all = [...(same?.lines ?? []), ...lines];
    attempts.set(same || !before ? key : `${key} ${count++}`, {
      domain: domainOf(recipient),
      fate,
      lines: all,
      ...lastWord(lines, /(verify=\w+)/),
    });
  }
  return [...attempts.values()];
}
