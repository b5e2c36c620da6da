/** Clients without a queue: what software/one-shot.sh wrote around their words. They deliver over TLS only to who is authenticated. */
import { type Attempt, domainOf } from './attempt.ts';

export function readOneShotLog(log: string): Attempt[] {
  return log.split(/^begin /m).flatMap((part) => {
    const [recipient = '', ...lines] = part.trim().split('\n');
    const status = /^exit (\d+)$/.exec(lines.at(-1) ?? '')?.[1];
    if (status === undefined) return [];
    const fate = status === '0' ? 'delivered' : 'error-to-caller';
    return [
      {
        domain: domainOf(recipient),
        fate,
        lines,
        ...(fate === 'delivered' && { peer: 'client-always-verifies' }),
      },
    ];
  });
}
