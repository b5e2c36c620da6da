/**
 * The first state: ClientHello is sent, ServerHello is due. Parts ways by version.
 * Checks the downgrade sentinel (RFC 8446 §4.1.3) before anything else is believed.
 */
import { equalBytes } from '../base/bytes.ts';
import { asciiBytes, toHex } from '../base/text.ts';
import { handshakeTypes, versionName, versions } from './code-points.ts';
import { misbehaved } from './fault.ts';
import { enter12 } from './handshake-12.ts';
import { enter13 } from './handshake-13.ts';
import type { HandshakeContext, State } from './handshake-context.ts';
import type { HandshakeMessage } from './handshake-reader.ts';
import { answerRetry, mustKeepWord, type Retry } from './hello-retry.ts';
import { parseServerHello, type ServerHello } from './messages.ts';
import { plainSealer } from './record-protection.ts';
import { chooseSuite, chooseVersion, isRetryRequest } from './server-hello.ts';

/** @param retry what a HelloRetryRequest has settled; undefined before one */
export function helloState(context: HandshakeContext, retry?: Retry): State {
  const state: State = {
    step: 'server-hello',
    accepts: new Map([
      [handshakeTypes.serverHello, (message: HandshakeMessage) => onServerHello(context, message, retry)],
    ]),
    ...(context.offeredVersions.includes(versions.tls13) && { changeCipherSpec: () => state }),
  };
  return state;
}

function onServerHello(context: HandshakeContext, message: HandshakeMessage, retry?: Retry): State {
  const hello = parseServerHello(message.body);
  const version = chooseVersion(context, hello);
  const isRetry = version >= versions.tls13 && isRetryRequest(context.cryptography, hello);
  checkSentinel(context, hello, version);
  const suite = chooseSuite(context, hello, version);
  context.version = version;
  if (version < versions.tls13) {
    if (retry !== undefined) throw secondThoughts(version);
    context.sealer = plainSealer(version);
    context.transcript.add(message.raw);
    return enter12(context, hello, { suite, version });
  }
  if (!equalBytes(hello.sessionId, context.hello.sessionId)) {
    throw misbehaved('illegal_parameter', {
      code: 'bad-session-id-echo',
      expected: toHex(context.hello.sessionId),
      received: toHex(hello.sessionId),
      detail: 'a TLS 1.3 ServerHello does not echo the session id',
    });
  }
  context.messages.mustBeEmpty();
  if (isRetry) {
    if (retry !== undefined) {
      throw misbehaved('unexpected_message', {
        code: 'second-retry',
        expected: 'server_hello',
        received: 'hello_retry_request',
        detail: 'the server asks for a second retry',
      });
    }
    return helloState(context, answerRetry(context, { hello, message, suite }));
  }
  if (retry !== undefined) mustKeepWord(retry, hello);
  else context.facts.helloRetryRequest = false;
  context.sealer = plainSealer(versions.tls12);
  context.transcript.add(message.raw);
  return enter13(context, hello, { suite, changeCipherSpecSent: retry !== undefined });
}

const secondThoughts = (version: number) =>
  misbehaved('illegal_parameter', {
    code: 'retry-changed-mind',
    expected: versionName(versions.tls13),
    received: versionName(version),
    detail: 'after a HelloRetryRequest the server picks an older version',
  });

/** A server that can do better says so in its random; then somebody made it choose the older version. */
function checkSentinel(context: HandshakeContext, hello: ServerHello, version: number): void {
  if (version >= versions.tls13) return;
  const tail = hello.random.subarray(24);
  const sentinel = [versions.tls12, versions.tls11].find((_, i) =>
    equalBytes(tail, asciiBytes(`DOWNGRD${String.fromCharCode(1 - i)}`)),
  );
  if (sentinel === undefined) return;
  context.facts.downgradeSentinel = sentinel === versions.tls12 ? 'TLSv1.2' : 'TLSv1.1';
  const best = Math.max(...context.offeredVersions);
  // Who offers TLS 1.3 must heed either value, TLS 1.2 the one for what is older (RFC 8446 §4.1.3).
  const heeded = best >= versions.tls13 || (best === versions.tls12 && sentinel === versions.tls11);
  if (!heeded || version === best) return;
  throw misbehaved('illegal_parameter', {
    code: 'downgrade',
    expected: versionName(best),
    received: versionName(version),
    detail:
      'the server says that it supports a better version, which was offered: something in between took it away',
  });
}
