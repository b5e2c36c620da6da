import { describe, expect, test } from 'vitest';
import { createSmtpDialogue } from '../../src/demo/smtp-dialogue.ts';
import { goodScript, type SmtpScript } from '../../src/demo/smtp-script.ts';

const dialogue = (script: Partial<SmtpScript> = {}, secure = false) =>
  createSmtpDialogue({ ...goodScript('mx.example.test'), ...script }, { secure });

const talk = (conversation: ReturnType<typeof dialogue>, ...lines: readonly string[]): readonly string[] =>
  lines.map((line) => {
    const { text, next } = conversation.answer(line);
    return `${text.slice(0, 3)} ${next}`.trim();
  });

describe('a scripted conversation', () => {
  test('takes a message, in the order of RFC 5321 only', () => {
    const conversation = dialogue();
    expect(talk(conversation, 'RCPT TO:<a@b.test>', 'DATA', 'MAIL FROM:<>', 'DATA')).toEqual([
      '503 go-on',
      '503 go-on',
      '250 go-on',
      '503 go-on',
    ]);
    expect(talk(conversation, 'RCPT TO:<a@b.test>', 'DATA', 'Subject: x', 'QUIT')).toEqual([
      '250 go-on',
      '354 go-on',
      'go-on',
      'go-on',
    ]);
    expect(conversation.answer('.')).toMatchObject({ taken: true });
  });

  test('forgets the sender at STARTTLS', () => {
    const conversation = dialogue();
    talk(conversation, 'MAIL FROM:<>');
    conversation.secured();
    expect(talk(conversation, 'RCPT TO:<a@b.test>')).toEqual(['503 go-on']);
  });

  test('answers each step as the script says, in clear and over TLS apart', () => {
    const script = {
      inClear: { MAIL: '530 5.7.0 TLS first' },
      overTls: { RCPT: { instead: 'silence' }, EHLO: { instead: 'reset' } },
    } as const;
    expect(talk(dialogue(script), 'MAIL FROM:<>', 'RCPT TO:<a@b.test>')).toEqual(['530 go-on', '503 go-on']);
    expect(talk(dialogue(script, true), 'EHLO a', 'MAIL FROM:<>', 'RCPT TO:<a@b.test>')).toEqual([
      'reset',
      '250 go-on',
      'silence',
    ]);
  });

  test('closes with any 421', () => {
    const script = { inClear: { DATA: '421 4.3.2 closing' }, starttlsReply: '421 4.7.0 no' } as const;
    const steps = talk(dialogue(script), 'STARTTLS', 'MAIL FROM:<>', 'RCPT TO:<a@b.test>', 'DATA');
    expect(steps).toEqual(['421 close', '250 go-on', '250 go-on', '421 close']);
  });
});
