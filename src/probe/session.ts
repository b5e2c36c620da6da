/**
 * One session with one address, from the dial to QUIT (session-run.ts): what is asked of it, and the connection. No RCPT is ever sent.
 */
import type { Cryptography } from '../core/cryptography.ts';
import type { Session } from '../core/smtp/session.ts';
import type { ClientHelloTemplate } from '../core/tls/client-hello.ts';
import { type Budgets, type Deadline, timeUsedUp } from './budgets.ts';
import type { Clock, Dial } from './ports.ts';
import { SessionRun } from './session-run.ts';
import { SmtpConnection } from './smtp-connection.ts';

export interface SessionPlan {
  readonly purpose: Session['purpose'];
  readonly address: string;
  readonly port: number;
  /** SNI; null sends none. */
  readonly serverName: string | null;
  /** After the handshake also MAIL FROM:<>: does the session last, and would it take mail? A `cleartext` session always asks. */
  readonly asksMail?: boolean;
  /** Where EHLO over TLS is refused: MAIL FROM:<> at once in place of HELO, as some senders go on. */
  readonly asksMailUngreeted?: boolean;
  /** What is offered, and the name that the facts give it. */
  readonly hello: { readonly name: string; readonly template: ClientHelloTemplate };
  /** Told of the session so far once its handshake is over; it then goes on. */
  readonly onHandshake?: (session: Session) => void;
}

export interface SessionContext {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly cryptography: Cryptography;
  readonly ehloName: string;
  readonly deadline: Deadline;
  readonly budgets: Budgets;
}

/** Never rejects for what the peer does; the socket is closed when it returns. */
export async function runSession(plan: SessionPlan, context: SessionContext): Promise<Session> {
  const startedAt = context.clock.monotonic();
  const session: Session = {
    purpose: plan.purpose,
    startedAt: context.clock.now().toISOString(),
    connect: { kind: 'budget', detail: timeUsedUp },
    transcript: [],
  };
  if (context.deadline.passed) return session;
  const time = context.deadline.step();
  const dialled = await context.dial(plan, time);
  if (dialled.kind !== 'connected') {
    if (dialled.kind !== 'timeout' || !time.cut) session.connect = dialled;
    return session;
  }
  session.connect = { kind: 'connected', milliseconds: Math.round(context.clock.monotonic() - startedAt) };
  const connection = new SmtpConnection(dialled.stream, {
    monotonic: () => context.clock.monotonic(),
    startedAt,
    maxTextBytes: context.budgets.smtpTextBytes,
    transcript: session.transcript,
  });
  try {
    await new SessionRun(session, connection, plan, context).run();
  } finally {
    connection.close();
  }
  return session;
}
