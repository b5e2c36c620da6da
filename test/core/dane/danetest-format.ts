/**
 * The text format of OpenSSL's DANE vectors: blocks of `<TLSA-count> <cert-count> <nonamechecks> <verify-result> <match-depth>`,
 * then the TLSA lines, then the certificates as PEM, leaf first. Blank lines and `#` lines between blocks do not count,
 * nor does anything between two certificates. The base name is example.com.
 */
import { fromBase64, fromHex } from '../../../src/core/base/text.ts';
import type { Cryptography } from '../../../src/core/cryptography.ts';
import { evaluateDane } from '../../../src/core/dane/evaluate.ts';
import type { TlsaFields } from '../../../src/core/dane/records.ts';

export const baseName = 'example.com';

export interface DaneCase {
  readonly number: number;
  /** Of its first line, from 1. */
  readonly line: number;
  /** The `#` lines right above it. */
  readonly comment: string;
  readonly records: readonly TlsaFields[];
  readonly chain: readonly Uint8Array[];
  /** DANE-EE is not to check names (what SMTP does). */
  readonly noNameChecks: boolean;
  /** 0: accepted; else OpenSSL's X509_V_ERR number. */
  readonly verifyResult: number;
  /** A TLSA line or a certificate that is none, and where: what is expected of the case can't be tried. */
  readonly unreadable?: string;
  /** Of the match, also where something else refuses; -1: no record matches. */
  readonly depth: number;
}

/** @throws SyntaxError naming the line, where the file can't be followed any further; a TLSA line or certificate that is none spoils its own case alone */
export function parseDaneCases(text: string): readonly DaneCase[] {
  const lines = text.split(/\r?\n/);
  const cases: DaneCase[] = [];
  let comments: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = (lines[at] ?? '').trim();
    if (line === '' || line.startsWith('#')) {
      comments = line === '' ? [] : [...comments, line.replace(/^#+\s*/, '')];
      at++;
      continue;
    }
    const header = /^(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(-?\d+)$/.exec(line)?.slice(1).map(Number);
    if (!header) throw new SyntaxError(`line ${at + 1}: not the head of a case: ${line.slice(0, 60)}`);
    const [tlsaCount = 0, certificateCount = 0, noNameChecks, verifyResult = 0, depth = -1] = header;
    const first = at + 1;
    const tlsa = lines.slice(at + 1, at + 1 + tlsaCount).map((each, i) => parseTlsa(each, first + 1 + i));
    const { chain, next, spoilt } = readChain(lines, at + 1 + tlsaCount, certificateCount);
    const unreadable = tlsa.find((each) => typeof each === 'string') ?? spoilt;
    const records = tlsa.filter((each) => typeof each !== 'string');
    cases.push({
      number: cases.length + 1,
      line: first,
      comment: comments.join(' '),
      records,
      ...(unreadable !== undefined && { unreadable }),
      chain,
      noNameChecks: noNameChecks !== 0,
      verifyResult,
      depth,
    });
    comments = [];
    at = next;
  }
  return cases;
}

/** @returns what is wrong with the line, where it is no record */
function parseTlsa(text: string, line: number): TlsaFields | string {
  const fields = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+([0-9a-f\s]*)$/i.exec(text);
  const data = fromHex(fields?.[4] ?? '');
  if (!fields || !data.ok) return `line ${line}: not a TLSA record: ${text.slice(0, 60)}`;
  return {
    usage: Number(fields[1]),
    selector: Number(fields[2]),
    matchingType: Number(fields[3]),
    data: (fields[4] ?? '').replace(/\s+/g, ''),
  };
}

function readChain(
  lines: readonly string[],
  from: number,
  count: number,
): { chain: Uint8Array[]; next: number; spoilt?: string } {
  const chain: Uint8Array[] = [];
  let spoilt: string | undefined;
  let at = from;
  while (chain.length < count) {
    while (at < lines.length && !/^-----BEGIN (X509 )?CERTIFICATE-----\s*$/.test(lines[at] ?? '')) at++;
    const end = lines.findIndex((line, i) => i > at && line.startsWith('-----END '));
    if (end < 0)
      throw new SyntaxError(`line ${from + 1}: ${count} certificates expected, ${chain.length} found`);
    const der = fromBase64(lines.slice(at + 1, end).join(''));
    if (!der.ok) spoilt ??= `line ${at + 1}: not a certificate: ${der.error}`;
    chain.push(der.ok ? der.value : new Uint8Array());
    at = end + 1;
  }
  return { chain, next: at, ...(spoilt !== undefined && { spoilt }) };
}

/** Of DANE-TA(2) and DANE-EE(3) alone: the usages that mean something to SMTP. */
export function isSmtpCase({ records }: DaneCase): boolean {
  return records.every(({ usage }) => usage === 2 || usage === 3);
}

/**
 * What our evaluator makes of a case.
 *
 * @returns the depth as the format counts it: kept where a record fits and something else refuses
 */
export function runDaneCase(
  { records, chain, noNameChecks }: DaneCase,
  context: { readonly now: Date; readonly cryptography: Cryptography },
): { readonly accepted: boolean; readonly depth: number; readonly detail: string } {
  const { outcome } = evaluateDane({
    records,
    chain,
    names: [baseName],
    ...context,
    endEntityNames: noNameChecks ? 'ignored' : 'checked',
  });
  switch (outcome.kind) {
    case 'matched':
      return { accepted: true, depth: outcome.depth, detail: 'matched' };
    case 'failed': {
      const detail = outcome.reasons.map((reason) => `${reason.code}: ${reason.detail}`).join('; ');
      return { accepted: false, depth: outcome.nearest?.depth ?? -1, detail };
    }
    case 'no-records':
    case 'all-unusable':
      return { accepted: false, depth: -1, detail: outcome.kind };
    default:
      return outcome satisfies never;
  }
}
