/** What a server says over TLS before it is asked (RFC 3207 §4.2: the client speaks first) is kept apart from the reply for which it passes. */
import { expect, test } from 'vitest';
import { concat } from '../../src/core/base/bytes.ts';
import { asciiBytes } from '../../src/core/base/text.ts';
import type { Session } from '../../src/core/smtp/session.ts';
import { contentTypes } from '../../src/core/tls/code-points.ts';
import { broadHello } from '../../src/core/tls/hellos.ts';
import type { Sealer } from '../../src/core/tls/record-protection.ts';
import { Deadline, defaultBudgets } from '../../src/probe/budgets.ts';
import type { ByteStream, ReadResult } from '../../src/probe/ports.ts';
import { runSession, type SessionPlan } from '../../src/probe/session.ts';
import { cryptography } from '../core/tls/scripted-server.ts';
import { type Flight12, serve12 } from '../core/tls/scripted-server-12.ts';
import { type Act, FakeClock, ScriptedServer } from './scripted-server.ts';

/** A server with TLS 1.2, whose Finished is the last word of the handshake and may bring more along. */
async function sessionWith(
  {
    early,
    says = [],
    behind220 = '',
    ungreeted = false,
  }: { early: string; says?: readonly (string | ReadResult)[]; behind220?: string; ungreeted?: boolean },
  purpose: SessionPlan['purpose'] = 'starttls',
): Promise<Session> {
  const clock = new FakeClock();
  let written = new Uint8Array();
  let server: Flight12 | undefined;
  let sealer: Sealer | undefined;
  const later = [...says];
  const sealed = (text: string): Uint8Array =>
    sealer?.seal({ type: contentTypes.applicationData, payload: asciiBytes(text) }) ?? new Uint8Array();
  const overTls = (): Act[] => {
    if (written.length === 0) return [];
    if (server === undefined) {
      server = serve12(written);
      return [{ say: server.first }];
    }
    if (sealer === undefined) {
      const last = server.finish(written);
      sealer = last.sealer;
      return [{ say: early === '' ? last.flight : concat(last.flight, sealed(early)) }];
    }
    const text = later.shift();
    if (text === undefined) return [];
    return [typeof text === 'string' ? { say: sealed(text) } : { end: text }];
  };
  const clear: Record<string, string> = {
    'EHLO probe.test': '250-mx.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n',
    STARTTLS: `220 go\r\n${behind220}`,
  };
  const script = (command: string): Act[] =>
    clear[command] === undefined ? overTls() : [{ say: clear[command] }];
  const inner = new ScriptedServer(clock, {
    greeting: purpose === 'starttls' ? [{ say: '220 mx.test ESMTP\r\n' }] : [],
    script,
  });
  const stream: ByteStream = {
    read: (timeoutMs) => inner.read(timeoutMs),
    write: (bytes) => {
      written = bytes.slice();
      inner.write(bytes);
    },
    close: () => inner.close(),
  };
  const hello = { name: 'broad', template: broadHello };
  return await runSession(
    { purpose, address: '192.0.2.1', port: 25, serverName: 'mx.test', hello, asksMailUngreeted: ungreeted },
    {
      dial: async () => ({ kind: 'connected', stream }),
      clock,
      cryptography,
      ehloName: 'probe.test',
      deadline: new Deadline(() => clock.monotonic(), defaultBudgets),
      budgets: defaultBudgets,
    },
  );
}

test('a reply ahead of our EHLO passes as its reply, and is recorded', async () => {
  const session = await sessionWith({ early: '250 injected\r\n', says: ['250 mx.test\r\n'] });
  expect(session.handshake?.outcome).toBe('completed');
  expect(session.injectedOverTls).toBe('250 injected\\x0d\\x0a');
  expect(session.ehloOverTls).toMatchObject({ reply: { code: 250, lines: ['injected'] } });
  expect(session.transcript.map(({ text }) => text)).toContain(
    'over TLS before our EHLO: 250 injected\\x0d\\x0a',
  );
});

test('a reply in cleartext behind the 220 is thrown away, and no reply to anything over TLS', async () => {
  const session = await sessionWith({ early: '', behind220: '250 injected\r\n', says: ['250 mx.test\r\n'] });
  expect(session).toMatchObject({
    injectedBytes: '250 injected\\x0d\\x0a',
    handshake: { outcome: 'completed' },
    ehloOverTls: { reply: { code: 250, lines: ['mx.test'] } },
  });
  expect(session).not.toHaveProperty('injectedOverTls');
});

test('a server that waits for our EHLO has nothing recorded', async () => {
  const session = await sessionWith({ early: '', says: ['250 mx.test\r\n', '221 bye\r\n'] });
  expect(session.ehloOverTls).toMatchObject({ reply: { code: 250, lines: ['mx.test'] } });
  expect(session).not.toHaveProperty('injectedOverTls');
});

test.each([{ kind: 'reset', detail: 'ECONNRESET' }, { kind: 'closed' }] as const)(
  'how the connection ends after replies over TLS: $kind',
  async (end) => {
    const session = await sessionWith({ early: '', says: ['250 mx.test\r\n', end] });
    expect(session.quit).toMatchObject({ failure: { kind: end.kind } });
  },
);

test('on a port that begins with TLS the greeting may come along with the handshake', async () => {
  const session = await sessionWith({ early: '220 mx.test ESMTP\r\n' }, 'implicit-tls');
  expect(session.greeting).toMatchObject({ reply: { code: 220 } });
  expect(session).not.toHaveProperty('injectedOverTls');
});

test('EHLO refused over TLS: HELO, or MAIL in its place where that is asked', async () => {
  const says = ['500 what?\r\n', '503 EHLO first\r\n'];
  const usual = await sessionWith({ early: '', says });
  expect(usual).toMatchObject({
    ehloOverTls: { reply: { code: 500 } },
    heloOverTls: { reply: { code: 503 } },
  });
  expect(usual).not.toHaveProperty('mailUngreeted');
  const asked = await sessionWith({ early: '', says, ungreeted: true });
  expect(asked).toMatchObject({
    ehloOverTls: { reply: { code: 500 } },
    mailUngreeted: { reply: { code: 503 } },
  });
  expect(asked).not.toHaveProperty('heloOverTls');
});

test('EHLO taken over TLS: no MAIL before its time', async () => {
  const session = await sessionWith({ early: '', says: ['250 mx.test\r\n'], ungreeted: true });
  expect(session).not.toHaveProperty('mailUngreeted');
});

test('PIPELINING that was offered in the clear alone is forgotten: RSET and QUIT go one after the other', async () => {
  const says = ['500 what?\r\n', '250 ok\r\n', '250 reset\r\n', '221 bye\r\n'];
  const { transcript, quit } = await sessionWith({ early: '', says, ungreeted: true });
  expect(transcript.slice(-4).map(({ text }) => text)).toEqual(['RSET', '250 reset', 'QUIT', '221 bye']);
  expect(quit).toMatchObject({ reply: { code: 221 } });
});
