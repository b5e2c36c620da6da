/**
 * The `_smtp._tls.<domain>` TXT record (RFC 8460 §3): where senders report TLS failures to.
 * Without exactly one that parses, and one address that senders can use, nobody reports.
 */
import type { DnsAnswer } from '../dns/answer.ts';
import { isExtensionName, splitTxtFields, type TxtProblem } from '../dns/txt-fields.ts';
import { hasVersion, nearMiss, pickVersionedRecord } from '../dns/versioned-record.ts';

const version = 'v=TLSRPTv1';

export type TlsRptProblemCode =
  | 'version-garbled'
  | 'several-records'
  | 'rua-missing'
  | 'rua-empty'
  | 'rua-repeated'
  | 'rua-scheme'
  | 'rua-malformed'
  | 'rua-none-usable'
  | 'field-malformed'
  | 'field-empty';
export type TlsRptProblem = TxtProblem<TlsRptProblemCode>;

export interface TlsRptRecord {
  readonly text: string;
  /** Only those a sender can use, as written. */
  readonly rua: readonly string[];
  readonly problems: readonly TlsRptProblem[];
}

export type TlsRptResult =
  | { readonly kind: 'record'; readonly record: TlsRptRecord }
  | { readonly kind: 'none'; readonly problems: readonly TlsRptProblem[] }
  | {
      readonly kind: 'several';
      readonly texts: readonly string[];
      readonly problems: readonly TlsRptProblem[];
    }
  | { readonly kind: 'invalid'; readonly text: string; readonly problems: readonly TlsRptProblem[] }
  | { readonly kind: 'unknown'; readonly detail: string };

/**
 * Pick and parse the one record that counts.
 *
 * @see RFC 8460 §3: records without the version are discarded; not exactly one left means no TLS-RPT
 */
export function readTlsRptRecord(answer: DnsAnswer): TlsRptResult {
  const picked = pickVersionedRecord(answer, version);
  return picked.kind === 'one' ? parseTlsRptRecord(picked.text) : picked;
}

/**
 * Parse one text that begins with `v=TLSRPTv1;`.
 *
 * @param text a TXT record, its strings joined
 */
export function parseTlsRptRecord(text: string): TlsRptResult {
  if (!hasVersion(text, version)) return { kind: 'none', problems: nearMiss(text, version) };
  const problems: TlsRptProblem[] = [];
  let rua: string[] | undefined;
  for (const { name, value, offset } of splitTxtFields(text).slice(1)) {
    if (name === '' && value === undefined) {
      problems.push({
        code: 'field-empty',
        effect: 'some-refuse',
        offset,
        detail: 'two delimiters in a row',
      });
    } else if (name === 'rua' && value !== undefined) {
      if (rua === undefined) rua = readAddresses(value, offset + 'rua='.length, problems);
      else problems.push({ code: 'rua-repeated', effect: 'ignored', offset, detail: 'the first rua counts' });
    } else if (value === undefined || !isExtensionName(name)) {
      const detail = `${JSON.stringify(name.slice(0, 80))} is no name=value field`;
      problems.push({ code: 'field-malformed', effect: 'some-refuse', offset, detail });
    }
  }
  if (rua === undefined) {
    problems.push({ code: 'rua-missing', effect: 'invalid', offset: text.length, detail: 'no rua field' });
  } else if (rua.length === 0) {
    const detail = 'no address that a sender could report to';
    problems.push({ code: 'rua-none-usable', effect: 'invalid', offset: 0, detail });
  }
  if (rua === undefined || rua.length === 0) return { kind: 'invalid', text, problems };
  return { kind: 'record', record: { text, rua, problems } };
}

/** The comma list of `rua`; what cannot be used is named and left out. */
function readAddresses(value: string, start: number, problems: TlsRptProblem[]): string[] {
  const usable: string[] = [];
  let at = start;
  for (const part of value.split(',')) {
    const address = part.trim();
    const fault = addressFault(address);
    if (fault === undefined) usable.push(address);
    else problems.push({ code: fault.code, effect: 'ignored', offset: at, detail: fault.detail });
    at += part.length + 1;
  }
  return usable;
}

/** RFC 8460 §3: mailto: and https: only; `!`, `,` and `;` are percent-encoded in them. */
function addressFault(
  address: string,
): { code: 'rua-empty' | 'rua-scheme' | 'rua-malformed'; detail: string } | undefined {
  const shown = JSON.stringify(address.slice(0, 80));
  if (address === '') return { code: 'rua-empty', detail: 'nothing between two commas' };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined) return { code: 'rua-scheme', detail: `${shown}: mailto: or https: is missing` };
  if (scheme !== 'mailto' && scheme !== 'https') {
    return { code: 'rua-scheme', detail: `${shown}: only mailto: and https: are defined` };
  }
  if (/[^\x21-\x7e]|!/.test(address)) {
    return { code: 'rua-malformed', detail: `${shown}: holds characters that must be percent-encoded` };
  }
  const fits = scheme === 'mailto' ? isMailbox(address.slice('mailto:'.length)) : isHttps(address);
  return fits ? undefined : { code: 'rua-malformed', detail: `${shown} is no ${scheme}: address` };
}

function isMailbox(text: string): boolean {
  const address = text.split('?', 1)[0] ?? '';
  const sign = address.lastIndexOf('@');
  return sign > 0 && /^[^@\s]+$/.test(address.slice(0, sign)) && isHost(address.slice(sign + 1));
}

function isHttps(text: string): boolean {
  const authority = /^https:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{1,5}$/, '');
  return isHost(host) || /^\[[0-9a-f:.]+\]$/i.test(host);
}

function isHost(text: string): boolean {
  return (
    text.length <= 253 &&
    /^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*\.?$/i.test(text)
  );
}
