/**
 * A session over TLS in Exim's log, where a failure comes after the handshake: `X=` (src/tls-gnu.c, peer_status) and `DN=` (src/deliver.c,
 * d_tlslog). What is written are the parameters, so only a handshake with the sender's own hello, or one that must be the same, will do.
 */

import { printGnutlsName } from './library-words/gnutls-name.ts';
import { describeGnutlsSession } from './library-words/gnutls-session.ts';
import type { SessionSeen } from './over-tls.ts';

/** `{cipher}` and `{subject}`; undefined where that is not known. */
export function sessionWords(seen: SessionSeen | undefined): {
  cipher: string | undefined;
  subject: string | undefined;
} {
  const described = seen && describeGnutlsSession(seen.handshake);
  const subject = seen?.leaf && printGnutlsName(seen.leaf.subject.der);
  return {
    cipher: described && eximCipher(described),
    subject: subject === undefined ? undefined : printing(subject),
  };
}

function eximCipher({
  version,
  parts,
  keyBits,
}: NonNullable<ReturnType<typeof describeGnutlsSession>>): string {
  return `${version}:${parts.map((part) => part.replaceAll('-', '_')).join('__')}:${keyBits}`;
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
