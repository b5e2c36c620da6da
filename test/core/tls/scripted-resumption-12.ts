/**
 * A scripted server of TLS 1.2 that resumes a session (RFC 5246 §7.3): hello, maybe a new ticket, ChangeCipherSpec and Finished at once.
 */
import { concat } from '../../../src/core/base/bytes.ts';
import { contentTypes, extensionTypes, handshakeTypes, versions } from '../../../src/core/tls/code-points.ts';
import { finishedValue, keyBlock } from '../../../src/core/tls/key-schedule-12.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import { frame, opener12, sealer12 } from '../../../src/core/tls/record-protection.ts';
import { RecordReader } from '../../../src/core/tls/record-reader.ts';
import type { ResumableSession12 } from '../../../src/core/tls/resumable-session.ts';
import { findSuite } from '../../../src/core/tls/suites.ts';
import { Transcript } from '../../../src/core/tls/transcript.ts';
import { certificateOf, cryptography, helloIn } from './scripted-server.ts';
import { newTicket12 } from './scripted-server-12.ts';

export interface Resumption12 {
  readonly suite?: number;
  readonly version?: number;
  readonly extendedMasterSecret?: boolean;
  readonly newTicket?: Uint8Array;
  /** In place of ticket, ChangeCipherSpec and Finished. */
  readonly instead?: 'certificate' | 'finished-in-the-clear' | 'wrong-finished' | 'nothing';
}

/** @returns the server's flight, and whether the client's Finished, which comes last, is right */
export function serveResumed12(
  clientHello: Uint8Array,
  session: ResumableSession12,
  script: Resumption12 = {},
): { readonly flight: Uint8Array; readonly isRight: (clientFlight: Uint8Array) => boolean } {
  const { hello, message } = helloIn(clientHello);
  const suite = findSuite(session.suite);
  if (suite?.cipher?.kind !== 'aead') throw new Error('the session has no AEAD');
  const random = cryptography.randomBytes(32);
  const transcript = new Transcript(cryptography);
  transcript.add(message);
  const handshake = (said: Uint8Array): Uint8Array => {
    transcript.add(said);
    return frame(contentTypes.handshake, versions.tls12, said);
  };
  const extensions = [
    ...(script.extendedMasterSecret ? [extensionTypes.extended_master_secret] : []),
    ...(script.newTicket ? [extensionTypes.session_ticket] : []),
  ];
  const first = handshake(
    writeMessage(handshakeTypes.serverHello, (body) =>
      body
        .uint16(script.version ?? versions.tls12)
        .bytes(random)
        .vector(1, (inner) => inner.bytes(hello.sessionId))
        .uint16(script.suite ?? suite.code)
        .uint8(0)
        .vector(2, (inner) => {
          for (const type of extensions) inner.uint16(type).uint16(0);
        }),
    ),
  );
  const choice = { cryptography, version: versions.tls12, hash: suite.hash };
  const randoms = { client: hello.random, server: random };
  const keys = keyBlock(choice, session.master, { randoms, cipher: suite.cipher });
  const finished = (sender: 'client' | 'server'): Uint8Array => {
    const transcriptHash = transcript.hash(suite.hash);
    return writeMessage(handshakeTypes.finished, (body) =>
      body.bytes(finishedValue(choice, session.master, { sender, transcriptHash })),
    );
  };
  const ticket = script.newTicket ? handshake(newTicket12(script.newTicket)) : new Uint8Array();
  const last = finished('server');
  transcript.add(last);
  const wrong = last.map((byte, i) => (i === last.length - 1 ? byte ^ 1 : byte));
  const cipherChange = frame(contentTypes.changeCipherSpec, versions.tls12, Uint8Array.of(1));
  const sealed = (said: Uint8Array): Uint8Array =>
    sealer12(cryptography, {
      cipher: suite.cipher as typeof suite.cipher & { kind: 'aead' },
      ...keys.server,
    }).seal({
      type: contentTypes.handshake,
      payload: said,
    });
  const rests = {
    usual: () => concat(ticket, cipherChange, sealed(last)),
    certificate: () =>
      frame(
        contentTypes.handshake,
        versions.tls12,
        writeMessage(handshakeTypes.certificate, (body) =>
          body.vector(3, (list) => list.vector(3, (der) => der.bytes(certificateOf('p256')))),
        ),
      ),
    'finished-in-the-clear': () => frame(contentTypes.handshake, versions.tls12, last),
    'wrong-finished': () => concat(ticket, cipherChange, sealed(wrong)),
    nothing: () => new Uint8Array(),
  };
  return {
    flight: concat(first, rests[script.instead ?? 'usual']()),
    isRight(clientFlight) {
      const records = new RecordReader();
      records.push(clientFlight);
      records.next();
      const record = records.next();
      if (record === undefined || suite.cipher?.kind !== 'aead') return false;
      const opened = opener12(cryptography, { cipher: suite.cipher, ...keys.client }).open(record);
      const expected = finished('client');
      return (
        opened.payload.length === expected.length && opened.payload.every((byte, i) => byte === expected[i])
      );
    },
  };
}
