/**
 * One connection of an enumeration. It is brought as far as the go-ahead for TLS before its question is known, since the question hangs on
 * what other connections hear meanwhile: so each answer costs one round trip, not five. Then the hello, and no more than its answer.
 */
import { printable } from '../core/base/text.ts';
import { offersExtension, readExtensions } from '../core/smtp/extensions.ts';
import type { Session } from '../core/smtp/session.ts';
import { createTlsClient, type TlsClient } from '../core/tls/client.ts';
import type { Ask } from '../core/tls/enumerate.ts';
import type { Handshake } from '../core/tls/facts.ts';
import { isSslv2ServerHello, writeSslv2Hello } from '../core/tls/sslv2.ts';
import type { ByteStream } from './ports.ts';
import type { SessionContext } from './session.ts';
import { SmtpConnection } from './smtp-connection.ts';
import { TlsStream } from './tls-stream.ts';

export interface EnumerationTarget {
  readonly address: string;
  readonly port: number;
  readonly implicit: boolean;
}

/** A connection that waits for its hello. */
export interface Prepared {
  readonly connection: SmtpConnection;
  readonly session: Session;
  readonly early: Uint8Array;
}

/** Pause between the two segments of a split hello: long enough to leave in two packets. */
const segmentPauseMs = 25;
const firstSegment = 600;
const challengeLength = 16;

/** Dial, greet, EHLO, STARTTLS. @returns a sentence where one of them fails */
export async function prepare(
  target: EnumerationTarget,
  context: SessionContext,
  command = 'STARTTLS',
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
  if (target.implicit) return { connection, session, early: new Uint8Array() };
  session.greeting = await connection.reply(deadline.stepMs());
  let step = session.greeting;
  if (isPositive(step)) {
    step = await connection.ask(`EHLO ${ehloName}`, deadline.stepMs());
    session.ehlo = step;
    session.extensions = 'reply' in step ? readExtensions(step.reply) : [];
  }
  if (isPositive(step) && offersExtension(session.extensions ?? [], 'STARTTLS')) {
    step = await connection.ask(command, deadline.stepMs());
    session.starttls = step;
    if (isPositive(step)) return { connection, session, early: connection.takeRest() };
  }
  connection.close();
  return 'reply' in step ? `the server answered ${step.reply.code}` : step.failure.detail;
}

export function isPositive(step: Session['greeting']): boolean {
  return step !== undefined && 'reply' in step && step.reply.code >= 200 && step.reply.code < 300;
}

/** Put the question. @returns what the hello got; the connection is closed */
export async function put(
  ask: Ask,
  prepared: Prepared,
  context: SessionContext,
  isNews: (facts: Handshake) => boolean,
): Promise<Handshake> {
  const { connection, session } = prepared;
  try {
    if (ask.hello === 'sslv2') return await putSslv2(connection.stream, context);
    const client = createTlsClient({
      hello: ask.hello,
      helloName: ask.name,
      serverName: ask.serverName,
      cryptography: context.cryptography,
    });
    const enough = (): boolean => ask.whole !== true && !isNews(client.facts);
    const secured = await shakeHands(client, { ...prepared, split: ask.split === true, enough }, context);
    session.handshake = client.facts;
    if (secured && ask.whole === true) await tryOut(secured, prepared, context);
    else secured?.close();
    session.handshake = client.facts;
    return client.facts;
  } finally {
    connection.close();
  }
}

/**
 * The handshake, to its end or as far as it has to go: before TLS 1.3 everything is said once our own flight is due.
 *
 * @returns the protected stream; undefined where there is none
 */
export async function shakeHands(
  client: TlsClient,
  {
    connection,
    early,
    split,
    enough,
  }: Prepared & { readonly split: boolean; readonly enough: () => boolean },
  { clock, deadline }: SessionContext,
): Promise<ByteStream | undefined> {
  const { stream } = connection;
  const end = clock.monotonic() + deadline.stepMs();
  const hello = client.start();
  let received = early.length > 0 ? ({ kind: 'data', bytes: early } as const) : undefined;
  if (split && hello.length > firstSegment) {
    stream.write(hello.subarray(0, firstSegment));
    const meanwhile = await stream.read(segmentPauseMs);
    if (meanwhile.kind === 'data') received = meanwhile;
    stream.write(hello.subarray(firstSegment));
  } else {
    stream.write(hello);
  }
  for (;;) {
    const next = received ?? (await stream.read(Math.max(1, end - clock.monotonic())));
    received = undefined;
    const progress = next.kind === 'data' ? client.receive(next.bytes) : client.ended(next.kind);
    stream.write(progress.toSend);
    if (progress.state === 'established')
      return new TlsStream(stream, client, firstData(progress.applicationData));
    if (progress.state !== 'handshaking') return undefined;
    const { version } = client.facts;
    const saidAll = progress.toSend.length > 0 && version !== undefined && version !== 'TLSv1.3';
    if (saidAll && enough()) return undefined;
  }
}

const firstData = (bytes: Uint8Array): Uint8Array[] => (bytes.length > 0 ? [bytes] : []);

/** Does the session over TLS answer? Then say goodbye. */
async function tryOut(
  stream: ByteStream,
  { connection, session }: Prepared,
  context: SessionContext,
): Promise<void> {
  const { deadline, ehloName } = context;
  connection.secured(stream);
  if (session.purpose === 'implicit-tls') {
    session.greeting = await connection.reply(deadline.stepMs());
    if (!isPositive(session.greeting)) return;
  }
  session.ehloOverTls = await connection.ask(`EHLO ${ehloName}`, deadline.stepMs());
  if ('reply' in session.ehloOverTls) await connection.ask('QUIT', Math.min(quitMs, deadline.leftMs));
}

const quitMs = 1_000;

async function putSslv2(stream: ByteStream, { cryptography, deadline }: SessionContext): Promise<Handshake> {
  stream.write(writeSslv2Hello(cryptography.randomBytes(challengeLength)));
  const bare = { hello: 'sslv2', serverName: null, outcome: 'failed', certificates: [] } as const;
  let bytes = new Uint8Array();
  for (;;) {
    const received = await stream.read(deadline.stepMs());
    if (received.kind !== 'data') {
      const detail = 'no SSL 2.0 SERVER-HELLO';
      return { ...bare, certificates: [], failure: { kind: received.kind, step: 'server-hello', detail } };
    }
    bytes = Uint8Array.of(...bytes, ...received.bytes.subarray(0, 16));
    const answer = isSslv2ServerHello(bytes);
    if (answer === true) {
      const detail = 'the server agreed to SSL 2.0';
      const failure = { kind: 'peer-incompatible', step: 'server-hello', code: 'sslv2', detail } as const;
      return { ...bare, certificates: [], version: 'SSLv2', failure };
    }
    if (answer === false) {
      const failure = {
        kind: 'alert',
        step: 'server-hello',
        received: printable(bytes),
        detail: 'no SSL 2.0',
      } as const;
      return { ...bare, certificates: [], failure };
    }
  }
}
