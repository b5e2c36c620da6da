/**
 * The MTA-STS cases of the lab (RFC 8461): what the TXT record and the policy host say, and what both the project and
 * Debian's mta-sts-query must read out of it. Where the latter differs, `query` says how; docs/dane.md says why.
 * Mail domain `<id>.sts.signed.example`, policy host `mta-sts.<mail domain>`.
 */
import type { LeafOptions } from '../../../src/demo/leaf.ts';

/** `none`: no policy is announced; `failed`: announced, but there is none to be had; else what it says. */
export type StsReading =
  | 'none'
  | 'failed'
  | { readonly id: string; readonly mode: string; readonly maxAge: number; readonly mx: readonly string[] };

export interface StsCase {
  readonly id: string;
  readonly title: string;
  /** Zone file's notation of each TXT record. */
  readonly txt: readonly string[];
  readonly body?: string;
  readonly status?: number;
  readonly type?: string;
  readonly leaf?: Partial<LeafOptions>;
  /** Record and policy host are aliases of a provider's (RFC 8461 §8.2). */
  readonly delegated?: true;
  readonly means: StsReading;
  /** What mta-sts-query reads, where it differs. */
  readonly query?: StsReading;
}

const txt = ['"v=STSv1; id=20261122;"'];
const policy = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
const good = ['version: STSv1', 'mode: enforce', 'mx: mx.example.com', 'max_age: 604800'] as const;
const reading = { id: '20261122', mode: 'enforce', maxAge: 604800, mx: ['mx.example.com'] } as const;
const read = { txt, means: reading } as const;
const unread = { txt, means: 'failed' } as const;

const recordCases: readonly StsCase[] = [
  { ...read, id: 'good', title: 'a good policy', body: policy(...good) },
  {
    ...read,
    id: 'two-strings',
    title: 'a TXT record of two strings (C47)',
    txt: ['"v=STSv1; id=2026" "1122;"'],
    body: policy(...good),
  },
  {
    ...read,
    id: 'delegated',
    title: 'record and policy host are aliases (C49)',
    delegated: true,
    body: policy(...good),
  },
  {
    ...read,
    id: 'extension',
    title: 'an unknown field in the record (C48)',
    txt: ['"v=STSv1; id=20261122; note=x;"'],
    body: policy(...good),
  },
  {
    ...read,
    id: 'beside-other',
    title: 'a TXT record of another application beside it (C46)',
    txt: [...txt, '"v=spf1 -all"'],
    body: policy(...good),
  },
  {
    ...read,
    id: 'no-last-semicolon',
    title: 'no semicolon at the end',
    txt: ['"v=STSv1; id=20261122"'],
    body: policy(...good),
  },
  {
    ...read,
    id: 'no-space',
    title: 'no space after the semicolon',
    txt: ['"v=STSv1;id=20261122"'],
    body: policy(...good),
  },
  {
    ...read,
    id: 'two-records',
    title: 'two records (C46)',
    txt: [...txt, '"v=STSv1; id=20261123;"'],
    body: policy(...good),
    means: 'none',
  },
  {
    ...read,
    id: 'no-record',
    title: 'no record, though a policy is served',
    txt: [],
    body: policy(...good),
    means: 'none',
  },
  {
    ...read,
    id: 'lower-case-version',
    title: 'v=stsv1',
    txt: ['"v=stsv1; id=20261122;"'],
    body: policy(...good),
    means: 'none',
  },
  {
    ...read,
    id: 'version-2',
    title: 'v=STSv2',
    txt: ['"v=STSv2; id=20261122;"'],
    body: policy(...good),
    means: 'none',
  },
  {
    ...read,
    id: 'no-id',
    title: 'a record without id',
    txt: ['"v=STSv1;"'],
    body: policy(...good),
    means: 'none',
  },
  {
    ...read,
    id: 'id-with-dashes',
    title: 'an id with dashes (C48)',
    txt: ['"v=STSv1; id=2026-11-22;"'],
    body: policy(...good),
    means: 'none',
    query: { ...reading, id: '2026-11-22' },
  },
  {
    ...read,
    id: 'id-too-long',
    title: 'an id of 33 letters (C48)',
    txt: [`"v=STSv1; id=${'a'.repeat(33)};"`],
    body: policy(...good),
    means: 'none',
    query: { ...reading, id: 'a'.repeat(33) },
  },
  {
    ...read,
    id: 'id-twice',
    title: 'two ids',
    txt: ['"v=STSv1; id=20261122; id=2;"'],
    body: policy(...good),
    query: { ...reading, id: '2' },
  },
];

const policyCases: readonly StsCase[] = [
  { ...read, id: 'lf', title: 'lines end in LF (C54)', body: `${good.join('\n')}\n` },
  { ...read, id: 'no-last-line-end', title: 'no line end at the end', body: good.join('\r\n') },
  {
    ...read,
    id: 'testing',
    title: 'mode testing',
    body: policy(good[0], 'mode: testing', good[2], good[3]),
    means: { ...reading, mode: 'testing' },
  },
  {
    ...read,
    id: 'mode-none',
    title: 'mode none without mx (C55)',
    body: policy(good[0], 'mode: none', good[3]),
    means: { ...reading, mode: 'none', mx: [] },
  },
  {
    ...read,
    id: 'three-mx',
    title: 'several mx, a wildcard among them',
    body: policy(...good, 'mx: *.example.net', 'mx: mx2.example.com'),
    means: { ...reading, mx: ['mx.example.com', '*.example.net', 'mx2.example.com'] },
  },
  { ...read, id: 'unknown-key', title: 'an unknown field (C54)', body: policy(...good, 'note: hello') },
  {
    ...read,
    id: 'no-blank',
    title: 'no blank after the colon',
    body: policy('version:STSv1', 'mode:enforce', 'mx:mx.example.com', 'max_age:604800'),
  },
  {
    ...read,
    id: 'blanks',
    title: 'blanks around values',
    body: policy('version:  STSv1 ', 'mode: \tenforce\t', good[2], good[3]),
  },
  { ...read, id: 'order', title: 'version at the end', body: policy(good[1], good[2], good[3], good[0]) },
  {
    ...read,
    id: 'max-age-limit',
    title: 'max_age 31557600 (C55)',
    body: policy(good[0], good[1], good[2], 'max_age: 31557600'),
    means: { ...reading, maxAge: 31_557_600 },
  },
  {
    ...read,
    id: 'mode-twice',
    title: 'enforce, then testing (C54)',
    body: policy(good[0], good[1], 'mode: testing', good[2], good[3]),
    query: { ...reading, mode: 'testing' },
  },
  {
    ...read,
    id: 'max-age-twice',
    title: 'two max_age (C54)',
    body: policy(...good, 'max_age: 86400'),
    query: { ...reading, maxAge: 86_400 },
  },
  {
    ...unread,
    id: 'version-twice',
    title: 'version STSv2, then STSv1 (C54)',
    body: policy('version: STSv2', ...good),
    query: reading,
  },
  { ...unread, id: 'no-version', title: 'no version', body: policy(good[1], good[2], good[3]) },
  { ...unread, id: 'no-mode', title: 'no mode', body: policy(good[0], good[2], good[3]) },
  {
    ...unread,
    id: 'mode-unknown',
    title: 'mode strict',
    body: policy(good[0], 'mode: strict', good[2], good[3]),
  },
  {
    ...unread,
    id: 'mode-upper-case',
    title: 'mode Enforce',
    body: policy(good[0], 'mode: Enforce', good[2], good[3]),
  },
  { ...unread, id: 'no-mx', title: 'enforce without mx (C55)', body: policy(good[0], good[1], good[3]) },
  { ...unread, id: 'no-max-age', title: 'no max_age', body: policy(good[0], good[1], good[2]) },
  {
    ...unread,
    id: 'max-age-beyond',
    title: 'max_age 31557601 (C55)',
    body: policy(good[0], good[1], good[2], 'max_age: 31557601'),
  },
  {
    ...unread,
    id: 'max-age-word',
    title: 'max_age in words',
    body: policy(good[0], good[1], good[2], 'max_age: 1 week'),
  },
  {
    ...unread,
    id: 'max-age-negative',
    title: 'max_age -1',
    body: policy(good[0], good[1], good[2], 'max_age: -1'),
  },
  {
    ...unread,
    id: 'max-age-sign',
    title: 'max_age +604800',
    body: policy(good[0], good[1], good[2], 'max_age: +604800'),
    query: reading,
  },
  {
    ...unread,
    id: 'max-age-underscores',
    title: 'max_age 604_800',
    body: policy(good[0], good[1], good[2], 'max_age: 604_800'),
    query: reading,
  },
  { ...unread, id: 'empty', title: 'an empty file', body: '' },
  { ...unread, id: 'html', title: 'a web page', body: '<!doctype html><title>Not found</title>' },
];

const hostCases: readonly StsCase[] = [
  { ...unread, id: 'not-found', title: '404 (C51)', status: 404, body: policy(...good) },
  { ...unread, id: 'redirect', title: '301 to the policy (C50)', status: 301, body: policy(...good) },
  {
    ...read,
    id: 'html-type',
    title: 'media type text/html (C53)',
    query: 'failed',
    type: 'text/html',
    body: policy(...good),
  },
  {
    ...read,
    id: 'charset',
    title: 'media type Text/Plain with a charset',
    type: 'Text/Plain; charset=us-ascii',
    body: policy(...good),
  },
  {
    ...unread,
    id: 'too-big',
    title: '100 KB (C53)',
    body: policy(...good, ...Array.from({ length: 1000 }, (_, i) => `pad${i}: ${'x'.repeat(92)}`)),
  },
  {
    ...unread,
    id: 'expired-host',
    title: "the policy host's certificate expired (C52)",
    leaf: { notBeforeDays: -90, notAfterDays: -2 },
    body: policy(...good),
  },
  {
    ...unread,
    id: 'wrong-host',
    title: 'it names another host (C52)',
    leaf: { names: ['www.example.com'] },
    body: policy(...good),
  },
  {
    ...unread,
    id: 'self-signed-host',
    title: 'it is self-signed (C52)',
    leaf: { issuer: 'self' },
    body: policy(...good),
  },
  { ...unread, id: 'no-host', title: 'a record, but no policy host (C63)' },
];

export const stsCases: readonly StsCase[] = [...recordCases, ...policyCases, ...hostCases];
