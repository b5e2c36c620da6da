/**
 * The scripted server for TLS 1.2 to 1.0: ECDHE and RSA key exchange, in two flights, each message open to tampering.
 */
import { constants, createPrivateKey, privateDecrypt } from 'node:crypto';
import { concat, Reader, Writer } from '../../../src/core/base/bytes.ts';
import { contentTypes, extensionTypes, handshakeTypes } from '../../../src/core/tls/code-points.ts';
import { groupCode, makeKeyShare } from '../../../src/core/tls/groups.ts';
import {
  finishedValue,
  keyBlock,
  masterSecret,
  transcriptHashFor,
} from '../../../src/core/tls/key-schedule-12.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { frame, opener12, type Sealer, sealer12 } from '../../../src/core/tls/record-protection.ts';
import { RecordReader } from '../../../src/core/tls/record-reader.ts';
import { findSuite, suiteCode } from '../../../src/core/tls/suites.ts';
import { Transcript } from '../../../src/core/tls/transcript.ts';
import servers from '../../vectors/tls/servers.json' with { type: 'json' };
import {
  certificateOf,
  cryptography,
  helloIn,
  type MessageName,
  type Sent,
  signAs,
  signatureFor,
} from './scripted-server.ts';

export interface Script12 {
  readonly key?: 'rsa' | 'p256' | 'ed25519';
  readonly suite?: string;
  readonly group?: string;
  readonly scheme?: number;
  readonly version?: number;
  readonly random?: Uint8Array;
  /** An id for the session, a ticket for it; the hello has to offer that tickets are understood. */
  readonly sessionId?: Uint8Array;
  readonly ticket?: Uint8Array;
  readonly extensions?: readonly (readonly [type: number, body: Uint8Array])[];
  readonly tamper?: (name: MessageName, message: Uint8Array) => Uint8Array;
  readonly order?: (messages: readonly Sent[]) => readonly Sent[];
}

export interface Flight12 {
  readonly first: Uint8Array;
  /** Answer the client's second flight: its key exchange, ChangeCipherSpec and Finished. */
  readonly finish: (clientFlight: Uint8Array) => { readonly flight: Uint8Array; readonly sealer: Sealer };
}

const tls12 = 0x0303;

/** Answer a ClientHello in TLS 1.2, with an AEAD suite and without extended master secret. */
export function serve12(clientHello: Uint8Array, script: Script12 = {}): Flight12 {
  const { hello, message } = helloIn(clientHello);
  const key = script.key ?? 'p256';
  const suite = findSuite(suiteCode(script.suite ?? 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'));
  if (suite?.cipher?.kind !== 'aead') throw new Error('the script wants no AEAD');
  const { cipher, hash } = suite;
  const random = script.random ?? cryptography.randomBytes(32);
  const share = makeKeyShare(groupCode('x25519'), cryptography);
  const transcript = new Transcript(cryptography);
  transcript.add(message);
  const sent: Sent[] = [];
  const say = (name: MessageName, type: number, write: (body: Writer) => void) => {
    const plain = writeMessage(type, write);
    const said = script.tamper?.(name, plain) ?? plain;
    transcript.add(said);
    sent.push({ name, message: said });
  };
  say('serverHello', handshakeTypes.serverHello, (body) =>
    body
      .uint16(script.version ?? tls12)
      .bytes(random)
      .vector(1, (inner) => inner.bytes(script.sessionId ?? new Uint8Array()))
      .uint16(suite.code)
      .uint8(0)
      .vector(2, (inner) => {
        const extensions = script.extensions ?? [
          [extensionTypes.renegotiation_info, Uint8Array.of(0)],
          ...(script.ticket === undefined
            ? []
            : [[extensionTypes.session_ticket, new Uint8Array()] as const]),
        ];
        for (const [type, data] of extensions) inner.uint16(type).vector(2, (one) => one.bytes(data));
      }),
  );
  say('certificate', handshakeTypes.certificate, (body) =>
    body.vector(3, (list) => list.vector(3, (der) => der.bytes(certificateOf(key)))),
  );
  if (suite.keyExchange === 'ecdhe') {
    const parameters = new Writer()
      .uint8(3)
      .uint16(groupCode(script.group ?? 'x25519'))
      .vector(1, (inner) => inner.bytes(share?.publicValue ?? new Uint8Array()))
      .finish();
    const signature = signAs(key, concat(hello.random, random, parameters));
    say('serverKeyExchange', handshakeTypes.serverKeyExchange, (body) =>
      body
        .bytes(parameters)
        .uint16(script.scheme ?? signatureFor[key].scheme)
        .vector(2, (inner) => inner.bytes(signature)),
    );
  }
  say('serverHelloDone', handshakeTypes.serverHelloDone, () => undefined);
  const ordered = script.order?.(sent) ?? sent;
  return {
    first: concat(...ordered.map((one) => frame(contentTypes.handshake, tls12, one.message))),
    finish(clientFlight) {
      const records = new RecordReader();
      records.push(clientFlight);
      const exchange = records.next();
      records.next();
      const finished = records.next();
      if (exchange === undefined || finished === undefined) throw new Error('the client said too little');
      const body = new Reader(exchange.payload.subarray(4));
      const secret =
        suite.keyExchange === 'ecdhe'
          ? share?.agree(body.vector(1))
          : { ok: true, value: decrypt(body.vector(2)) };
      if (!secret?.ok) throw new Error('no shared secret');
      transcript.add(exchange.payload);
      const choice = { cryptography, version: tls12, hash };
      const randoms = { client: hello.random, server: random };
      const master = masterSecret(choice, secret.value as Uint8Array, randoms);
      const keys = keyBlock(choice, master, { randoms, cipher });
      const opened = opener12(cryptography, { cipher, ...keys.client }).open(finished);
      const clientData = finishedValue(choice, master, {
        sender: 'client',
        transcriptHash: transcript.hash(transcriptHashFor(choice)),
      });
      if (!opened.payload.subarray(4).every((byte, i) => byte === clientData[i])) {
        throw new Error("the client's Finished is wrong");
      }
      transcript.add(opened.payload);
      const { ticket } = script;
      const issued = ticket === undefined ? undefined : newTicket12(ticket);
      if (issued !== undefined) transcript.add(issued);
      const sealer = sealer12(cryptography, { cipher, ...keys.server });
      const verifyData = finishedValue(choice, master, {
        sender: 'server',
        transcriptHash: transcript.hash(transcriptHashFor(choice)),
      });
      const plain = writeMessage(handshakeTypes.finished, (inner) => inner.bytes(verifyData));
      const last = script.tamper?.('finished', plain) ?? plain;
      const flight = concat(
        issued === undefined ? new Uint8Array() : frame(contentTypes.handshake, tls12, issued),
        frame(contentTypes.changeCipherSpec, tls12, Uint8Array.of(1)),
        sealer.seal({ type: contentTypes.handshake, payload: last }),
      );
      return { flight, sealer };
    },
  };
}

export const newTicket12 = (ticket: Uint8Array): Uint8Array =>
  writeMessage(handshakeTypes.newSessionTicket, (body) =>
    body.uint32(7200).vector(2, (inner) => inner.bytes(ticket)),
  );

function decrypt(encrypted: Uint8Array): Uint8Array {
  const key = createPrivateKey(servers.rsa.key);
  return new Uint8Array(privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, encrypted));
}
