/** TLS 1.2 over a stream that is cut anyhow: at every offset, byte by byte, or not at all. (TLS 1.3: rfc8448.test.ts.) */
import { describe, expect, test } from 'vitest';
import { concat, equalBytes } from '../../../src/core/base/bytes.ts';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { contentTypes } from '../../../src/core/tls/code-points.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { feed, repeating, startWith } from './damage.ts';
import { serve12 } from './scripted-server-12.ts';

const own = repeating();
const flight = serve12(startWith(own).hello);
const said = startWith(own).client.receive(flight.first).toSend;
const { flight: last, sealer } = flight.finish(said);
const after = sealer.seal({ type: contentTypes.applicationData, payload: asciiBytes('250 ok\r\n') });

/** Both of the server's flights; the second one answers ours, which is always the same. */
function converse(cut: (bytes: Uint8Array) => readonly Uint8Array[]): Handshake {
  const { client } = startWith(own);
  const sent = concat(...cut(flight.first).map((part) => client.receive(part).toSend));
  expect(equalBytes(sent, said)).toBe(true);
  for (const part of cut(concat(last, after))) client.receive(part);
  return client.facts;
}

describe('the same comes of it', () => {
  const whole = converse((bytes) => [bytes]);

  test('coalesced', () => {
    expect(whole).toMatchObject({ outcome: 'completed', version: 'TLSv1.2', signatureVerified: 'valid' });
    expect(whole.failure).toBeUndefined();
  });

  test('one byte at a time', () => {
    expect(converse((bytes) => [...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  test('split in two at every offset', () => {
    const length = Math.max(flight.first.length, last.length + after.length);
    for (let at = 1; at < length; at++) {
      expect(converse((bytes) => [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
    }
  });

  test('truncated anywhere, it is known what was due', () => {
    const steps = new Set<string>();
    for (let length = 0; length < flight.first.length; length++) {
      const { client } = startWith(own);
      feed(client, flight.first.subarray(0, length), 2000);
      client.ended('closed');
      expect(client.facts.failure?.kind).toBe('closed');
      steps.add(client.facts.failure?.step ?? '');
    }
    expect([...steps]).toEqual(['server-hello', 'certificate', 'server-key-exchange', 'server-hello-done']);
  });
});
