/**
 * TLS 1.3 from ServerHello to the server's Finished, one state per expected message (RFC 8446 §2, §4).
 * HelloRetryRequest is hello-retry; what comes after Finished is established-13. A pre-shared key that the server selects
 * stands for certificate and signature (resumption-13). No 0-RTT, no client certificate.
 */
import { concat, equalBytes } from '../base/bytes.ts';
import { asciiBytes, toBase64 } from '../base/text.ts';
import { takeCertificates } from './certificate-13.ts';
import { compressedCertificate } from './certificate-type.ts';
import { contentTypes, extensionTypes, handshakeTypes, versions } from './code-points.ts';
import { takeEncryptedExtensions } from './encrypted-extensions.ts';
import { established13 } from './established-13.ts';
import { badFinished, misbehaved } from './fault.ts';
import type { HandshakeContext, State } from './handshake-context.ts';
import type { HandshakeMessage } from './handshake-reader.ts';
import { agree } from './key-exchange-13.ts';
import {
  applicationSecrets,
  finishedValue,
  type HandshakeSecrets,
  handshakeSecrets,
  resumptionSecret,
  type Schedule,
  trafficKeys,
} from './key-schedule-13.ts';
import type { LeafKey } from './leaf-key.ts';
import {
  type CertificateRequest,
  emptyCertificate13,
  parseCertificateRequest13,
  parseCertificateVerify,
  type ServerHello,
  writeMessage,
} from './messages.ts';
import { type AeadCipher, opener13, sealer13 } from './record-protection.ts';
import { takePsk } from './resumption-13.ts';
import { mustBeAmong, mustBeOffered, type UsableSuite } from './server-hello.ts';
import { checkSignature } from './server-signature.ts';

/** What the states of TLS 1.3 know besides the context. */
interface Session {
  readonly schedule: Schedule;
  readonly cipher: AeadCipher;
  readonly secrets: HandshakeSecrets;
  readonly suite: number;
  /** The server proves that it knows an earlier session; then it shows no certificate, nor may it ask for one. */
  readonly resumed: boolean;
  readonly request?: CertificateRequest;
}

/** After the ServerHello, which is in the transcript already. @throws HandshakeFault */
export function enter13(
  context: HandshakeContext,
  hello: ServerHello,
  { suite, changeCipherSpecSent }: { suite: UsableSuite; changeCipherSpecSent: boolean },
): State {
  const { cryptography } = context;
  mustBeOffered(context, hello.extensions, 'ServerHello');
  mustBeAmong(hello.extensions, serverHelloAllowed, 'ServerHello');
  const schedule = { cryptography, hash: suite.hash };
  const preShared = takePsk(context, hello, suite);
  const shared = agree(context, hello);
  const secrets = handshakeSecrets(schedule, { shared, preShared }, context.transcript.hash(suite.hash));
  const cipher = aeadOf(suite);
  context.openWith(opener13(cryptography, trafficKeys(schedule, secrets.server, cipher)));
  if (context.hello.sessionId.length > 0 && !changeCipherSpecSent) {
    // Middlebox compatibility (RFC 8446 §D.4).
    context.send(contentTypes.changeCipherSpec, Uint8Array.of(1));
  }
  context.sealer = sealer13(cryptography, trafficKeys(schedule, secrets.client, cipher));
  const resumed = preShared !== undefined;
  return encryptedExtensionsState(context, { schedule, cipher, secrets, suite: suite.code, resumed });
}

const serverHelloAllowed = [
  extensionTypes.key_share,
  extensionTypes.supported_versions,
  extensionTypes.pre_shared_key,
];

function encryptedExtensionsState(context: HandshakeContext, session: Session): State {
  return waitingFor('encrypted-extensions', [
    [
      handshakeTypes.encryptedExtensions,
      (message) => {
        context.transcript.add(message.raw);
        takeEncryptedExtensions(context, message);
        return session.resumed ? finishedState(context, session) : certificateState(context, session);
      },
    ],
  ]);
}

function certificateState(context: HandshakeContext, session: Session): State {
  return waitingFor('certificate', [
    [
      handshakeTypes.certificateRequest,
      (message) => {
        if (session.request !== undefined) throw repeatedRequest();
        context.transcript.add(message.raw);
        const request = parseCertificateRequest13(message.body);
        context.facts.clientCertificateRequest = { authorities: request.authorities.map(toBase64) };
        return certificateState(context, { ...session, request });
      },
    ],
    [
      handshakeTypes.compressedCertificate,
      () => {
        throw compressedCertificate(context);
      },
    ],
    [
      handshakeTypes.certificate,
      (message) => {
        context.transcript.add(message.raw);
        return certificateVerifyState(context, session, takeCertificates(context, message));
      },
    ],
  ]);
}

function certificateVerifyState(context: HandshakeContext, session: Session, key: LeafKey): State {
  return waitingFor('certificate-verify', [
    [
      handshakeTypes.certificateVerify,
      (message) => {
        const signed = concat(
          new Uint8Array(64).fill(0x20),
          asciiBytes('TLS 1.3, server CertificateVerify\0'),
          context.transcript.hash(session.schedule.hash),
        );
        const proof = parseCertificateVerify(message.body);
        checkSignature(context, key, { signed, proof, version: versions.tls13 });
        context.transcript.add(message.raw);
        return finishedState(context, session);
      },
    ],
  ]);
}

function finishedState(context: HandshakeContext, session: Session): State {
  return waitingFor('finished', [
    [
      handshakeTypes.finished,
      (message) => {
        const { schedule, secrets } = session;
        const soFar = context.transcript.hash(schedule.hash);
        if (!equalBytes(message.body, finishedValue(schedule, secrets.server, soFar)))
          throw badFinished(message.body);
        context.transcript.add(message.raw);
        if (session.resumed) context.facts.resumption = 'psk';
        return finish(context, session);
      },
    ],
  ]);
}

/** Our own flight, then application keys both ways. */
function finish(context: HandshakeContext, session: Session): State {
  const { schedule, cipher, secrets, request, suite } = session;
  const { cryptography, transcript } = context;
  const application = applicationSecrets(schedule, secrets.handshake, transcript.hash(schedule.hash));
  if (request !== undefined) context.sendHandshake(emptyCertificate13(request.context));
  const verifyData = finishedValue(schedule, secrets.client, transcript.hash(schedule.hash));
  context.sendHandshake(writeMessage(handshakeTypes.finished, (body) => body.bytes(verifyData)));
  context.sealer = sealer13(cryptography, trafficKeys(schedule, application.client, cipher));
  context.openWith(opener13(cryptography, trafficKeys(schedule, application.server, cipher)));
  context.facts.outcome = 'completed';
  const resumption = resumptionSecret(schedule, application.master, transcript.hash(schedule.hash));
  return established13(context, { schedule, cipher, ...application, resumption, suite });
}

const repeatedRequest = () =>
  misbehaved('unexpected_message', {
    code: 'unexpected-message',
    expected: 'certificate',
    received: 'certificate_request',
    detail: 'CertificateRequest is there twice',
  });

/** Every state of TLS 1.3 lets a ChangeCipherSpec pass unread (RFC 8446 §5). */
function waitingFor(
  step: State['step'],
  accepts: Iterable<readonly [number, (message: HandshakeMessage) => State]>,
): State {
  const state: State = { step, accepts: new Map(accepts), changeCipherSpec: () => state };
  return state;
}

function aeadOf({ cipher, name }: UsableSuite): AeadCipher {
  if (cipher.kind !== 'aead') throw new TypeError(`${name} is no TLS 1.3 suite`);
  return cipher;
}
