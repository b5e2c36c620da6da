import { describe, expect, test } from 'vitest';
import { cryptography } from '../../src/adapters/cryptography.ts';
import type { Session } from '../../src/core/smtp/session.ts';
import { broadHello } from '../../src/core/tls/hellos.ts';
import { Deadline, defaultBudgets } from '../../src/probe/budgets.ts';
import { runSession, type SessionPlan } from '../../src/probe/session.ts';
import { type Act, FakeClock, ScriptedServer } from './scripted-server.ts';

const hello = { name: 'broad', template: broadHello };
const greeting: Act[] = [{ say: '220 mx.test ESMTP\r\n' }];

interface Run {
  readonly session: Session;
  readonly server: ScriptedServer;
  readonly clock: FakeClock;
}

async function run(
  options: ConstructorParameters<typeof ScriptedServer>[1],
  purpose: SessionPlan['purpose'] = 'starttls',
): Promise<Run> {
  const clock = new FakeClock();
  const server = new ScriptedServer(clock, options);
  const session = await runSession(
    { purpose, address: '192.0.2.1', port: 25, serverName: 'mx.test', hello },
    {
      dial: server.dial,
      clock,
      cryptography,
      ehloName: 'probe.test',
      deadline: new Deadline(() => clock.monotonic(), defaultBudgets),
      budgets: defaultBudgets,
    },
  );
  return { session, server, clock };
}

/** Replies by the command's first word; EHLO offers STARTTLS. */
const replies =
  (overrides: Record<string, Act[]> = {}) =>
  (command: string): Act[] => {
    const word = command.split(' ')[0] ?? '';
    const usual: Record<string, Act[]> = {
      EHLO: [{ say: '250-mx.test\r\n250-SIZE 1000\r\n250 STARTTLS\r\n' }],
      HELO: [{ say: '250 mx.test\r\n' }],
      STARTTLS: [{ say: '220 go\r\n' }],
      MAIL: [{ say: '250 ok\r\n' }],
      RSET: [{ say: '250 ok\r\n' }],
      QUIT: [{ say: '221 bye\r\n' }],
    };
    return overrides[word] ?? usual[word] ?? [];
  };

describe('the dialogue', () => {
  test('C75 waits for a slow greeting longer than for any other step', async () => {
    const { session } = await run({
      greeting: [{ say: '220 mx.test\r\n', afterMs: 19_000 }],
      script: replies({ STARTTLS: [{ say: '454 4.7.0 not now\r\n' }] }),
    });
    expect(session.greeting).toMatchObject({ reply: { code: 220 } });
    expect(session.starttls).toMatchObject({ reply: { code: 454, enhanced: '4.7.0' } });
  });

  const pipelining = replies({ EHLO: [{ say: '250-mx.test\r\n250 PIPELINING\r\n' }] });
  const goodbyes: readonly [string, (command: string) => Act[], string[][]][] = [
    ['in one segment where PIPELINING is offered', pipelining, [['RSET', 'QUIT']]],
    ['one after the other where it is not', replies(), [['RSET'], ['QUIT']]],
  ];
  test.each(goodbyes)('says RSET and QUIT %s', async (_, script, last) => {
    const { session, server } = await run({ greeting, script }, 'cleartext');
    expect(server.segments).toEqual([['EHLO probe.test'], ['MAIL FROM:<>'], ...last]);
    expect(session.quit).toMatchObject({ reply: { code: 221 } });
  });

  test('does not take the reply to RSET for one to QUIT', async () => {
    const script = (command: string): Act[] => (command === 'QUIT' ? [] : pipelining(command));
    const { session } = await run({ greeting, script }, 'cleartext');
    expect(session).toMatchObject({
      mailFrom: { reply: { code: 250 } },
      quit: { failure: { kind: 'timeout' } },
    });
  });

  test('says HELO where EHLO is refused, and then asks no STARTTLS', async () => {
    const { session, server } = await run({
      greeting,
      script: replies({ EHLO: [{ say: '502 what?\r\n' }] }),
    });
    expect(server.commands).toEqual(['EHLO probe.test', 'HELO probe.test', 'QUIT']);
    expect(session).toMatchObject({ helo: true, extensions: [] });
  });

  test('says HELO where EHLO is put off, as some senders do, and keeps both replies', async () => {
    const options = { greeting, script: replies({ EHLO: [{ say: '451 later\r\n' }] }) };
    const { session, server } = await run(options, 'cleartext');
    expect(server.commands).toEqual(['EHLO probe.test', 'HELO probe.test', 'MAIL FROM:<>', 'RSET', 'QUIT']);
    expect(session).toMatchObject({
      ehlo: { reply: { code: 451 } },
      heloAfter4xx: { reply: { code: 250 } },
      mailFrom: { reply: { code: 250 } },
    });
    expect((await run(options)).server.commands).toEqual(['EHLO probe.test', 'HELO probe.test', 'QUIT']);
  });

  test('says HELO after a 421 to EHLO, as some senders do: not every server hangs up', async () => {
    const options = { greeting, script: replies({ EHLO: [{ say: '421 bye\r\n' }] }) };
    const { session, server } = await run(options);
    expect(server.commands).toEqual(['EHLO probe.test', 'HELO probe.test', 'QUIT']);
    expect(session).toMatchObject({ ehlo: { reply: { code: 421 } }, heloAfter4xx: { reply: { code: 250 } } });
  });

  test('C80 a refused STARTTLS is a reply, and the session ends politely', async () => {
    const { session, server } = await run({
      greeting,
      script: replies({ STARTTLS: [{ say: '454 no\r\n' }] }),
    });
    expect(session.starttls).toEqual({ reply: { code: 454, lines: ['no'] } });
    expect(session.handshake).toBeUndefined();
    expect(server.commands).toEqual(['EHLO probe.test', 'STARTTLS', 'QUIT']);
  });

  test('asks for mail in clear without naming a recipient', async () => {
    const { session, server } = await run({ greeting, script: replies() }, 'cleartext');
    expect(server.commands).toEqual(['EHLO probe.test', 'MAIL FROM:<>', 'RSET', 'QUIT']);
    expect(session.mailFrom).toMatchObject({ reply: { code: 250 } });
  });

  test('C77 keeps the refusal of mail in clear, and does not reset what never began', async () => {
    const refusal = '530 5.7.0 Must issue a STARTTLS command first\r\n';
    const { session, server } = await run(
      { greeting, script: replies({ MAIL: [{ say: refusal }] }) },
      'cleartext',
    );
    expect(session.mailFrom).toMatchObject({ reply: { code: 530, enhanced: '5.7.0' } });
    expect(server.commands).toEqual(['EHLO probe.test', 'MAIL FROM:<>', 'QUIT']);
  });

  test.each([421, 554])('C81 a greeting of %i ends the session there', async (code) => {
    const { session, server } = await run({ greeting: [{ say: `${code} go away\r\n` }], script: replies() });
    expect(session.greeting).toMatchObject({ reply: { code } });
    expect(session.ehlo).toBeUndefined();
    expect(server.commands).toEqual(['QUIT']);
  });

  test('keeps a transcript of both sides', async () => {
    const { session } = await run({ greeting, script: replies({ STARTTLS: [{ say: '454 no\r\n' }] }) });
    expect(session.transcript.map(({ from, text }) => `${from}: ${text}`)).toEqual([
      'server: 220 mx.test ESMTP',
      'client: EHLO probe.test',
      'server: 250-mx.test',
      'server: 250-SIZE 1000',
      'server: 250 STARTTLS',
      'client: STARTTLS',
      'server: 454 no',
      'client: QUIT',
      'server: 221 bye',
    ]);
  });
});

describe('the handshake', () => {
  test.each([
    ['closed', { end: { kind: 'closed' } } as Act, { kind: 'closed', step: 'server-hello' }],
    [
      'reset',
      { end: { kind: 'reset', detail: 'ECONNRESET' } } as Act,
      { kind: 'reset', step: 'server-hello' },
    ],
    ['garbage', { say: '500 what is this?\r\n' } as Act, { kind: 'not-tls', step: 'server-hello' }],
  ])('%s in place of a ServerHello is a fact with its step', async (_, act, failure) => {
    const script = (command: string): Act[] => (command === '(bytes)' ? [act] : replies()(command));
    const { session, server } = await run({ greeting, script });
    expect(session.handshake).toMatchObject({ outcome: 'failed', failure });
    expect(server.closed).toBe(1);
  });

  test('silence after the 220 is a time-out of that step', async () => {
    const { session, clock } = await run({ greeting, script: replies() });
    expect(session.handshake?.failure).toMatchObject({ kind: 'timeout', step: 'server-hello' });
    expect(clock.monotonic()).toBe(defaultBudgets.stepMs);
  });

  test('C79 bytes that came with the 220 are kept, and thrown away before the handshake', async () => {
    const { session } = await run({
      greeting,
      script: replies({ STARTTLS: [{ say: '220 go\r\n250 injected\r\n' }] }),
    });
    expect(session.injectedBytes).toBe('250 injected\\x0d\\x0a');
    expect(session.handshake?.failure).toMatchObject({ kind: 'timeout' });
  });

  test('text that comes once the hello was sent is the answer to it, and no TLS', async () => {
    const script = (command: string): Act[] =>
      /^[A-Z]/.test(command) ? replies()(command) : [{ say: '502 what?\r\n' }];
    const { session } = await run({ greeting, script });
    expect(session.handshake?.failure).toMatchObject({ kind: 'not-tls' });
    expect(session).not.toHaveProperty('injectedBytes');
  });
});

describe('a hostile peer', () => {
  test.each<[string, Act[], Act | undefined, string]>([
    ['one byte a second', [], { say: '2', afterMs: 1_000 }, 'timeout'],
    ['a greeting that never ends', [], { say: '220-more\r\n' }, 'budget'],
    ['a slow greeting that never ends', [], { say: '220-more\r\n', afterMs: 1_000 }, 'timeout'],
    ['a line of 10 MB', [{ say: '220 ' }], { say: 'x'.repeat(65_536) }, 'budget'],
    ['random bytes', [{ say: Uint8Array.from([0, 159, 146, 150, 10]) }], undefined, 'not-smtp'],
    ['a close at once', [{ end: { kind: 'closed' } }], undefined, 'closed'],
    ['silence', [], undefined, 'timeout'],
  ])('%s is a named failure within the budget, and the socket is closed', async (_, first, endless, kind) => {
    const { session, server, clock } = await run({ greeting: first, ...(endless && { endless }) });
    expect(session.greeting).toMatchObject({ failure: { kind } });
    expect(clock.monotonic()).toBeLessThanOrEqual(defaultBudgets.probeMs);
    expect(server.closed).toBe(1);
  });

  test('a probe without time left dials nobody', async () => {
    const clock = new FakeClock();
    const deadline = new Deadline(() => clock.monotonic(), defaultBudgets);
    clock.wait(defaultBudgets.probeMs);
    const session = await runSession(
      { purpose: 'cleartext', address: '192.0.2.1', port: 25, serverName: null, hello },
      {
        dial: () => Promise.reject(new Error('dialled')),
        clock,
        cryptography,
        ehloName: 'probe.test',
        deadline,
        budgets: defaultBudgets,
      },
    );
    expect(session.connect).toMatchObject({ kind: 'budget' });
  });
});
