/**
 * TLS 1.2 and before, second half: our flight, then the server's ticket, ChangeCipherSpec and Finished (RFC 5246 §7.4.7-9). A resumed
 * session has the same two flights the other way round (resumption-12). Afterwards HelloRequest is answered with no_renegotiation.
 */
import { equalBytes } from '../base/bytes.ts';
import { alertLevels, alerts, contentTypes, handshakeTypes } from './code-points.ts';
import { badFinished } from './fault.ts';
import type { HandshakeContext, State } from './handshake-context.ts';
import { decode, type HandshakeMessage } from './handshake-reader.ts';
import { encryptPreMaster } from './key-exchange-12.ts';
import {
  type DirectionKeys,
  extendedMasterSecret,
  finishedValue,
  keyBlock,
  masterSecret,
  transcriptHashFor,
} from './key-schedule-12.ts';
import { emptyCertificate12, parseTicket12, writeMessage } from './messages.ts';
import { opener12, sealer12 } from './record-protection.ts';
import { macOpener, macSealer } from './record-protection-mac.ts';
import type { ResumableSession12 } from './resumable-session.ts';
import { prfChoice, type Session12 } from './session-12.ts';

/** After ServerHelloDone: everything we have to say, at once. @throws HandshakeFault */
export function finishHandshake(context: HandshakeContext, session: Session12): State {
  const { cryptography, transcript } = context;
  const choice = prfChoice(cryptography, session);
  const hash = transcriptHashFor(choice);
  const randoms = { client: context.hello.random, server: session.serverRandom };
  if (session.request !== undefined) context.sendHandshake(emptyCertificate12());
  const preMaster = sendKeyExchange(context, session);
  const master =
    context.facts.extendedMasterSecret === true
      ? extendedMasterSecret(choice, preMaster, transcript.hash(hash))
      : masterSecret(choice, preMaster, randoms);
  const keys = keyBlock(choice, master, { randoms, cipher: session.suite.cipher });
  sendFinished(context, session, { master, keys: keys.client });
  return awaitFinished(context, session, {
    master,
    keys: keys.server,
    verified: (ended) => {
      context.facts.outcome = 'completed';
      context.resumable = resumableSession(context, ended, master);
      return established12(context);
    },
  });
}

export interface Secrets {
  readonly master: Uint8Array;
  /** Of one direction. */
  readonly keys: DirectionKeys;
}

/** ChangeCipherSpec and Finished. */
export function sendFinished(context: HandshakeContext, session: Session12, { master, keys }: Secrets): void {
  const choice = prfChoice(context.cryptography, session);
  context.send(contentTypes.changeCipherSpec, Uint8Array.of(1));
  context.sealer = sealerFor(context, session, keys);
  const transcriptHash = context.transcript.hash(transcriptHashFor(choice));
  const verifyData = finishedValue(choice, master, { sender: 'client', transcriptHash });
  context.sendHandshake(writeMessage(handshakeTypes.finished, (body) => body.bytes(verifyData)));
}

function sendKeyExchange(context: HandshakeContext, { key, agreement }: Session12): Uint8Array {
  if (agreement !== undefined) {
    const { prefix, publicValue, preMaster } = agreement;
    context.sendHandshake(
      writeMessage(handshakeTypes.clientKeyExchange, (body) =>
        body.vector(prefix, (inner) => inner.bytes(publicValue)),
      ),
    );
    return preMaster;
  }
  if (key === undefined) throw new TypeError('neither a certificate nor a key exchange');
  const { preMaster, encrypted } = encryptPreMaster(context, key);
  context.sendHandshake(
    writeMessage(handshakeTypes.clientKeyExchange, (body) =>
      body.vector(2, (inner) => inner.bytes(encrypted)),
    ),
  );
  return preMaster;
}

/** What the server's Finished is to be held against, and what comes after it. */
export interface Awaited extends Secrets {
  readonly verified: (session: Session12, message: HandshakeMessage) => State;
}

/** The server's ticket, if it promised one, ChangeCipherSpec and Finished. */
export function awaitFinished(context: HandshakeContext, session: Session12, awaited: Awaited): State {
  const accepts = new Map<number, (message: HandshakeMessage) => State>();
  if (session.ticketDue) {
    accepts.set(handshakeTypes.newSessionTicket, (message) => {
      context.transcript.add(message.raw);
      const ticket = parseTicket12(message.body);
      context.facts.sessionTicket = ticket.length > 0;
      return awaitFinished(context, { ...session, ticketDue: false, ticket }, awaited);
    });
  }
  return {
    step: 'finished',
    accepts,
    changeCipherSpec: () => {
      context.openWith(openerFor(context, session, awaited.keys));
      return finishedState(context, session, awaited);
    },
  };
}

function finishedState(context: HandshakeContext, session: Session12, { master, verified }: Awaited): State {
  const choice = prfChoice(context.cryptography, session);
  return {
    step: 'finished',
    accepts: new Map([
      [
        handshakeTypes.finished,
        (message: HandshakeMessage) => {
          const transcriptHash = context.transcript.hash(transcriptHashFor(choice));
          const expected = finishedValue(choice, master, { sender: 'server', transcriptHash });
          if (!equalBytes(message.body, expected)) throw badFinished(message.body);
          return verified(session, message);
        },
      ],
    ]),
  };
}

/** A ticket counts more than an id; an id that is ours came back as an echo only. */
function resumableSession(
  context: HandshakeContext,
  { version, suite, ticket, id }: Session12,
  master: Uint8Array,
): ResumableSession12 | undefined {
  const { extendedMasterSecret = false, sessionId = false } = context.facts;
  const common = { kind: 'master-secret', version, suite: suite.code, master, extendedMasterSecret } as const;
  if (ticket !== undefined && ticket.length > 0) return { ...common, by: { kind: 'ticket', ticket } };
  return sessionId ? { ...common, by: { kind: 'session-id', id } } : undefined;
}

/** @param refused whether a renegotiation was: once is enough, a record of 16 KiB may hold four thousand requests */
export function established12(context: HandshakeContext, refused = false): State {
  return {
    step: 'application-data',
    established: true,
    accepts: new Map([
      [
        handshakeTypes.helloRequest,
        ({ body }: HandshakeMessage) => {
          decode('HelloRequest', body, () => undefined);
          const refusal = Uint8Array.of(alertLevels.warning, alerts.no_renegotiation);
          if (!refused) context.send(contentTypes.alert, refusal);
          return established12(context, true);
        },
      ],
    ]),
  };
}

function sealerFor(context: HandshakeContext, session: Session12, keys: DirectionKeys) {
  const { cipher } = session.suite;
  return cipher.kind === 'aead'
    ? sealer12(context.cryptography, { cipher, ...keys })
    : macSealer(context.cryptography, { cipher, ...keys, ...macOptions(context, session) });
}

function openerFor(context: HandshakeContext, session: Session12, keys: DirectionKeys) {
  const { cipher } = session.suite;
  return cipher.kind === 'aead'
    ? opener12(context.cryptography, { cipher, ...keys })
    : macOpener(context.cryptography, { cipher, ...keys, ...macOptions(context, session) });
}

const macOptions = (context: HandshakeContext, { version }: Session12) => ({
  version,
  encryptThenMac: context.facts.encryptThenMac === true,
});
