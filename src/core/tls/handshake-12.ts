/**
 * TLS 1.2, 1.1 and 1.0 from ServerHello to ServerHelloDone, one state per expected message (RFC 5246 §7.3; RFC 4346; RFC 2246).
 * The client's flight, ChangeCipherSpec and Finished are handshake-12-finish. A session that is resumed goes
 * its own way (resumption-12). No renegotiation, no client certificate.
 */
import { toBase64 } from '../base/text.ts';
import { extensionTypes, handshakeTypes } from './code-points.ts';
import { misbehaved } from './fault.ts';
import { finishHandshake } from './handshake-12-finish.ts';
import type { HandshakeContext, State } from './handshake-context.ts';
import type { HandshakeMessage } from './handshake-reader.ts';
import { takeServerKeyExchange } from './key-exchange-12.ts';
import type { LeafKey, LeafKeyKind } from './leaf-key.ts';
import {
  parseCertificate12,
  parseCertificateRequest12,
  parseCertificateStatus,
  type ServerHello,
} from './messages.ts';
import { enterResumed12, takeSession } from './resumption-12.ts';
import type { UsableSuite } from './server-hello.ts';
import { takeServerHello12 } from './server-hello-12.ts';
import { leafKeyOf } from './server-signature.ts';
import type { Session12 } from './session-12.ts';
import type { SuiteAuthentication } from './suites.ts';

/** After the ServerHello, which is in the transcript already. @throws HandshakeFault */
export function enter12(
  context: HandshakeContext,
  hello: ServerHello,
  { suite, version }: { suite: UsableSuite; version: number },
): State {
  takeServerHello12(context, hello, suite);
  const { extensions } = hello;
  const session: Session12 = {
    suite,
    version,
    serverRandom: hello.random,
    id: hello.sessionId,
    statusDue: extensions.has(extensionTypes.status_request),
    ticketDue: extensions.has(extensionTypes.session_ticket),
  };
  const resumed = takeSession(context, hello);
  if (resumed !== undefined) return enterResumed12(context, session, resumed);
  return suite.authentication === 'anonymous'
    ? keyExchangeState(context, session)
    : certificateState(context, session);
}

function certificateState(context: HandshakeContext, session: Session12): State {
  return {
    step: 'certificate',
    accepts: new Map([
      [
        handshakeTypes.certificate,
        (message: HandshakeMessage) => {
          context.transcript.add(message.raw);
          const certificates = parseCertificate12(message.body);
          context.facts.certificates = certificates.map(toBase64);
          const [leaf] = certificates;
          if (leaf === undefined) {
            throw misbehaved('decode_error', {
              code: 'no-certificate',
              expected: 'at least one certificate',
              detail: 'the server sent an empty certificate list',
            });
          }
          const key = leafKeyOf(leaf);
          mustAuthenticate(session.suite, key);
          return afterCertificate(context, { ...session, key });
        },
      ],
    ]),
  };
}

const usableKeys: Readonly<Record<SuiteAuthentication, readonly LeafKeyKind[]>> = {
  rsa: ['rsa', 'rsa-pss', 'unknown'],
  ecdsa: ['ec', 'ed25519', 'ed448', 'unknown'],
  dss: ['dsa', 'unknown'],
  anonymous: [],
  tls13: [],
  other: [],
};

function mustAuthenticate(suite: UsableSuite, key: LeafKey): void {
  // Only an rsaEncryption key can decrypt (RFC 4055 §1.2).
  const wrongUse = suite.keyExchange === 'rsa' && key.kind === 'rsa-pss';
  if (usableKeys[suite.authentication].includes(key.kind) && !wrongUse) return;
  throw misbehaved('unsupported_certificate', {
    code: 'certificate-key-mismatch',
    expected: `a key for ${suite.name}`,
    received: key.curve === undefined ? key.kind : `${key.kind} ${key.curve}`,
    detail: 'the key in the certificate cannot serve the suite the server picked',
  });
}

function afterCertificate(context: HandshakeContext, session: Session12): State {
  const next = session.suite.keyExchange === 'rsa' ? doneState : keyExchangeState;
  const state = next(context, session);
  if (!session.statusDue) return state;
  // Promised, but may be left out (RFC 6066 §8).
  return {
    ...state,
    step: 'certificate-status',
    accepts: new Map([
      ...state.accepts,
      [
        handshakeTypes.certificateStatus,
        (message: HandshakeMessage) => {
          context.transcript.add(message.raw);
          const response = parseCertificateStatus(message.body);
          if (response !== undefined) context.facts.ocspResponse = toBase64(response);
          return next(context, session);
        },
      ],
    ]),
  };
}

function keyExchangeState(context: HandshakeContext, session: Session12): State {
  return {
    step: 'server-key-exchange',
    accepts: new Map([
      [
        handshakeTypes.serverKeyExchange,
        (message: HandshakeMessage) => {
          context.transcript.add(message.raw);
          return doneState(context, {
            ...session,
            agreement: takeServerKeyExchange(context, session, message.body),
          });
        },
      ],
    ]),
  };
}

function doneState(context: HandshakeContext, session: Session12): State {
  const accepts = new Map<number, (message: HandshakeMessage) => State>([
    [
      handshakeTypes.serverHelloDone,
      (message: HandshakeMessage) => {
        context.transcript.add(message.raw);
        context.stopIfEnough();
        return finishHandshake(context, session);
      },
    ],
  ]);
  // An anonymous server may not ask, and nobody may ask twice (RFC 5246 §7.4.4).
  if (session.request === undefined && session.suite.authentication !== 'anonymous') {
    accepts.set(handshakeTypes.certificateRequest, (message: HandshakeMessage) => {
      context.transcript.add(message.raw);
      const request = parseCertificateRequest12(message.body, session.version);
      context.facts.clientCertificateRequest = { authorities: request.authorities.map(toBase64) };
      return doneState(context, { ...session, request });
    });
  }
  return { step: 'server-hello-done', accepts };
}
