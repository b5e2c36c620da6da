/**
 * The server's record_size_limit, which our records then keep to (RFC 8449 §4).
 */
import { extensionTypes } from './code-points.ts';
import { misbehaved } from './fault.ts';
import type { HandshakeContext } from './handshake-context.ts';
import { decode } from './handshake-reader.ts';
import type { Extensions } from './messages.ts';

const smallestLimit = 64;

/**
 * @param counted bytes beside the content that the limit counts: 1 in TLS 1.3 (the content type), 0 before
 * @throws HandshakeFault bad-record-size-limit
 */
export function obeyRecordSizeLimit(context: HandshakeContext, extensions: Extensions, counted: 0 | 1): void {
  const body = extensions.get(extensionTypes.record_size_limit);
  if (body === undefined) return;
  const limit = decode('record_size_limit', body, (reader) => reader.uint16());
  if (limit < smallestLimit) {
    throw misbehaved('illegal_parameter', {
      code: 'bad-record-size-limit',
      expected: `at least ${smallestLimit} bytes`,
      received: `${limit} bytes`,
      detail: 'the server wants records smaller than TLS allows to ask for',
    });
  }
  context.sendLimit = Math.min(context.sendLimit, limit - counted);
}
