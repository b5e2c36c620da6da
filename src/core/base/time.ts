/**
 * A point in time as people write it (ISO 8601 / RFC 3339): a date alone is its midnight, a time without a zone is UTC, so that
 * the answer never depends on where the machine stands.
 */

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([Zz]|[+-]\d{2}:\d{2})?)?$/;

/**
 * Read a time.
 *
 * @returns undefined for everything else, days that their month has not included
 * @throws never
 */
export function parseTime(text: string): Date | undefined {
  const match = iso.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', clock = '00:00', zone = 'Z'] = match;
  // Date takes 31 February for 3 March.
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) > lastDay) return undefined;
  const time = new Date(`${year}-${month}-${day}T${clock}${zone.toUpperCase()}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
