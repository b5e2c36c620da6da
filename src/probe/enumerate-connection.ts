/**
 * One connection of an enumeration. It is brought as far as the go-ahead for TLS before its question is known, since the question hangs on
 * what other connections hear meanwhile: so each answer costs one round trip, not five. Then the hello, and no more than its answer.
 */
import { asciiBytes, printable } from '../core/base/text.ts';
import { offersExtension, readExtensions } from '../core/smtp/extensions.ts';
import type { Session } from '../core/smtp/session.ts';
import { createTlsClient } from '../core/tls/client.ts';
import type { Ask } from '../core/tls/enumerate.ts';
import type { Handshake } from '../core/tls/facts.ts';
import type { ResumableSession } from '../core/tls/resumable-session.ts';
import type { AddressConnections } from './address-connections.ts';
import type { ByteStream } from './ports.ts';
import type { SessionContext } from './session.ts';
import { SmtpConnection } from './smtp-connection.ts';
import { putSslv2 } from './sslv2-question.ts';
import { secureStream } from './tls-stream.ts';

export interface EnumerationTarget {
  readonly address: string;
  readonly port: number;
  readonly implicit: boolean;
}

/** A connection that waits for its hello. */
export interface Prepared {
  readonly connection: SmtpConnection;
  readonly session: Session;
  /** A NOOP went out in the clear behind STARTTLS, in one segment with it. */
  readonly injected: boolean;
  /** What answered it over TLS, though it should have been forgotten. */
  injectedReply?: string;
}

/** Dial, greet, EHLO, STARTTLS. @param inject send a NOOP along, which does no harm. @returns a sentence where one of them fails */
export async function prepare(
  target: EnumerationTarget,
  context: SessionContext,
  inject = false,
): Promise<Prepared | string> {
  const { clock, deadline, budgets, ehloName } = context;
  const startedAt = clock.monotonic();
  const dialled = await context.dial(target, { timeoutMs: deadline.stepMs() });
  if (dialled.kind !== 'connected') return `connecting failed: ${dialled.kind}`;
  const session: Session = {
    purpose: target.implicit ? 'implicit-tls' : 'starttls',
    startedAt: clock.now().toISOString(),
    connect: { kind: 'connected', milliseconds: Math.round(clock.monotonic() - startedAt) },
    transcript: [],
  };
  const connection = new SmtpConnection(dialled.stream, {
    monotonic: () => clock.monotonic(),
    startedAt,
    maxTextBytes: budgets.smtpTextBytes,
    transcript: session.transcript,
  });
  if (target.implicit) return { connection, session, injected: false };
  session.greeting = await connection.reply(deadline.stepMs());
  let step = session.greeting;
  if (isPositive(step)) {
    step = await connection.ask(`EHLO ${ehloName}`, deadline.stepMs());
    session.ehlo = step;
    session.extensions = 'reply' in step ? readExtensions(step.reply) : [];
  }
  if (isPositive(step) && offersExtension(session.extensions ?? [], 'STARTTLS')) {
    step = await connection.ask(inject ? 'STARTTLS\r\nNOOP' : 'STARTTLS', deadline.stepMs());
    session.starttls = step;
    // Text behind the 220 stays where it is: the handshake reads the stream itself (RFC 3207 §4.2).
    if (isPositive(step)) return { connection, session, injected: inject };
  }
  connection.close();
  return 'reply' in step ? `the server answered ${step.reply.code}` : step.failure.detail;
}

/**
 * A connection prepared before it is known whether, and what, will be asked over it. It keeps its place among those that stand at once until
 * it is released.
 */
export class EarlyConnection {
  readonly prepared: Promise<Prepared | string>;
  readonly #released = Promise.withResolvers<void>();

  constructor(connections: AddressConnections, target: EnumerationTarget, context: SessionContext) {
    const { promise, resolve, reject } = Promise.withResolvers<Prepared | string>();
    this.prepared = promise;
    connections
      .run(async () => {
        resolve(await prepare(target, context, true));
        await this.#released.promise;
      })
      .catch(reject);
  }

  release(): void {
    this.#released.resolve();
  }

  /** It was not needed. */
  async giveUp(): Promise<void> {
    const prepared = await this.prepared;
    if (typeof prepared !== 'string') prepared.connection.close();
    this.release();
  }
}

export function isPositive(step: Session['greeting']): boolean {
  return step !== undefined && 'reply' in step && step.reply.code >= 200 && step.reply.code < 300;
}

export interface Answer {
  /** What the hello got; they may grow while the session is tried out. */
  readonly facts: () => Handshake;
  /** The session, where it is tried out, as it can be resumed; it too may come late, with a ticket. */
  readonly resumable: () => ResumableSession | undefined;
  /** Over once the session was tried out, where that was asked for; the connection is closed then. Never rejects. */
  readonly end: Promise<void>;
}

/** Put the question. */
export async function put(
  ask: Ask,
  prepared: Prepared,
  context: SessionContext,
  isNews: (facts: Handshake) => boolean,
): Promise<Answer> {
  const { connection, session } = prepared;
  if (ask.hello === 'sslv2') {
    const facts = await putSslv2(connection.stream, context);
    connection.close();
    return { facts: () => facts, resumable: () => undefined, end: Promise.resolve() };
  }
  const client = createTlsClient({
    hello: ask.hello,
    helloName: ask.name,
    serverName: ask.serverName,
    cryptography: context.cryptography,
    resume: ask.resume,
    now: () => context.clock.monotonic(),
    enough: (facts) => isEnough(ask, facts) && !isNews(facts),
  });
  const { clock, deadline } = context;
  const secured = await secureStream(connection.stream, client, {
    timeoutMs: deadline.stepMs(),
    monotonic: () => clock.monotonic(),
    split: ask.split === true,
  });
  const end = async (): Promise<void> => {
    if (secured && ask.whole === true) await tryOut(secured, prepared, context);
    else secured?.close();
    session.handshake = client.facts;
    connection.close();
  };
  const resumable = (): ResumableSession | undefined => (ask.whole === true ? client.resumable : undefined);
  return { facts: () => client.facts, resumable, end: end() };
}

/** Before TLS 1.3 everything is said once our own flight is due; in TLS 1.3 a HelloRetryRequest names the group. */
function isEnough(ask: Ask, { version, helloRetryRequest, group }: Handshake): boolean {
  if (ask.whole === true || version === undefined) return false;
  if (version !== 'TLSv1.3') return true;
  return ask.groupOnly === true && helloRetryRequest === true && group !== undefined;
}

/**
 * Does the session over TLS answer? Then say goodbye. Replies come in the order of commands (RFC 5321 §4.1.1), so that three of them to
 * EHLO and QUIT mean that the first one answers what was injected.
 */
async function tryOut(stream: ByteStream, prepared: Prepared, context: SessionContext): Promise<void> {
  const { connection, session, injected } = prepared;
  const { deadline, ehloName } = context;
  connection.secured(stream);
  if (session.purpose === 'implicit-tls') {
    session.greeting = await connection.reply(deadline.stepMs());
    if (!isPositive(session.greeting)) return;
  }
  session.ehloOverTls = await connection.ask(`EHLO ${ehloName}`, deadline.stepMs());
  if (!('reply' in session.ehloOverTls)) return;
  if (!injected) {
    // The other connections end in the midst of a handshake: here a word is enough.
    connection.send('QUIT');
    return;
  }
  const last = await connection.ask('QUIT', Math.min(quitMs, deadline.leftMs));
  if (!('reply' in last) || last.reply.code === quitReply) return;
  const third = await connection.reply(Math.min(quitMs, deadline.leftMs));
  if (!('reply' in third)) return;
  const { code, lines } = session.ehloOverTls.reply;
  prepared.injectedReply = printable(asciiBytes(`${code} ${lines.join(' ')}`.slice(0, 200)));
  session.ehloOverTls = last;
}

const quitReply = 221;
const quitMs = 1_000;
