/**
 * The one TXT record of a name that begins with a version tag, as MTA-STS (RFC 8461 §3.1) and TLS-RPT (RFC 8460 §3) have it: records
 * without the tag do not exist for senders, and two that have it are none.
 */
import type { DnsAnswer } from './answer.ts';
import { type TxtProblem, textsOf } from './txt-fields.ts';

type Problem = TxtProblem<'version-garbled' | 'several-records'>;

/** `none`: no record counts (some may nearly); `several`: senders take none of them; `unknown`: the look-up failed. */
export type VersionedRecord =
  | { readonly kind: 'one'; readonly text: string }
  | { readonly kind: 'none'; readonly problems: readonly Problem[] }
  | { readonly kind: 'several'; readonly texts: readonly string[]; readonly problems: readonly Problem[] }
  | { readonly kind: 'unknown'; readonly detail: string };

/** @param version  the tag as written, without its delimiter: `v=STSv1` */
export function pickVersionedRecord(answer: DnsAnswer, version: string): VersionedRecord {
  const found = textsOf(answer);
  if (found.kind === 'unknown') return found;
  const counting = found.texts.filter((text) => hasVersion(text, version));
  const [text] = counting;
  if (text === undefined)
    return { kind: 'none', problems: found.texts.flatMap((one) => nearMiss(one, version)) };
  if (counting.length === 1) return { kind: 'one', text };
  const detail = `${counting.length} records begin with ${version}; senders then take none`;
  return {
    kind: 'several',
    texts: counting,
    problems: [{ code: 'several-records', effect: 'invalid', offset: 0, detail }],
  };
}

/** Does the text begin with the version and a delimiter, as written? Anything else is another application's TXT record. */
export function hasVersion(text: string, version: string): boolean {
  return text.startsWith(`${version};`);
}

/** A record that was meant to count but does not begin with the exact version. */
export function nearMiss(text: string, version: string): Problem[] {
  const [, tag = ''] = version.split('=');
  if (!new RegExp(`^["']?\\s*v\\s*=\\s*${tag}`, 'i').test(text.trimStart())) return [];
  const detail = `does not begin with exactly "${version};", which the standard has senders discard`;
  return [{ code: 'version-garbled', effect: 'invalid', offset: 0, detail }];
}
