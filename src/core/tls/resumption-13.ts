/**
 * TLS 1.3: does the server take the pre-shared key that the hello offered (RFC 8446 §4.2.11)? Then it sends neither certificate nor signature,
 * and its Finished proves that it knows the session.
 */
import { extensionTypes } from './code-points.ts';
import { misbehaved } from './fault.ts';
import type { HandshakeContext } from './handshake-context.ts';
import { decode } from './handshake-reader.ts';
import type { ServerHello } from './messages.ts';
import type { UsableSuite } from './server-hello.ts';

/** @returns the key, where the server has selected it. @throws HandshakeFault unoffered-psk, psk-hash-mismatch */
export function takePsk(
  context: HandshakeContext,
  hello: ServerHello,
  suite: UsableSuite,
): Uint8Array | undefined {
  const { resume, facts } = context;
  const session = resume?.kind === 'pre-shared-key' ? resume : undefined;
  const body = hello.extensions.get(extensionTypes.pre_shared_key);
  if (body === undefined) {
    if (session !== undefined) facts.resumption = 'declined';
    return undefined;
  }
  const selected = decode('pre_shared_key', body, (reader) => reader.uint16());
  if (session === undefined || selected !== 0) {
    throw misbehaved('illegal_parameter', {
      code: 'unoffered-psk',
      expected: 'identity 0',
      received: `identity ${selected}`,
      detail: 'the server selects a pre-shared key that was not offered',
    });
  }
  if (suite.hash !== session.hash) {
    throw misbehaved('illegal_parameter', {
      code: 'psk-hash-mismatch',
      expected: `a suite with ${session.hash}`,
      received: suite.name,
      detail: 'the server selects a pre-shared key, and a suite that it does not go with',
    });
  }
  return session.key;
}
