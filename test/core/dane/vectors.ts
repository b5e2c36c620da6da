/** Our own vectors, by title: chains and records for the tests of this directory. */
import anchors from '../../vectors/dane/anchors.in?raw';
import text from '../../vectors/dane/smtp.in?raw';
import { type DaneCase, parseDaneCases } from './danetest-format.ts';

export const ownCases: readonly DaneCase[] = parseDaneCases(text);

/** What OpenSSL asks of anchors, purposes, names and links beyond RFC 5280. */
export const anchorCases: readonly DaneCase[] = parseDaneCases(anchors);

/** The case of that title (the part behind its number). @throws when there is none: a typing mistake in the test */
export function vector(title: string): DaneCase {
  const found = ownCases.find(({ comment }) => comment.replace(/^\d+\. /, '') === title);
  if (!found) throw new Error(`no vector "${title}"`);
  return found;
}

/** A time within which the vectors' certificates are what their titles say. */
export const vectorTime = new Date('2026-11-22T12:00:00Z');
