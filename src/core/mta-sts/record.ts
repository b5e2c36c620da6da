/**
 * The `_mta-sts.<domain>` TXT record (RFC 8461 §3.1): says that a policy exists and, by its `id`, when it changed.
 * Reads what senders read: records without the version at the front do not exist for them, and two that have it are none.
 */
import type { DnsAnswer } from '../dns/answer.ts';
import {
  isExtensionName,
  isExtensionValue,
  splitTxtFields,
  type TxtProblem,
  textsOf,
} from '../dns/txt-fields.ts';
import { hasVersion, nearMiss, pickVersionedRecord } from '../dns/versioned-record.ts';
import { readLooseRecord } from './loose-record.ts';

const version = 'v=STSv1';

export type RecordProblemCode =
  | 'version-garbled'
  | 'several-records'
  | 'id-missing'
  | 'id-malformed'
  | 'id-repeated'
  | 'field-malformed'
  | 'field-empty';
export type RecordProblem = TxtProblem<RecordProblemCode>;

export interface MtaStsRecord {
  readonly text: string;
  readonly id: string;
  readonly extensions: readonly { readonly name: string; readonly value: string }[];
  readonly problems: readonly RecordProblem[];
}

/** `none`: no record counts (some may nearly); `several`, `invalid`: senders take it for none too. */
type NoRecord = (
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly texts: readonly string[] }
  | { readonly kind: 'invalid'; readonly text: string }
) & {
  readonly problems: readonly RecordProblem[];
  /** As those read it that read less strictly, though it must not count. */
  readonly despite?: MtaStsRecord;
};

/** `unknown`: the look-up failed. */
export type MtaStsRecordResult =
  | { readonly kind: 'record'; readonly record: MtaStsRecord }
  | NoRecord
  | { readonly kind: 'unknown'; readonly detail: string };

/**
 * Pick and parse the one record that counts.
 *
 * @see RFC 8461 §3.1: others are discarded; not exactly one left means no policy
 */
export function readMtaStsRecord(answer: DnsAnswer): MtaStsRecordResult {
  const picked = pickVersionedRecord(answer, version);
  const read = picked.kind === 'one' ? parseMtaStsRecord(picked.text) : picked;
  if (read.kind === 'record' || read.kind === 'unknown') return read;
  const found = textsOf(answer);
  const loose = found.kind === 'texts' ? readLooseRecord(found.texts) : undefined;
  return loose ? { ...read, despite: { ...loose, extensions: [], problems: [] } } : read;
}

/**
 * Parse one text that begins with `v=STSv1;`.
 *
 * @param text a TXT record, its strings joined
 */
export function parseMtaStsRecord(text: string): MtaStsRecordResult {
  if (!hasVersion(text, version)) return { kind: 'none', problems: nearMiss(text, version) };
  const problems: RecordProblem[] = [];
  const extensions: { name: string; value: string }[] = [];
  let id: string | undefined;
  for (const field of splitTxtFields(text).slice(1)) {
    const { name, value, offset } = field;
    if (name === '' && value === undefined) {
      problems.push({
        code: 'field-empty',
        effect: 'some-refuse',
        offset,
        detail: 'two delimiters in a row',
      });
    } else if (name === 'id' && value !== undefined) {
      if (id !== undefined) {
        problems.push({ code: 'id-repeated', effect: 'ignored', offset, detail: 'the first id counts' });
      } else {
        id = value;
        if (!isPolicyId(value)) problems.push(malformedId(value, offset));
      }
    } else if (value !== undefined && isExtensionName(name) && isExtensionValue(value)) {
      extensions.push({ name, value });
    } else {
      const detail = `${JSON.stringify(name)} is no name=value field`;
      problems.push({ code: 'field-malformed', effect: 'some-refuse', offset, detail });
    }
  }
  if (id === undefined) {
    const detail = 'no id field: senders cannot tell when the policy changes';
    problems.push({ code: 'id-missing', effect: 'invalid', offset: text.length, detail });
  }
  if (id === undefined || problems.some(({ effect }) => effect === 'invalid'))
    return { kind: 'invalid', text, problems };
  return { kind: 'record', record: { text, id, extensions, problems } };
}

/** 1 to 32 letters and digits: no dash, dot or colon, which dates written by hand tend to have. */
export function isPolicyId(id: string): boolean {
  return /^[A-Za-z0-9]{1,32}$/.test(id);
}

function malformedId(value: string, offset: number): RecordProblem {
  const why =
    value.length > 32
      ? `${value.length} characters, at most 32 allowed`
      : 'letters and digits only, at least one';
  return { code: 'id-malformed', effect: 'invalid', offset: offset + 'id='.length, detail: why };
}
