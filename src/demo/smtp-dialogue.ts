/**
 * The conversation of one scripted SMTP connection, without its socket: a line in, a reply and what to do next out.
 * Commands of RFC 5321 §4.1 as far as a delivery needs them; a message is taken to its final dot and forgotten.
 */
import type { Reply, SmtpScript, Step } from './smtp-script.ts';

export interface DialogueStep {
  /** To send, CRLF included; may be empty. */
  readonly text: string;
  readonly next: 'go-on' | 'close' | 'reset' | 'silence' | 'starttls';
  /** A message was taken. */
  readonly taken?: boolean;
  /** The server takes its time. */
  readonly afterMs?: number;
}

export interface SmtpDialogue {
  readonly greeted: boolean;
  greet(): DialogueStep;
  /** @param line  without its line end */
  answer(line: string): DialogueStep;
  /** The handshake is done: what was said before is forgotten (RFC 3207 §4.2). */
  secured(): void;
}

/** What has been said so far, and over what. */
interface State {
  secure: boolean;
  greeted: boolean;
  hasSender: boolean;
  hasRecipient: boolean;
  inMessage: boolean;
}

/** Begin a conversation. `secure`: it runs over TLS from the start, so the greeting is still due after the handshake. */
export function createSmtpDialogue(script: SmtpScript, options: { readonly secure: boolean }): SmtpDialogue {
  const state: State = {
    secure: options.secure,
    greeted: false,
    hasSender: false,
    hasRecipient: false,
    inMessage: false,
  };
  const forgetMail = (): void => {
    Object.assign(state, { hasSender: false, hasRecipient: false, inMessage: false });
  };
  return {
    get greeted() {
      return state.greeted;
    },
    greet: () => {
      state.greeted = true;
      const next = script.closeAfterGreeting ? 'close' : 'go-on';
      return script.greeting.length === 0 ? { text: '', next } : say(script.greeting.join('\r\n'), next);
    },
    answer: (line) => {
      if (!state.inMessage) return command(script, state, line);
      if (line !== '.') return { text: '', next: 'go-on' };
      forgetMail();
      const step = reply(script, state, { step: 'message', usual: '250 2.0.0 Ok: taken and forgotten' });
      return { ...step, taken: step.text.startsWith('250') };
    },
    secured: () => {
      state.secure = true;
      forgetMail();
    },
  };
}

function command(script: SmtpScript, state: State, line: string): DialogueStep {
  const verb = (/^[A-Za-z]*/.exec(line)?.[0] ?? '').toUpperCase();
  if (refusesService(script)) return verb === 'QUIT' ? bye : say('503 5.5.1 No service here');
  const answer = (step: Step, usual: string): DialogueStep => reply(script, state, { step, usual });
  switch (verb) {
    case 'EHLO':
      return answer('EHLO', ehlo(script, state.secure));
    case 'HELO':
      return answer('HELO', `250 ${script.name}`);
    case 'STARTTLS':
      return state.secure ? say('503 5.5.1 TLS already active') : starttls(script);
    case 'MAIL': {
      const step = answer('MAIL', '250 2.1.0 Ok');
      state.hasSender = step.text.startsWith('250');
      return step;
    }
    case 'RCPT': {
      if (!state.hasSender) return say('503 5.5.1 Error: need MAIL command');
      const step = answer('RCPT', '250 2.1.5 Ok');
      state.hasRecipient ||= step.text.startsWith('250');
      return step;
    }
    case 'DATA': {
      if (!state.hasRecipient) return say('503 5.5.1 Error: need RCPT command');
      const step = answer('DATA', '354 End data with <CR><LF>.<CR><LF>');
      state.inMessage = step.text.startsWith('354');
      return step;
    }
    case 'RSET':
      Object.assign(state, { hasSender: false, hasRecipient: false });
      return say('250 2.0.0 Ok');
    case 'NOOP':
      return say('250 2.0.0 Ok');
    case 'QUIT':
      return { ...answer('QUIT', '221 2.0.0 Bye'), next: 'close' };
    default:
      return say('502 5.5.2 Command not recognized');
  }
}

/** The script's own reply to a step, or the usual one. */
function reply(
  script: SmtpScript,
  { secure }: State,
  { step, usual }: { readonly step: Step; readonly usual: string },
): DialogueStep {
  return perform((secure ? script.overTls : script.inClear)[step] ?? usual);
}

function perform(answer: Reply): DialogueStep {
  if (typeof answer !== 'string') {
    return 'instead' in answer
      ? { text: '', next: answer.instead }
      : { ...perform(answer.say), afterMs: answer.afterMs };
  }
  return say(answer, answer.startsWith('421') ? 'close' : 'go-on');
}

const say = (text: string, next: DialogueStep['next'] = 'go-on'): DialogueStep => ({
  text: `${text}\r\n`,
  next,
});

const bye = say('221 2.0.0 Bye', 'close');

/** After a 554 greeting everything but QUIT is 503 (RFC 5321 §3.1). */
const refusesService = (script: SmtpScript): boolean =>
  script.greeting.some((line) => line.startsWith('554'));

function ehlo(script: SmtpScript, secure: boolean): string {
  const lines = [script.name, ...(secure ? script.extensionsOverTls : script.extensions)];
  const last = lines.length - 1;
  return lines.map((line, i) => `250${i === last ? ' ' : '-'}${line}`).join('\r\n');
}

function starttls(script: SmtpScript): DialogueStep {
  const offered = script.extensions.some((line) => /^STARTTLS\b/i.test(line));
  if (!offered) return say('502 5.5.1 Command not implemented');
  const step = perform(script.starttlsReply);
  return step.text.startsWith('220') ? { ...step, next: 'starttls' } : step;
}
