/**
 * The key share of a TLS 1.3 ServerHello: which group, and what secret comes of it (RFC 8446 §4.2.8).
 */
import { extensionTypes } from './code-points.ts';
import { badKeyShare, misbehaved } from './fault.ts';
import { findGroup, groupName } from './groups.ts';
import type { HandshakeContext } from './handshake-context.ts';
import { decode } from './handshake-reader.ts';
import type { ServerHello } from './messages.ts';

/** Record the group and agree on the secret. @throws HandshakeFault no-key-share, unoffered-group, bad-key-share */
export function agree(context: HandshakeContext, hello: ServerHello): Uint8Array {
  const body = hello.extensions.get(extensionTypes.key_share);
  if (body === undefined) {
    throw misbehaved('missing_extension', {
      code: 'no-key-share',
      expected: 'key_share',
      detail: 'a TLS 1.3 ServerHello without a key share',
    });
  }
  const entry = decode('key_share', body, (reader) => ({ group: reader.uint16(), value: reader.vector(2) }));
  context.facts.group = groupName(entry.group);
  const exchange = findGroup(entry.group)?.exchange;
  context.facts.keyExchange = exchange?.kind === 'field' ? 'dhe' : 'ecdhe';
  if (exchange?.kind === 'field') context.facts.dhBits = exchange.bits;
  const share = context.shares.get(entry.group);
  if (share === undefined) {
    throw misbehaved('illegal_parameter', {
      code: 'unoffered-group',
      expected: [...context.shares.keys()].map(groupName).join(' '),
      received: groupName(entry.group),
      detail: 'the server answers a key share that was not sent',
    });
  }
  const secret = share.agree(entry.value);
  if (secret.ok) return secret.value;
  throw badKeyShare(groupName(entry.group));
}
