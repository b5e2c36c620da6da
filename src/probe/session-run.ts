/**
 * The steps of one session, in the order the RFCs give (RFC 5321 §3, RFC 3207 §4). Each writes what it saw into the session and says whether
 * the next one makes sense.
 */
import { printable } from '../core/base/text.ts';
import { offersExtension, readExtensions } from '../core/smtp/extensions.ts';
import { injectedBytesKept, type Reply, type Session, type Step } from '../core/smtp/session.ts';
import { createTlsClient, type TlsClient } from '../core/tls/client.ts';
import type { Handshake } from '../core/tls/facts.ts';
import { type StepTime, timeUsedUp } from './budgets.ts';
import type { SessionContext, SessionPlan } from './session.ts';
import type { SmtpConnection } from './smtp-connection.ts';
import { type SecuredStream, secureStream } from './tls-stream.ts';

/** The reply to QUIT is a courtesy; a server that keeps it is not waited for. */
const quitMs = 2_000;

export class SessionRun {
  #session: Session;
  #connection: SmtpConnection;
  #plan: SessionPlan;
  #context: SessionContext;
  #tls: TlsClient | undefined;
  #handshakeCut = false;
  /** RSET goes out with QUIT. */
  #resets = false;
  /** False once a step failed: nobody is there to say QUIT to. */
  #alive = true;

  constructor(session: Session, connection: SmtpConnection, plan: SessionPlan, context: SessionContext) {
    this.#session = session;
    this.#connection = connection;
    this.#plan = plan;
    this.#context = context;
  }

  async run(): Promise<void> {
    await this.talk();
    if (this.#alive) await this.quit();
    // The facts grow with the session: a ticket, an alert after the Finished.
    if (this.#tls !== undefined) this.#session.handshake = this.handshakeFacts(this.#tls);
  }

  private async talk(): Promise<void> {
    const { purpose } = this.#plan;
    if (purpose === 'implicit-tls' && !(await this.handshake())) return;
    if (!(await this.greeting())) return;
    if (!(await this.ehlo())) return;
    if (purpose === 'cleartext') this.#session.mailFrom = await this.mailFrom();
    if (purpose === 'starttls' && (await this.starttls()) && (await this.ehloOverTls())) {
      if (this.#plan.asksMail) this.#session.mailFrom = await this.mailFrom();
    }
  }

  /** A slow banner is not "down" (C75): it may take what is left of the probe, but for one more step. */
  private async greeting(): Promise<boolean> {
    const time = this.#context.deadline.longStep();
    const step = this.settle(await this.#connection.reply(time.timeoutMs), time);
    this.#session.greeting = step;
    return accepted(step);
  }

  private async ehlo(): Promise<boolean> {
    let step = await this.ask(`EHLO ${this.#context.ehloName}`);
    if ('reply' in step && step.reply.code >= 500) {
      this.#session.helo = true;
      step = await this.ask(`HELO ${this.#context.ehloName}`);
    }
    this.#session.ehlo = step;
    if (!accepted(step)) return await this.heloAfter4xx(step);
    this.#session.extensions = this.#session.helo === true ? [] : readExtensions(step.reply);
    return true;
  }

  /** RFC 5321 knows no HELO after a 4xx, but some senders say it, after a 421 too, whose server may not have hung up. */
  private async heloAfter4xx(step: Step): Promise<boolean> {
    if (this.#session.helo === true || 'failure' in step) return false;
    const helo = await this.ask(`HELO ${this.#context.ehloName}`);
    this.#session.heloAfter4xx = helo;
    return accepted(helo) && this.#plan.purpose === 'cleartext';
  }

  /** @returns whether a TLS session stands */
  private async starttls(): Promise<boolean> {
    if (!offersExtension(this.#session.extensions ?? [], 'STARTTLS')) return false;
    const step = await this.ask('STARTTLS');
    this.#session.starttls = step;
    if (!accepted(step)) return false;
    this.noteInjected(this.#connection.takeRest());
    return await this.handshake();
  }

  /** Thrown away, as most senders do (RFC 3207 §4.2), so that the handshake tells what they get; the others are known by their profiles. */
  private noteInjected(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#session.injectedBytes = printable(bytes.subarray(0, injectedBytesKept));
    this.#connection.note(
      'probe',
      `in cleartext behind the 220, thrown away: ${this.#session.injectedBytes}`,
    );
  }

  private async handshake(): Promise<boolean> {
    const { cryptography, clock, deadline } = this.#context;
    const client = createTlsClient({
      hello: this.#plan.hello.template,
      helloName: this.#plan.hello.name,
      serverName: this.#plan.serverName,
      cryptography,
    });
    this.#tls = client;
    const time = deadline.step();
    const secured = await secureStream(this.#connection.stream, client, {
      timeoutMs: time.timeoutMs,
      monotonic: () => clock.monotonic(),
    });
    this.#handshakeCut = time.cut;
    this.#session.handshake = this.handshakeFacts(client);
    this.#plan.onHandshake?.(this.#session);
    if (secured === undefined) {
      this.#alive = false;
      this.#connection.note('probe', `TLS: ${client.facts.failure?.detail ?? 'no handshake'}`);
      return false;
    }
    this.#connection.note('probe', `TLS: ${client.facts.version} ${client.facts.suite}`);
    this.#connection.secured(secured);
    if (this.#plan.purpose === 'starttls') this.noteEarly(secured);
    return true;
  }

  /** After STARTTLS it is the client's turn (RFC 3207 §4.2). A sender would take these bytes for the reply to its EHLO, and so do we. */
  private noteEarly({ early }: SecuredStream): void {
    if (early === undefined || early.length === 0) return;
    this.#session.injectedOverTls = printable(early.subarray(0, 512));
    this.#connection.note('probe', `over TLS before our EHLO: ${this.#session.injectedOverTls}`);
  }

  /** @returns whether the server is ready for mail; where EHLO is refused, senders say HELO */
  private async ehloOverTls(): Promise<boolean> {
    const step = await this.ask(`EHLO ${this.#context.ehloName}`);
    this.#session.ehloOverTls = step;
    if (accepted(step)) {
      this.#session.extensionsOverTls = readExtensions(step.reply);
      return true;
    }
    if (!mayGoOn(step)) return false;
    if (this.#plan.asksMailUngreeted) {
      this.#session.mailUngreeted = await this.mailFrom();
      return false;
    }
    const helo = await this.ask(`HELO ${this.#context.ehloName}`);
    this.#session.heloOverTls = helo;
    return accepted(helo);
  }

  private async mailFrom(): Promise<Step> {
    const step = await this.ask('MAIL FROM:<>');
    if (!accepted(step)) return step;
    // RSET may share a segment with the QUIT that comes next, where the server says so (RFC 2920 §3.1), not before STARTTLS (RFC 3207 §4.2).
    const { starttls, extensions, extensionsOverTls } = this.#session;
    this.#resets = offersExtension((starttls ? extensionsOverTls : extensions) ?? [], 'PIPELINING');
    if (!this.#resets) await this.ask('RSET');
    return step;
  }

  /** Polite even where the greeting was a refusal (RFC 5321 §3.1). */
  private async quit(): Promise<void> {
    const { leftMs } = this.#context.deadline;
    this.#session.quit = await this.#connection.askAll(
      [...(this.#resets ? ['RSET'] : []), 'QUIT'],
      Math.min(quitMs, leftMs),
    );
  }

  private async ask(command: string): Promise<Step> {
    const time = this.#context.deadline.patientStep();
    return this.settle(await this.#connection.ask(command, time.timeoutMs), time);
  }

  /** A time-out because the whole probe ran out of time says nothing about the server. */
  private settle(step: Step, { cut }: StepTime): Step {
    if (!('failure' in step)) return step;
    this.#alive = false;
    return step.failure.kind === 'timeout' && cut
      ? { failure: { kind: 'budget', detail: timeUsedUp } }
      : step;
  }

  private handshakeFacts({ facts }: TlsClient): Handshake {
    const { failure } = facts;
    if (failure?.kind !== 'timeout' || !this.#handshakeCut) return facts;
    return { ...facts, failure: { ...failure, kind: 'budget', detail: timeUsedUp } };
  }
}

function accepted(step: Step): step is { reply: Reply } {
  return 'reply' in step && step.reply.code >= 200 && step.reply.code < 300;
}

/** A refusal after which the server still listens: a 421 closes (RFC 5321 §3.8). */
function mayGoOn(step: Step): boolean {
  return 'reply' in step && step.reply.code >= 400 && step.reply.code !== 421;
}
