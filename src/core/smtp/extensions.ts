/**
 * EHLO's answer read as extensions (RFC 5321 §4.1.1.1): one a line, after the first, the keyword first, in any case.
 */
import type { Reply } from './session.ts';

/** The extension lines of an EHLO reply, as sent. */
export function readExtensions(reply: Reply): string[] {
  return reply.lines.slice(1).filter((line) => line.trim() !== '');
}

/** Is the keyword offered, with or without parameters? Keywords are case-insensitive (RFC 5321 §2.4). */
export function offersExtension(extensions: readonly string[], keyword: string): boolean {
  return extensions.some((line) => line.trim().split(/\s+/)[0]?.toUpperCase() === keyword);
}
