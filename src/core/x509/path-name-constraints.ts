/**
 * Name constraints (RFC 5280 §4.2.1.10, §6.1.3 (b), (c)): every name of a certificate against what each CA above it permits and excludes.
 * Cautious where a form is unknown or a name malformed: a constraint that can not be applied is violated.
 */
import type { CertificateFacts, GeneralName, NameConstraints } from './certificate-facts.ts';
import { readWhole } from './der.ts';
import { attributeOids, isBelow, readName } from './distinguished-name.ts';
import { formatIp } from './ip.ts';
import { isPresentedName } from './names.ts';

export interface NameViolation {
  readonly kind: 'not-permitted' | 'excluded' | 'budget';
  readonly detail: string;
}

/** Comparisons left for one path: a CA and a leaf with thousands of names each would be quadratic. */
export interface ComparisonBudget {
  left: number;
}

/**
 * Hold all names of one certificate against one CA's constraints.
 *
 * @param budget  shrinks by one a comparison; when it is used up the answer is `budget`
 * @returns the first name that violates them, or nothing
 */
export function findNameViolation(
  names: readonly GeneralName[],
  constraints: NameConstraints,
  budget: ComparisonBudget,
): NameViolation | undefined {
  for (const name of names) {
    const excluded = constraints.excluded.filter(({ kind }) => kind === name.kind);
    const permitted = constraints.permitted.filter(({ kind }) => kind === name.kind);
    budget.left -= constraints.excluded.length + constraints.permitted.length;
    if (budget.left < 0) return { kind: 'budget', detail: 'too many names and constraints to compare' };
    if (excluded.some((base) => isWithin(name, base, 'excluded'))) {
      return { kind: 'excluded', detail: `${describeName(name)} is excluded` };
    }
    if (permitted.length > 0 && !permitted.some((base) => isWithin(name, base, 'permitted'))) {
      return { kind: 'not-permitted', detail: `${describeName(name)} is not among what is permitted` };
    }
  }
  return undefined;
}

/** The names that constraints apply to: alternative names, the subject, and its e-mail addresses where no alternative name is one. */
export function constrainedNames(certificate: CertificateFacts): readonly GeneralName[] {
  const names: GeneralName[] = [...(certificate.subjectAltNames?.names ?? [])];
  if (certificate.subject.rdns.length > 0) names.push({ kind: 'directory', name: certificate.subject });
  if (!names.some(({ kind }) => kind === 'email')) {
    for (const { oid, text } of readName(readWhole(certificate.subject.der)).attributes) {
      if (oid === attributeOids.emailAddress) names.push({ kind: 'email', value: text });
    }
  }
  return names;
}

/** Could `name` be in the subtree? An unreadable one is: in `excluded` yes, in `permitted` no. */
function isWithin(name: GeneralName, base: GeneralName, list: 'permitted' | 'excluded'): boolean {
  const cautious = list === 'excluded';
  if (name.kind === 'dns' && base.kind === 'dns') {
    if (!isPresentedName(name.value)) return cautious;
    return isDnsWithin(name.value.toLowerCase(), base.value.toLowerCase(), cautious);
  }
  if (name.kind === 'ip' && base.kind === 'ip') return isIpWithin(name.bytes, base.bytes, cautious);
  if (name.kind === 'email' && base.kind === 'email') {
    return isEmailWithin(name.value, base.value) ?? cautious;
  }
  if (name.kind === 'uri' && base.kind === 'uri') return isUriWithin(name.value, base.value) ?? cautious;
  if (name.kind === 'directory' && base.kind === 'directory') return isBelow(name.name.rdns, base.name.rdns);
  return cautious;
}

function isDnsWithin(name: string, base: string, cautious: boolean): boolean {
  if (base === '' || name === base) return true;
  // A leading dot is against the RFC, yet common: it means what lies below.
  if (name.endsWith(base.startsWith('.') ? base : `.${base}`)) return true;
  // `*.example.com` stands for `foo.example.com` too, so excluding that one excludes the wildcard.
  return cautious && name.startsWith('*.') && base.slice(base.indexOf('.') + 1) === name.slice(2);
}

function isIpWithin(address: Uint8Array, range: Uint8Array, cautious: boolean): boolean {
  const size = address.length;
  if ((size !== 4 && size !== 16) || (range.length !== 8 && range.length !== 32)) return cautious;
  if (range.length !== size * 2) return false;
  return address.every((byte, i) => {
    const mask = range[size + i] ?? 0;
    return (byte & mask) === ((range[i] ?? 0) & mask);
  });
}

/** @returns undefined when the mailbox is none */
function isEmailWithin(mailbox: string, base: string): boolean | undefined {
  const at = mailbox.lastIndexOf('@');
  if (at <= 0) return undefined;
  const host = mailbox.slice(at + 1).toLowerCase();
  const split = base.lastIndexOf('@');
  if (split >= 0) {
    return mailbox.slice(0, at) === base.slice(0, split) && host === base.slice(split + 1).toLowerCase();
  }
  return isHostOrBelow(host, base.toLowerCase());
}

/** @returns undefined when the URI names no host, or an address */
function isUriWithin(uri: string, base: string): boolean | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@]+)/i.exec(uri)?.[1]?.toLowerCase();
  if (host === undefined || host.startsWith('[') || /^[\d.]+$/.test(host)) return undefined;
  return isHostOrBelow(host, base.toLowerCase());
}

const isHostOrBelow = (host: string, base: string) =>
  base === '' || (base.startsWith('.') ? host.endsWith(base) : host === base);

function describeName(name: GeneralName): string {
  switch (name.kind) {
    case 'ip':
      return formatIp(name.bytes) ?? 'an address of impossible length';
    case 'directory':
      return name.name.text;
    case 'other':
    case 'x400':
    case 'edi':
      return `a name of the form ${name.kind}`;
    case 'dns':
    case 'email':
    case 'uri':
    case 'registered-id':
      return name.value;
    default:
      return name satisfies never;
  }
}
