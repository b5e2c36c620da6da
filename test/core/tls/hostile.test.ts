/** Peers that speak no TLS, stop, flood, or send random bytes: a fact with the step it happened at, never an exception. */
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/core/base/bytes.ts';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { alerts, contentTypes, handshakeTypes, versions } from '../../../src/core/tls/code-points.ts';
import { handshakeSchema } from '../../../src/core/tls/facts.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { frame } from '../../../src/core/tls/record-protection.ts';
import { damages, feed, startWith } from './damage.ts';
import { certificateOf, cryptography, record, serve13 } from './scripted-server.ts';
import { serve12 } from './scripted-server-12.ts';

const started = () => startWith(cryptography);

describe('where TLS should begin', () => {
  const texts: [string, string][] = [
    ['a reply', '454 4.7.0 TLS not available\r\n'],
    ['a reply and more', '220 ready\r\n250 again\r\n'],
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ];
  test.each(texts)('%s in plain text is shown as text, however it is split', (_, text) => {
    const failures = [1, 3, 1000].map((chunk) => {
      const { client } = started();
      feed(client, asciiBytes(text), chunk);
      return client.facts.failure;
    });
    const line = text.slice(0, text.indexOf('\r\n'));
    for (const failure of failures) {
      expect(failure).toMatchObject({
        kind: 'not-tls',
        step: 'server-hello',
        received: `${line}\\x0d\\x0a`,
      });
    }
  });

  test('text without an end is shown when the connection ends', () => {
    const { client } = started();
    expect(client.receive(asciiBytes('220 half a li')).state).toBe('handshaking');
    client.ended('timeout');
    expect(client.facts.failure).toMatchObject({ kind: 'not-tls', received: '220 half a li' });
  });

  test('an endless line is cut', () => {
    const { client } = started();
    feed(client, asciiBytes('x'.repeat(5000)), 7);
    expect(client.facts.failure?.received).toHaveLength(512);
  });

  test('binary rubbish is shown as hex, and answered by no alert', () => {
    const { client } = started();
    const progress = client.receive(Uint8Array.of(0x80, 1, 2, 3, 4, 5));
    expect(client.facts.failure).toMatchObject({ kind: 'not-tls', received: '8001020304' });
    expect(progress.toSend).toHaveLength(0);
  });

  test('an SSL 2.0 ServerHello is recognised', () => {
    const { client } = started();
    client.receive(Uint8Array.of(0x80, 0x20, 4, 0, 1, 0, 2));
    expect(client.facts.failure).toMatchObject({ kind: 'peer-incompatible', code: 'sslv2' });
    expect(client.facts.version).toBe('SSLv2');
  });

  test.each([
    ['handshake_failure', 2],
    ['protocol_version', 2],
    ['internal_error', 2],
  ] as const)('the alert %s is named', (name, level) => {
    const { client } = started();
    client.receive(record(contentTypes.alert, Uint8Array.of(level, alerts[name])));
    expect(client.facts.failure).toMatchObject({ kind: 'alert', alert: name, step: 'server-hello' });
  });

  test('a warning is noted, and the handshake goes on', () => {
    const { client, hello } = started();
    client.receive(record(contentTypes.alert, Uint8Array.of(1, alerts.unrecognized_name)));
    const flight = serve13(hello);
    client.receive(concat(flight.hello, flight.rest));
    expect(client.facts).toMatchObject({ outcome: 'completed', warnings: ['unrecognized_name'] });
  });

  test.each([
    [1, 'warning'],
    [2, 'fatal'],
  ] as const)('close_notify of level %i is a close', (level, alertLevel) => {
    const { client } = started();
    client.receive(record(contentTypes.alert, Uint8Array.of(level, alerts.close_notify)));
    expect(client.facts.failure).toMatchObject({ kind: 'closed', alert: 'close_notify', alertLevel });
  });

  test.each(['closed', 'reset', 'timeout'] as const)('"%s" without a word is a fact', (how) => {
    const { client } = started();
    expect(client.ended(how)).toMatchObject({ state: 'failed' });
    expect(client.facts.failure).toMatchObject({ kind: how, step: 'server-hello', expected: 'server_hello' });
  });

  test('nothing that comes afterwards changes the fact', () => {
    const { client, hello } = started();
    client.ended('reset');
    const { facts } = client;
    const flight = serve13(hello);
    expect(client.receive(flight.hello).toSend).toHaveLength(0);
    client.ended('timeout');
    expect(client.facts).toEqual(facts);
  });
});

describe('floods', () => {
  test('more than 256 KiB of handshake is a budget, not a peer fault', () => {
    const { client, hello } = started();
    const flight = serve12(hello);
    client.receive(flight.first.subarray(0, 5 + (flight.first[3] ?? 0) * 256 + (flight.first[4] ?? 0)));
    const huge = writeMessage(handshakeTypes.certificate, (body) => body.bytes(new Uint8Array(260 * 1024)));
    for (let at = 0; at < huge.length; at += 16_384) {
      client.receive(frame(contentTypes.handshake, versions.tls12, huge.subarray(at, at + 16_384)));
    }
    expect(client.facts.failure).toMatchObject({ kind: 'budget', step: 'certificate' });
  });

  test.each([
    [1000, undefined],
    [1001, { kind: 'budget', code: 'too-many-certificates', step: 'certificate' }],
  ])('%i certificates in one message: %o, and the facts keep to their schema', (count, failure) => {
    const { client, hello } = started();
    const rest = new Uint8Array(count - 1);
    const flight = serve13(hello, {
      tamper: (name, message) =>
        name !== 'certificate'
          ? message
          : writeMessage(handshakeTypes.certificate, (body) =>
              body.uint8(0).vector(3, (list) => {
                list.vector(3, (der) => der.bytes(certificateOf('p256'))).uint16(0);
                for (const byte of rest) list.vector(3, (der) => der.uint8(byte)).uint16(0);
              }),
            ),
    });
    client.receive(concat(flight.hello, flight.rest));
    if (failure === undefined) expect(client.facts.outcome).toBe('completed');
    else expect(client.facts.failure).toMatchObject(failure);
    expect(handshakeSchema.safeParse(client.facts).success).toBe(true);
  });

  test('endless empty records end at the budget or before', () => {
    const { client } = started();
    const warning = record(contentTypes.alert, Uint8Array.of(1, alerts.user_canceled));
    const many = concat(...Array.from({ length: 1000 }, () => warning));
    let rounds = 0;
    while (client.receive(many).state === 'handshaking' && rounds < 1000) rounds++;
    expect(client.facts.failure).toMatchObject({ kind: 'budget' });
    expect(rounds).toBeLessThan(60);
  });

  test('256 KiB in records of one byte cost linear time', () => {
    const { client, hello } = started();
    const flight = serve12(hello);
    client.receive(flight.first.subarray(0, 5 + (flight.first[3] ?? 0) * 256 + (flight.first[4] ?? 0)));
    const one = frame(contentTypes.handshake, versions.tls12, Uint8Array.of(0));
    client.receive(frame(contentTypes.handshake, versions.tls12, Uint8Array.of(11, 3, 255, 255)));
    let sent = 0;
    while (client.receive(one).state === 'handshaking') sent++;
    expect(client.facts.failure).toMatchObject({ kind: 'budget' });
    expect(sent).toBeGreaterThan(40_000);
  });

  test('a record longer than TLS allows is refused by its header alone', () => {
    const { client } = started();
    client.receive(Uint8Array.of(22, 3, 3, 0x48, 1));
    expect(client.facts.failure).toMatchObject({ kind: 'peer-misbehaved', code: 'record-overflow' });
  });
});

describe('random damage', () => {
  // Many more in fuzz.node.test.ts.
  test.each(Object.entries(damages))('%s', (_, run) => run({ numRuns: 400 }));
});
