/**
 * Damaged flights for a client that always says the same, so that a server's flight is made once and damaged thousands of times. Every
 * outcome has to be a fact that fits the schema, and nothing completes but with what the server sent, proven by its key.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { concat, equalBytes } from '../../../src/core/base/bytes.ts';
import { toBase64 } from '../../../src/core/base/text.ts';
import type { Cryptography, GroupName, KeyShare } from '../../../src/core/cryptography.ts';
import { createTlsClient, type TlsClient } from '../../../src/core/tls/client.ts';
import { contentTypes } from '../../../src/core/tls/code-points.ts';
import { type Handshake, handshakeSchema } from '../../../src/core/tls/facts.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import type {
  ResumableSession,
  ResumableSession12,
  ResumableSession13,
} from '../../../src/core/tls/resumable-session.ts';
import { serveResumed12 } from './scripted-resumption-12.ts';
import { certificateOf, cryptography, newTicket13, record, serve13 } from './scripted-server.ts';
import { serve12 } from './scripted-server-12.ts';

/** The same random bytes and key shares every time. */
export function repeating(): Cryptography {
  const bytes = new Map<number, Uint8Array>();
  const shares = new Map<GroupName, KeyShare>();
  const kept = <K, V>(map: Map<K, V>, key: K, make: (key: K) => V): V => {
    const value = map.get(key) ?? make(key);
    map.set(key, value);
    return value;
  };
  return {
    ...cryptography,
    randomBytes: (length) => kept(bytes, length, cryptography.randomBytes).slice(),
    keyShare: (group) => kept(shares, group, cryptography.keyShare),
  };
}

export function startWith(
  own: Cryptography,
  resume?: ResumableSession,
): { client: TlsClient; hello: Uint8Array } {
  const client = createTlsClient({
    hello: broadHello,
    helloName: 'broad',
    serverName: null,
    cryptography: own,
    resume,
  });
  return { client, hello: client.start() };
}

export function feed(client: TlsClient, bytes: Uint8Array, chunk: number): void {
  for (let at = 0; at < bytes.length; at += chunk) client.receive(bytes.subarray(at, at + chunk));
}

export function expectFact(client: TlsClient, sent = certificateOf('p256')): void {
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

/** What completes is the session that was offered, and nobody shows a certificate for it. */
function expectResumedOrFailed({ facts }: TlsClient, resumption: Handshake['resumption']): void {
  handshakeSchema.parse(facts);
  if (facts.outcome === 'failed') expect(facts.failure).toBeDefined();
  else expect(facts).toMatchObject({ resumption, certificates: [] });
}

function sessionOf12(own: Cryptography): ResumableSession12 {
  const { client, hello } = startWith(own);
  const server = serve12(hello, { sessionId: new Uint8Array(32).fill(7) });
  client.receive(server.finish(client.receive(server.first).toSend).flight);
  if (client.resumable?.kind !== 'master-secret') throw new Error('nothing to resume by');
  return client.resumable;
}

function sessionOf13(own: Cryptography): ResumableSession13 {
  const { client, hello } = startWith(own);
  const { hello: first, rest, application } = serve13(hello);
  const payload = newTicket13(Uint8Array.of(1, 2, 3));
  client.receive(concat(first, rest, application.seal({ type: contentTypes.handshake, payload })));
  if (client.resumable?.kind !== 'pre-shared-key') throw new Error('nothing to resume by');
  return client.resumable;
}

const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
const chunks = fc.integer({ min: 1, max: 2000 });

function damage(bytes: Uint8Array, changes: readonly [number, number][]): Uint8Array {
  const damaged = bytes.slice();
  for (const [at, mask] of changes) {
    const index = at % damaged.length;
    damaged[index] = (damaged[index] ?? 0) ^ mask;
  }
  return damaged;
}

/** Of the one certificate in a Certificate message: headers of message, context, list and entry. */
const certificateStart = 4 + 1 + 3 + 3;

interface Run {
  readonly seed?: number;
  readonly numRuns: number;
}

/** Each runs as many cases as it is told to, from this seed. */
export const damages: Readonly<Record<string, (run: Run) => void>> = {
  'to a TLS 1.3 flight never throws, and proves what completes': (run) => {
    const own = repeating();
    const { hello, rest } = serve13(startWith(own).hello);
    const flight = concat(hello, rest);
    const property = fc.property(edits, chunks, (changes, chunk) => {
      const { client } = startWith(own);
      feed(client, damage(flight, changes), chunk);
      client.ended('closed');
      expectFact(client);
    });
    fc.assert(property, run);
  },

  'to a TLS 1.2 flight never completes, never throws': (run) => {
    const own = repeating();
    const { first } = serve12(startWith(own).hello);
    const property = fc.property(edits, chunks, (changes, chunk) => {
      const { client } = startWith(own);
      feed(client, damage(first, changes), chunk);
      client.ended('closed');
      expectFact(client);
      expect(client.facts.outcome).toBe('failed');
    });
    fc.assert(property, run);
  },

  'inside the protected messages of TLS 1.3 never throws, and proves what completes': (run) => {
    const own = repeating();
    const { hello } = startWith(own);
    const messages = fc.constantFrom('encryptedExtensions', 'certificate', 'certificateVerify', 'finished');
    const property = fc.property(edits, messages, (changes, which) => {
      const { client } = startWith(own);
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
    });
    fc.assert(property, run);
  },

  'to a flight that resumes TLS 1.3 never throws, and proves what completes': (run) => {
    const own = repeating();
    const session = sessionOf13(own);
    const { hello, rest } = serve13(startWith(own, session).hello, { resume: session });
    const flight = concat(hello, rest);
    const property = fc.property(edits, chunks, (changes, chunk) => {
      const { client } = startWith(own, session);
      feed(client, damage(flight, changes), chunk);
      client.ended('closed');
      expectResumedOrFailed(client, 'psk');
    });
    fc.assert(property, run);
  },

  'to a flight that resumes TLS 1.2 never throws, and proves what completes': (run) => {
    const own = repeating();
    const session = sessionOf12(own);
    const { flight } = serveResumed12(startWith(own, session).hello, session);
    const property = fc.property(edits, chunks, (changes, chunk) => {
      const { client } = startWith(own, session);
      feed(client, damage(flight, changes), chunk);
      client.ended('closed');
      expectResumedOrFailed(client, 'session-id');
    });
    fc.assert(property, run);
  },

  'to the point of random bytes is a fact': (run) => {
    const own = repeating();
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, framed) => {
      const { client } = startWith(own);
      client.receive(framed ? record(contentTypes.handshake, bytes) : bytes);
      client.ended('reset');
      expectFact(client);
    });
    fc.assert(property, run);
  },
};
