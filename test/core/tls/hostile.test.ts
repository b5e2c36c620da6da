/** Peers that speak no TLS, stop, flood, or send random bytes: a fact with the step it happened at, never an exception. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, equalBytes } from '../../../src/core/base/bytes.ts';
import { asciiBytes, toBase64 } from '../../../src/core/base/text.ts';
import { createTlsClient, type TlsClient } from '../../../src/core/tls/client.ts';
import { alerts, contentTypes, handshakeTypes, versions } from '../../../src/core/tls/code-points.ts';
import { handshakeSchema } from '../../../src/core/tls/facts.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { frame } from '../../../src/core/tls/record-protection.ts';
import { certificateOf, cryptography, record, serve13 } from './scripted-server.ts';
import { serve12 } from './scripted-server-12.ts';

function started(): { client: TlsClient; hello: Uint8Array } {
  const client = createTlsClient({ hello: broadHello, helloName: 'broad', serverName: null, cryptography });
  return { client, hello: client.start() };
}

function feed(client: TlsClient, bytes: Uint8Array, chunk: number) {
  for (let at = 0; at < bytes.length; at += chunk) client.receive(bytes.subarray(at, at + chunk));
}

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

  test('close_notify is a close', () => {
    const { client } = started();
    client.receive(record(contentTypes.alert, Uint8Array.of(1, alerts.close_notify)));
    expect(client.facts.failure).toMatchObject({ kind: 'closed', alert: 'close_notify' });
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

/** Every outcome is a fact that fits the schema, and nothing completes but with what the server sent, proven by its key. */
function expectFact(client: TlsClient, sent = certificateOf('p256')): void {
  const { facts } = client;
  handshakeSchema.parse(facts);
  if (facts.outcome === 'failed') expect(facts.failure).toBeDefined();
  else {
    expect(facts.certificates).toEqual([toBase64(sent)]);
    // A damaged key may be one that no runtime reads.
    const isIntact = equalBytes(sent, certificateOf('p256'));
    expect(isIntact ? ['valid'] : ['valid', 'unsupported']).toContain(facts.signatureVerified);
  }
}

/** Of the one certificate in a Certificate message: headers of message, context, list and entry. */
const certificateStart = 4 + 1 + 3 + 3;

describe('random damage', () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  });
  const damage = (bytes: Uint8Array, changes: [number, number][]) => {
    const damaged = bytes.slice();
    for (const [at, mask] of changes) {
      const index = at % damaged.length;
      damaged[index] = (damaged[index] ?? 0) ^ mask;
    }
    return damaged;
  };

  test('to a TLS 1.3 flight never throws, and proves what completes', () => {
    fc.assert(
      fc.property(edits, fc.integer({ min: 1, max: 2000 }), (changes, chunk) => {
        const { client, hello } = started();
        const flight = serve13(hello);
        feed(client, damage(concat(flight.hello, flight.rest), changes), chunk);
        client.ended('closed');
        expectFact(client);
      }),
      { numRuns: 400 },
    );
  });

  test('to a TLS 1.2 flight never completes, never throws', () => {
    fc.assert(
      fc.property(edits, fc.integer({ min: 1, max: 2000 }), (changes, chunk) => {
        const { client, hello } = started();
        feed(client, damage(serve12(hello).first, changes), chunk);
        client.ended('closed');
        expectFact(client);
        expect(client.facts.outcome).toBe('failed');
      }),
      { numRuns: 400 },
    );
  });

  test('inside the protected messages of TLS 1.3 never throws, and proves what completes', () => {
    fc.assert(
      fc.property(
        edits,
        fc.constantFrom('encryptedExtensions', 'certificate', 'certificateVerify', 'finished'),
        (changes, which) => {
          const { client, hello } = started();
          let sent = certificateOf('p256');
          const flight = serve13(hello, {
            tamper(name, message) {
              const said = name === which ? damage(message, changes) : message;
              if (name === 'certificate') sent = said.slice(certificateStart, -2);
              return said;
            },
          });
          client.receive(concat(flight.hello, flight.rest));
          client.ended('closed');
          expectFact(client, sent);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('random bytes are a fact', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, framed) => {
        const { client } = started();
        client.receive(framed ? record(contentTypes.handshake, bytes) : bytes);
        client.ended('reset');
        expectFact(client);
      }),
      { numRuns: 1000 },
    );
  });
});
