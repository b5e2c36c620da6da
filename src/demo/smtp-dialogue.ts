/**
 * The conversation of one scripted SMTP connection, without its socket: a line in, a reply and what to do next out.
 * Commands of RFC 5321 §4.1 as far as a delivery needs them; a message is taken to its final dot and forgotten.
 */
import type { SmtpScript } from './smtp-script.ts';

export interface DialogueStep {
  /** To send, CRLF included; may be empty. */
  readonly text: string;
  readonly next: 'go-on' | 'close' | 'starttls';
}

export interface SmtpDialogue {
  readonly greeted: boolean;
  greet(): DialogueStep;
  /** @param line  without its line end */
  answer(line: string): DialogueStep;
  /** The handshake is done: what was said before is forgotten (RFC 3207 §4.2). */
  secured(): void;
}

/** Begin a conversation. `secure`: it runs over TLS from the start, so the greeting is still due after the handshake. */
export function createSmtpDialogue(script: SmtpScript, options: { readonly secure: boolean }): SmtpDialogue {
  let greeted = false;
  let secure = options.secure;
  let inMessage = false;
  const command = (line: string): DialogueStep => {
    const verb = (/^[A-Za-z]*/.exec(line)?.[0] ?? '').toUpperCase();
    if (refusesService(script)) return verb === 'QUIT' ? bye : say('503 5.5.1 No service here');
    switch (verb) {
      case 'EHLO':
        return ehlo(script, secure);
      case 'HELO':
        return say(`250 ${script.name}`);
      case 'STARTTLS':
        return secure ? say('503 5.5.1 TLS already active') : starttls(script);
      case 'MAIL':
        return say(secure ? script.mailOverTls : script.mailInClear);
      case 'RCPT':
        return say('250 2.1.5 Ok');
      case 'DATA':
        inMessage = true;
        return say('354 End data with <CR><LF>.<CR><LF>');
      case 'RSET':
      case 'NOOP':
        return say('250 2.0.0 Ok');
      case 'QUIT':
        return bye;
      default:
        return say('502 5.5.2 Command not recognized');
    }
  };
  return {
    get greeted() {
      return greeted;
    },
    greet: () => {
      greeted = true;
      return say(script.greeting.join('\r\n'), script.closeAfterGreeting ? 'close' : 'go-on');
    },
    answer: (line) => {
      if (!inMessage) return command(line);
      if (line !== '.') return { text: '', next: 'go-on' };
      inMessage = false;
      return say('250 2.0.0 Ok: taken and forgotten');
    },
    secured: () => {
      secure = true;
      inMessage = false;
    },
  };
}

const say = (text: string, next: DialogueStep['next'] = 'go-on'): DialogueStep => ({
  text: `${text}\r\n`,
  next,
});

const bye = say('221 2.0.0 Bye', 'close');

/** After a 554 greeting everything but QUIT is 503 (RFC 5321 §3.1). */
const refusesService = (script: SmtpScript): boolean =>
  script.greeting.some((line) => line.startsWith('554'));

function ehlo(script: SmtpScript, secure: boolean): DialogueStep {
  if (script.ehloRefusal !== undefined) return say(script.ehloRefusal);
  const lines = [script.name, ...(secure ? script.extensionsOverTls : script.extensions)];
  const last = lines.length - 1;
  return say(lines.map((line, i) => `250${i === last ? ' ' : '-'}${line}`).join('\r\n'));
}

function starttls(script: SmtpScript): DialogueStep {
  const offered = script.extensions.some((line) => /^STARTTLS\b/i.test(line));
  if (!offered) return say('502 5.5.1 Command not implemented');
  const { starttlsReply: reply } = script;
  if (reply.startsWith('220')) return say(reply, 'starttls');
  return say(reply, reply.startsWith('421') ? 'close' : 'go-on');
}
