/**
 * HelloRetryRequest: the server wants another key share, or its cookie back (RFC 8446 §4.1.4).
 * It must ask for something new, within what was offered; and it may ask only once, which the returned state enforces.
 */

import { contentTypes, extensionTypes, versions } from './code-points.ts';
import { incompatible, misbehaved } from './fault.ts';
import { groupName, makeKeyShare } from './groups.ts';
import type { HandshakeContext } from './handshake-context.ts';
import { decode, type HandshakeMessage } from './handshake-reader.ts';
import type { ServerHello } from './messages.ts';
import { plainSealer } from './record-protection.ts';
import { mustBeAmong, mustBeOffered, type UsableSuite } from './server-hello.ts';

/** What the second ServerHello must agree with. */
export interface Retry {
  readonly suite: number;
  readonly group: number | undefined;
}

/** Send the second ClientHello. @throws HandshakeFault */
export function answerRetry(
  context: HandshakeContext,
  { hello, message, suite }: { hello: ServerHello; message: HandshakeMessage; suite: UsableSuite },
): Retry {
  const { extensions } = hello;
  context.facts.helloRetryRequest = true;
  const allowed = [extensionTypes.key_share, extensionTypes.cookie, extensionTypes.supported_versions];
  mustBeAmong(extensions, allowed, 'HelloRetryRequest');
  // The cookie is the one extension that answers nothing (RFC 8446 §4.2.2).
  const answered = new Map([...extensions].filter(([type]) => type !== extensionTypes.cookie));
  mustBeOffered(context, answered, 'HelloRetryRequest');
  const cookieBody = extensions.get(extensionTypes.cookie);
  const cookie = cookieBody && decode('cookie', cookieBody, (reader) => reader.vector(2));
  const groupBody = extensions.get(extensionTypes.key_share);
  const group = groupBody && decode('key_share', groupBody, (reader) => reader.uint16());
  if (group === undefined && cookie === undefined) {
    throw misbehaved('illegal_parameter', {
      code: 'empty-retry',
      expected: 'another group or a cookie',
      detail: 'HelloRetryRequest asks for nothing',
    });
  }
  const share = group === undefined ? undefined : newShare(context, group);
  context.transcript.foldFirstHello(suite.hash);
  context.transcript.add(message.raw);
  context.sealer = plainSealer(versions.tls12);
  if (context.hello.sessionId.length > 0) {
    context.send(contentTypes.changeCipherSpec, Uint8Array.of(1));
  }
  context.sendHelloAgain({ share, cookie });
  return { suite: suite.code, group };
}

/** The ServerHello after a retry must keep its word. @throws HandshakeFault */
export function mustKeepWord(retry: Retry, hello: ServerHello): void {
  const body = hello.extensions.get(extensionTypes.key_share);
  const group = body && body.length >= 2 ? (body[0] ?? 0) * 256 + (body[1] ?? 0) : undefined;
  const sameGroup = retry.group === undefined || group === retry.group;
  if (hello.suite === retry.suite && sameGroup) return;
  throw misbehaved('illegal_parameter', {
    code: 'retry-changed-mind',
    expected: 'suite and group of the HelloRetryRequest',
    received: sameGroup ? 'another suite' : 'another group',
    detail: 'the ServerHello does not agree with the HelloRetryRequest before it',
  });
}

function newShare(context: HandshakeContext, group: number) {
  const offered = context.offeredGroups ?? [];
  if (!offered.includes(group) || context.shares.has(group)) {
    throw misbehaved('illegal_parameter', {
      code: context.shares.has(group) ? 'useless-retry' : 'unoffered-group',
      expected: offered
        .filter((code) => !context.shares.has(code))
        .map(groupName)
        .join(' '),
      received: groupName(group),
      detail: 'HelloRetryRequest asks for a group that was not offered, or whose share it has',
    });
  }
  context.facts.group = groupName(group);
  context.stopIfEnough();
  const share = makeKeyShare(group, context.cryptography);
  if (share === undefined) {
    throw incompatible('handshake_failure', {
      code: 'unsupported-group',
      received: groupName(group),
      detail: 'the server wants a group that was offered, but cannot be completed here',
    });
  }
  context.shares.clear();
  context.shares.set(group, share);
  return { group, value: share.publicValue };
}
