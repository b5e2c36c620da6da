/**
 * Times of a certificate (RFC 5280 §4.1.2.5): UTCTime up to 2049, GeneralizedTime from 2050, both to the second and in Z.
 */
import { printable } from '../base/text.ts';
import { DerError, type DerItem, tags } from './der.ts';

/**
 * Read a Time.
 *
 * @returns `iso` in UTC, to the second; `canonical` false where the other form should have been used
 * @throws DerError where it names no moment, or names it in a form that RFC 5280 forbids
 */
export function readTime(item: DerItem | undefined): { iso: string; canonical: boolean } {
  const text = printable(item?.content ?? new Uint8Array());
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  const short = item?.tag === tags.utcTime;
  if (!match || (!short && item?.tag !== tags.generalizedTime) || (text.length === 13) !== short) {
    throw new DerError(`not a time of RFC 5280: ${JSON.stringify(text.slice(0, 40))}`);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const full = short ? year + (year < 50 ? 2000 : 1900) : year;
  const at = new Date(0);
  at.setUTCFullYear(full, month - 1, day);
  at.setUTCHours(hour, minute, second);
  const iso = at.toISOString();
  const digits = iso.replace(/\D/g, '').slice(0, 14);
  if (digits !== String(full).padStart(4, '0') + text.slice(short ? 2 : 4, -1)) {
    throw new DerError(`no such moment: ${text}`);
  }
  return { iso: `${iso.slice(0, 19)}Z`, canonical: short || full >= 2050 };
}
