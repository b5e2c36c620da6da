/**
 * OpenSMTPD, `smtpd -d -v`: a session's lines name the address it went to, and only the delivery's own line names the recipient, under the
 * session's id or, where no session came about, under none. So lines are gathered by whose server it is.
 */
import { type Attempt, bucket, domainOf, type Fate, lastWord } from './attempt.ts';

const line = /^([0-9a-f]{16}) (mta .*|smtp-out: .*)$/;
const connecting = /^mta connecting address=smtp(?:\+\w+)?:\/\/(\S+):25 /;
const end = /^mta delivery .*to=<([^>]+)>.*result="(\w+)"/;
const fates: Record<string, Fate> = { Ok: 'delivered', TempFail: 'deferred', PermFail: 'bounced' };

export function readOpenSmtpdLog(log: string, domainAt: (address: string) => string | undefined): Attempt[] {
  const attempts: Attempt[] = [];
  const sessions = new Map<string, string>();
  const domains = new Map<string, string[]>();
  for (const text of log.split('\n')) {
    const [, session, message] = line.exec(text) ?? [];
    if (session === undefined || message === undefined) continue;
    const address = connecting.exec(message)?.[1]?.replace(/^\[|\]$/g, '');
    const owner = address && domainAt(address.replace(/^IPv6:/, ''));
    if (owner) sessions.set(session, owner);
    const [, recipient, result] = end.exec(message) ?? [];
    const domain = recipient === undefined ? sessions.get(session) : domainOf(recipient);
    if (domain === undefined) continue;
    const lines = bucket(domains, domain);
    lines.push(message);
    const fate = fates[result ?? ''];
    if (fate === undefined) continue;
    domains.delete(domain);
    attempts.push({
      domain,
      fate,
      lines,
      ...lastWord(
        lines.map((each) => each.replace(/cert-check result="(\w+)"/, 'cert-check=$1')),
        /(cert-check=\w+)/,
      ),
    });
  }
  return attempts;
}
