/**
 * First step of the flow: what the caller typed becomes what is probed.
 * A domain, an e-mail address (its domain), or `[mx.example.net]` in brackets: that mail host itself, no MX look-up (as posttls-finger writes it).
 * IP addresses are refused: certificates, MX, DANE and MTA-STS all hang on names, and a probe that dials any address given is a port scanner.
 */
import { type HostNameProblem, parseHostName, type ToAscii } from './base/host-name.ts';
import { parseIpAddress } from './base/ip-address.ts';
import { decodePunycode } from './base/punycode.ts';
import { fail, ok, type Result } from './base/result.ts';

export interface Target {
  /** As given, white space around it removed. */
  readonly input: string;
  /** Lower-case A-labels, no trailing dot. */
  readonly host: string;
  /** With U-labels, only where that differs from `host`. */
  readonly unicodeHost?: string;
  readonly form: 'domain' | 'mail-host';
}

/** `missing`: nothing given at all; `empty`: only white space; `too-long`; `ip-literal`; `not-a-host`: everything else. */
export const targetProblemKinds = ['missing', 'empty', 'too-long', 'ip-literal', 'not-a-host'] as const;

export interface TargetProblem {
  readonly kind: (typeof targetProblemKinds)[number];
  /** A sentence for the person who typed it; quotes at most 80 characters of the input, as JSON. */
  readonly detail: string;
}

/** A local part may have 64 octets and a domain 255 (RFC 5321 §4.5.3.1), U-labels take up to four bytes a letter: more is not read. */
const maxInputLength = 1024;

/**
 * Understand a probe's target.
 *
 * @param text  from a URL, a form or a command line; undefined where it was not given
 * @param options.toAscii  UTS 46 mapping, injected
 * @throws never
 * @see RFC 5321 §4.1.2 (addresses), §4.1.3 (address literals)
 */
export function parseTarget(
  text: string | undefined,
  options: { readonly toAscii: ToAscii },
): Result<Target, TargetProblem> {
  if (text === undefined) return fail({ kind: 'missing', detail: 'no host was given' });
  if (text.length > maxInputLength) {
    return fail({
      kind: 'too-long',
      detail: `the host has ${text.length} characters; ${maxInputLength} are read`,
    });
  }
  const input = text.trim();
  if (input === '') return fail({ kind: 'empty', detail: 'the host is empty' });
  const bracketed = /^\[(.*)\]$/s.exec(input)?.[1];
  if (bracketed !== undefined) return finishTarget({ input, name: bracketed, form: 'mail-host' }, options);
  const at = input.lastIndexOf('@');
  if (at === 0) return fail({ kind: 'not-a-host', detail: `nothing stands before the @ of ${quote(input)}` });
  return finishTarget({ input, name: input.slice(at + 1), form: 'domain' }, options);
}

function finishTarget(
  given: { readonly input: string; readonly name: string; readonly form: Target['form'] },
  options: { readonly toAscii: ToAscii },
): Result<Target, TargetProblem> {
  if (isIpLiteral(given.name)) return fail(ipProblem(given.name));
  const parsed = parseHostName(given.name, options);
  if (!parsed.ok) return fail(explainProblem(given.name, parsed.error));
  const host = parsed.value;
  // Only after the mapping: full-width digits, for one, become plain ones there.
  if (endsInNumber(host)) return fail(ipProblem(given.name));
  const unicodeHost = toUnicode(host, options.toAscii);
  return ok({
    input: given.input,
    host,
    form: given.form,
    ...(unicodeHost !== undefined && { unicodeHost }),
  });
}

/** An address in any dress: bare, `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3), with a zone or a prefix length. */
function isIpLiteral(text: string): boolean {
  const bare = text
    .replace(/^\[(.*)\]$/s, '$1')
    .replace(/^IPv6:/i, '')
    .replace(/[%/].*$/s, '');
  return parseIpAddress(bare) !== undefined || parseIpAddress(bare.replace(/\.$/, '')) !== undefined;
}

/** No top-level domain is a number (RFC 3696 §2); dialers read 127.1, 0x7f000001 and 2130706433 as IPv4. */
function endsInNumber(host: string): boolean {
  return /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(host);
}

function ipProblem(text: string): TargetProblem {
  return {
    kind: 'ip-literal',
    detail: `${quote(text)} is an IP address; give the domain, or the mail host's name in brackets`,
  };
}

function explainProblem(name: string, problem: HostNameProblem): TargetProblem {
  const quoted = quote(name);
  switch (problem) {
    case 'empty':
      return { kind: 'empty', detail: 'the host is empty' };
    case 'name-too-long':
      return { kind: 'too-long', detail: `${quoted} is longer than the 253 octets a host name may have` };
    case 'label-too-long':
      return { kind: 'too-long', detail: `${quoted} has a label longer than 63 octets` };
    case 'empty-label':
      return { kind: 'not-a-host', detail: `${quoted} has an empty label` };
    case 'bad-character':
      return { kind: 'not-a-host', detail: `${quoted} has a character that no host name has` };
    case 'bad-hyphen':
      return { kind: 'not-a-host', detail: `${quoted} has a label that begins or ends with a hyphen` };
    case 'bad-idn':
      return { kind: 'not-a-host', detail: `${quoted} is not a valid internationalised name (UTS 46)` };
    default:
      return problem satisfies never;
  }
}

/**
 * The U-label form, kept only if it maps back: `xn--` followed by what no mapping writes would be shown as something it is not.
 *
 * @returns undefined where there is none, or it would be no other than `host`
 */
export function toUnicode(host: string, toAscii: ToAscii): string | undefined {
  if (!host.includes('xn--')) return undefined;
  const labels = host.split('.').map((label) => {
    if (!label.startsWith('xn--')) return label;
    const decoded = decodePunycode(label.slice(4));
    return decoded.ok ? decoded.value : label;
  });
  const unicode = labels.join('.');
  // Joiners are letters to some scripts, and nothing at all to the eye: such a name is shown by its A-labels.
  if (/\p{C}/u.test(unicode)) return undefined;
  return unicode !== host && toAscii(unicode) === host ? unicode : undefined;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}
