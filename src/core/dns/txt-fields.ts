/**
 * The `name=value; name=value` texts that MTA-STS (RFC 8461 §3.1) and TLS-RPT (RFC 8460 §3) keep in TXT records.
 * Splits and names what breaks the common grammar; what a field means is its record's own business.
 */
import { trimWhiteSpace } from '../base/text.ts';
import type { DnsAnswer } from './answer.ts';

/**
 * What a problem costs: `invalid`: the whole text counts as absent; `some-refuse`: senders differ; `ignored`: the part is skipped;
 * `advice`: works, yet not as meant.
 */
export type ProblemEffect = 'invalid' | 'some-refuse' | 'ignored' | 'advice';

/** One thing wrong with a TXT text; `offset` counts characters of the joined text from 0. */
export interface TxtProblem<Code extends string> {
  readonly code: Code;
  readonly effect: ProblemEffect;
  readonly offset: number;
  readonly detail: string;
}

export interface TxtField {
  readonly name: string;
  /** What follows the first `=`; undefined when there is none. */
  readonly value: string | undefined;
  readonly offset: number;
}

/** How one TXT look-up ended, with each record's strings joined without anything between them (C47; RFC 8461 §3.1, RFC 7208 §3.3). */
export type TxtTexts =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'unknown'; readonly detail: string };

/**
 * The TXT texts of an answer.
 *
 * @returns no texts for NODATA and NXDOMAIN; `unknown` where the look-up failed, or brought more than is read: that is not "no record"
 */
export function textsOf(answer: DnsAnswer): TxtTexts {
  switch (answer.outcome) {
    case 'answer':
    case 'no-data':
    case 'name-error':
      // The one that counts, or a second one, may be among them.
      if (answer.omittedRecords !== undefined) {
        const detail = `TXT look-up of ${answer.name}: ${answer.omittedRecords} records too many to read`;
        return { kind: 'unknown', detail };
      }
      return {
        kind: 'texts',
        texts: answer.records.flatMap((record) => (record.type === 'TXT' ? [record.strings.join('')] : [])),
      };
    default:
      return { kind: 'unknown', detail: `TXT look-up of ${answer.name}: ${answer.outcome}` };
  }
}

/**
 * Split at `;`, white space around each field dropped (field-delim = *WSP ";" *WSP).
 * Empty fields come back with an empty name, except the one behind a trailing delimiter, which the grammar allows.
 */
export function splitTxtFields(text: string): readonly TxtField[] {
  const fields: TxtField[] = [];
  let at = 0;
  for (const part of text.split(';')) {
    const trimmed = trimWhiteSpace(part);
    const offset = at + part.indexOf(trimmed);
    const equals = trimmed.indexOf('=');
    fields.push({
      name: equals < 0 ? trimmed : trimmed.slice(0, equals),
      value: equals < 0 ? undefined : trimmed.slice(equals + 1),
      offset,
    });
    at += part.length + 1;
  }
  const last = fields.at(-1);
  if (fields.length > 1 && last?.name === '' && last.value === undefined) fields.pop();
  return fields;
}

/** An extension field's name: 1 to 32 letters, digits, `_`, `-`, `.`, the first a letter or digit (RFC 8461 §3.1). */
export function isExtensionName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/.test(name);
}

/** An extension field's value: printable ASCII without `=` and `;` (RFC 8461 §3.1). */
export function isExtensionValue(value: string): boolean {
  return /^[\x21-\x3a\x3c\x3e-\x7e]+$/.test(value);
}
