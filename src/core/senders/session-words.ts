/**
 * A session over TLS in Exim's log, where a failure comes after the handshake: `X=` (src/tls-gnu.c, peer_status; src/tls-openssl.c,
 * construct_cipher_name) and `DN=` (src/deliver.c, d_tlslog). What is written are the parameters, so only a handshake with the sender's own hello, or one that must be the same, will do.
 */

import type { Handshake } from '../tls/facts.ts';
import { printGnutlsName } from './library-words/gnutls-name.ts';
import { describeGnutlsSession } from './library-words/gnutls-session.ts';
import type { LibraryWords } from './library-words/library-words.ts';
import { describeOpensslSession, printOpensslName } from './library-words/openssl-session.ts';
import type { SessionSeen } from './over-tls.ts';

/** `{cipher}` and `{subject}`; undefined where that is not known. */
export function sessionWords(
  seen: SessionSeen | undefined,
  library?: LibraryWords['session'],
): {
  cipher: string | undefined;
  subject: string | undefined;
} {
  const print = library === 'openssl' ? printOpensslName : printGnutlsName;
  const subject = seen?.leaf && print(seen.leaf.subject.der);
  return {
    cipher: seen && (library === 'openssl' ? opensslCipher(seen.handshake) : gnutlsCipher(seen.handshake)),
    subject: subject === undefined ? undefined : printing(subject),
  };
}

function gnutlsCipher(handshake: Handshake): string | undefined {
  const described = describeGnutlsSession(handshake);
  if (!described) return undefined;
  const { version, parts, keyBits } = described;
  return `${version}:${parts.map((part) => part.replaceAll('-', '_')).join('__')}:${keyBits}`;
}

function opensslCipher(handshake: Handshake): string | undefined {
  const described = describeOpensslSession(handshake);
  return described && `${described.version.replace('v', '')}:${described.cipher}:${described.keyBits}`;
}

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

/** Exim's string_printing: a tab stays, what else is no printable ASCII is escaped, byte by byte of its UTF-8. */
function printing(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t -~]/gu, (character) => escapes[character] ?? octal(encodeURIComponent(character)));
}

const octal = (percents: string): string =>
  percents.replace(
    /%(..)/g,
    (_all, hex: string) => `\\${Number.parseInt(hex, 16).toString(8).padStart(3, '0')}`,
  );
