/**
 * TLS 1.3 from ServerHello to the server's Finished, one state per expected message (RFC 8446 §2, §4).
 * HelloRetryRequest is hello-retry; what comes after Finished is established-13. No PSK, no 0-RTT, no client certificate.
 */
import { concat, equalBytes } from '../base/bytes.ts';
import { asciiBytes, toBase64 } from '../base/text.ts';
import { refuseOtherCertificates, takeCertificates } from './certificate-13.ts';
import { contentTypes, extensionTypes, handshakeTypes, versions } from './code-points.ts';
import { established13 } from './established-13.ts';
import { badFinished, incompatible, misbehaved } from './fault.ts';
import type { HandshakeContext, State } from './handshake-context.ts';
import { decode, type HandshakeMessage } from './handshake-reader.ts';
import { agree } from './key-exchange-13.ts';
import {
  applicationSecrets,
  finishedValue,
  type HandshakeSecrets,
  handshakeSecrets,
  type Schedule,
  trafficKeys,
} from './key-schedule-13.ts';
import type { LeafKey } from './leaf-key.ts';
import {
  type CertificateRequest,
  emptyCertificate13,
  parseCertificateRequest13,
  parseCertificateVerify,
  parseEncryptedExtensions,
  type ServerHello,
  writeMessage,
} from './messages.ts';
import { type AeadCipher, opener13, sealer13 } from './record-protection.ts';
import { mustBeAmong, mustBeOffered, type UsableSuite } from './server-hello.ts';
import { checkSignature } from './server-signature.ts';

/** What the states of TLS 1.3 know besides the context. */
interface Session {
  readonly schedule: Schedule;
  readonly cipher: AeadCipher;
  readonly secrets: HandshakeSecrets;
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
  mustBeAmong(hello.extensions, [extensionTypes.key_share, extensionTypes.supported_versions], 'ServerHello');
  const schedule = { cryptography, hash: suite.hash };
  const secrets = handshakeSecrets(schedule, agree(context, hello), context.transcript.hash(suite.hash));
  const cipher = aeadOf(suite);
  context.openWith(opener13(cryptography, trafficKeys(schedule, secrets.server, cipher)));
  if (context.hello.sessionId.length > 0 && !changeCipherSpecSent) {
    // Middlebox compatibility (RFC 8446 §D.4).
    context.send(contentTypes.changeCipherSpec, Uint8Array.of(1));
  }
  context.sealer = sealer13(cryptography, trafficKeys(schedule, secrets.client, cipher));
  return encryptedExtensionsState(context, { schedule, cipher, secrets });
}

function encryptedExtensionsState(context: HandshakeContext, session: Session): State {
  return waitingFor('encrypted-extensions', [
    [
      handshakeTypes.encryptedExtensions,
      (message) => {
        context.transcript.add(message.raw);
        const extensions = parseEncryptedExtensions(message.body);
        mustBeOffered(context, extensions, 'EncryptedExtensions');
        mustBeAmong(extensions, encryptedExtensionsAllowed, 'EncryptedExtensions');
        refuseOtherCertificates(extensions.get(extensionTypes.server_certificate_type));
        const limit = extensions.get(extensionTypes.record_size_limit);
        if (limit !== undefined) {
          // The limit counts the content type (RFC 8449 §4).
          const size = decode('record_size_limit', limit, (reader) => reader.uint16()) - 1;
          context.sendLimit = Math.max(1, Math.min(context.sendLimit, size));
        }
        return certificateState(context, session);
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
        const request = parseCertificateRequest13(message.body, extensionTypes.certificate_authorities);
        context.facts.clientCertificateRequest = { authorities: request.authorities.map(toBase64) };
        return certificateState(context, { ...session, request });
      },
    ],
    [
      handshakeTypes.compressedCertificate,
      () => {
        throw incompatible('unsupported_certificate', {
          code: 'compressed-certificate',
          received: 'compressed_certificate',
          detail: 'the server compresses its certificate, as the hello allowed; this is not undone here',
        });
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
        return finish(context, session);
      },
    ],
  ]);
}

/** Our own flight, then application keys both ways. */
function finish(context: HandshakeContext, { schedule, cipher, secrets, request }: Session): State {
  const { cryptography, transcript } = context;
  const application = applicationSecrets(schedule, secrets.handshake, transcript.hash(schedule.hash));
  if (request !== undefined) context.sendHandshake(emptyCertificate13(request.context));
  const verifyData = finishedValue(schedule, secrets.client, transcript.hash(schedule.hash));
  context.sendHandshake(writeMessage(handshakeTypes.finished, (body) => body.bytes(verifyData)));
  context.sealer = sealer13(cryptography, trafficKeys(schedule, application.client, cipher));
  context.openWith(opener13(cryptography, trafficKeys(schedule, application.server, cipher)));
  context.facts.outcome = 'completed';
  return established13(context, { schedule, cipher, ...application });
}

const repeatedRequest = () =>
  misbehaved('unexpected_message', {
    code: 'unexpected-message',
    expected: 'certificate',
    received: 'certificate_request',
    detail: 'CertificateRequest is there twice',
  });

/** RFC 8446 §4.2, and those registered since for EncryptedExtensions. */
const encryptedExtensionsAllowed = [
  extensionTypes.server_name,
  extensionTypes.max_fragment_length,
  extensionTypes.supported_groups,
  extensionTypes.use_srtp,
  extensionTypes.heartbeat,
  extensionTypes.application_layer_protocol_negotiation,
  extensionTypes.client_certificate_type,
  extensionTypes.server_certificate_type,
  extensionTypes.record_size_limit,
  extensionTypes.ticket_request,
  extensionTypes.encrypted_client_hello,
];

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
