/**
 * The head of an HTTP/1.1 response (RFC 9112 §4, §5) and what it says of the body's length (§6.3).
 * Strict where leniency would hide a broken server: each departure has a name.
 */
import { trimWhiteSpace } from '../../core/base/text.ts';

/** Status line and headers together; a body has its own bound. */
export const maxHeadBytes = 16 * 1024;

export type HttpFaultCode =
  | 'not-http'
  | 'status-line'
  | 'header'
  | 'head-too-large'
  | 'content-length'
  | 'transfer-encoding'
  | 'content-encoding'
  | 'chunk'
  | 'body-too-large'
  | 'truncated'
  | 'too-many-interim';

export interface HttpFault {
  readonly kind: 'failed';
  readonly code: HttpFaultCode;
  readonly detail: string;
}

export type Framing =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

export interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** Where the head ends (behind its empty line); LF alone is taken for an end of line too (RFC 9112 §2.2). */
export function headEnd(bytes: Uint8Array): number | undefined {
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a) return at + 2;
    if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return at + 3;
    if (at >= maxHeadBytes) return undefined;
  }
  return undefined;
}

export function parseHead(text: string): Head | HttpFault {
  const [statusLine = '', ...lines] = text.split(/\r?\n/);
  const status = /^HTTP\/1\.[0-9] ([1-9][0-9]{2})( [^\r\n]*)?$/.exec(statusLine)?.[1];
  if (status === undefined) return httpFault('status-line', JSON.stringify(statusLine.slice(0, 80)));
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    // No white space before the colon, no folding, no CR but at the end (RFC 9112 §5.1, §5.2, §2.2).
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) || line.includes('\r')) {
      return httpFault('header', JSON.stringify(line.slice(0, 80)));
    }
    headers.set(name, [...(headers.get(name) ?? []), trimWhiteSpace(line.slice(colon + 1))]);
  }
  return { status: Number(status), headers };
}

/** @see RFC 9112 §6.3 */
export function framingOf(headers: Head['headers'], maxBodyBytes: number): Framing | HttpFault {
  const coding = headers.get('content-encoding')?.join(', ').trim().toLowerCase() ?? '';
  if (coding !== '' && coding !== 'identity') {
    return httpFault('content-encoding', `${JSON.stringify(coding.slice(0, 40))}, which was not asked for`);
  }
  const transfer = headers.get('transfer-encoding')?.join(', ').trim().toLowerCase();
  if (transfer === 'chunked') return { kind: 'chunked' };
  if (transfer !== undefined) return httpFault('transfer-encoding', JSON.stringify(transfer.slice(0, 40)));
  const lengths = new Set(
    headers.get('content-length')?.flatMap((value) => value.split(',').map(trimWhiteSpace)),
  );
  if (lengths.size === 0) return { kind: 'until-close' };
  const [length = ''] = lengths;
  if (lengths.size > 1 || !/^[0-9]{1,15}$/.test(length)) {
    return httpFault('content-length', JSON.stringify([...lengths].join(', ').slice(0, 40)));
  }
  if (Number(length) > maxBodyBytes) {
    return httpFault('body-too-large', `${length} bytes announced, at most ${maxBodyBytes} are read`);
  }
  return { kind: 'length', length: Number(length) };
}

export function httpFault(code: HttpFaultCode, detail: string): HttpFault {
  return { kind: 'failed', code, detail };
}

export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
