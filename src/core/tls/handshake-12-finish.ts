/**
 * TLS 1.2 and before, second half: our flight, then the server's ticket, ChangeCipherSpec and Finished (RFC 5246 §7.4.7-9).
 * Afterwards HelloRequest is answered with no_renegotiation.
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
  context.send(contentTypes.changeCipherSpec, Uint8Array.of(1));
  context.sealer = sealerFor(context, session, keys.client);
  const verifyData = finishedValue(choice, master, {
    sender: 'client',
    transcriptHash: transcript.hash(hash),
  });
  context.sendHandshake(writeMessage(handshakeTypes.finished, (body) => body.bytes(verifyData)));
  return cipherChangeState(context, session, { master, keys: keys.server });
}

interface Secrets {
  readonly master: Uint8Array;
  readonly keys: DirectionKeys;
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

function cipherChangeState(context: HandshakeContext, session: Session12, secrets: Secrets): State {
  const accepts = new Map<number, (message: HandshakeMessage) => State>();
  if (session.ticketDue) {
    accepts.set(handshakeTypes.newSessionTicket, (message) => {
      context.transcript.add(message.raw);
      context.facts.sessionTicket = parseTicket12(message.body);
      return cipherChangeState(context, { ...session, ticketDue: false }, secrets);
    });
  }
  return {
    step: 'finished',
    accepts,
    changeCipherSpec: () => {
      context.openWith(openerFor(context, session, secrets.keys));
      return finishedState(context, session, secrets);
    },
  };
}

function finishedState(context: HandshakeContext, session: Session12, { master }: Secrets): State {
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
          context.facts.outcome = 'completed';
          return established(context, false);
        },
      ],
    ]),
  };
}

/** @param refused whether a renegotiation was: once is enough, a record of 16 KiB may hold four thousand requests */
function established(context: HandshakeContext, refused: boolean): State {
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
          return established(context, true);
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
