/**
 * The strict policy's demands on names: name constraints that can be applied (RFC 5280 §4.2.1.10), alternative names that are well formed
 * (§4.2.1.6), a common name that is no other spelling of one of them (BR §7.1.4.3); and what a wildcard may not cover (BR §3.2.2.6).
 */
import { getPublicSuffix } from 'tldts';
import type { CertificateFacts, GeneralName } from './certificate-facts.ts';
import { formatIp } from './ip.ts';
import { isHostName, isPresentedName } from './names.ts';
import type { Demand } from './strict-demand.ts';

/** nameConstraints: only in a CA, not empty, each base well formed. */
export const caProfile: Demand = ({ nameConstraints, basicConstraints }) => {
  if (!nameConstraints) return undefined;
  if (!basicConstraints?.ca) return 'nameConstraints outside a CA (RFC 5280 §4.2.1.10)';
  const bases = [...nameConstraints.permitted, ...nameConstraints.excluded];
  if (bases.length === 0 || nameConstraints.hasEmptyList)
    return 'empty nameConstraints (RFC 5280 §4.2.1.10, BR §7.1.2.5.2)';
  if (nameConstraints.hasDistance) return 'nameConstraints with minimum or maximum (RFC 5280 §4.2.1.10)';
  return bases.some((base) => !isConstraint(base)) && 'malformed name constraint (RFC 5280 §4.2.1.10)';
};

/**
 * subjectAltName is critical exactly where the subject is empty; a common name that is an address repeats one of its addresses.
 * One that is another host name may stand there: RFC 9525 §2 does not look at it, so nobody is misled.
 */
export const leafProfile: Demand = (certificate, role) => {
  if (role !== 'leaf') return undefined;
  const { subject, subjectAltNames, commonNames } = certificate;
  const empty = subject.rdns.length === 0;
  if (empty && subjectAltNames && !subjectAltNames.critical) {
    return 'empty subject and subjectAltName not critical (RFC 5280 §4.2.1.6)';
  }
  if (!empty && subjectAltNames?.critical) {
    return 'subjectAltName critical beside a subject (BR §7.1.2.7.12)';
  }
  if (commonNames.length > 1) return 'more than one common name (BR §7.1.4.3)';
  const address = commonNames.find((common) => looksLikeAddress(common) && !isListed(common, certificate));
  if (address !== undefined)
    return `common name ${address} is no address of the subjectAltName (BR §7.1.4.3)`;
  const other = commonNames.find((common) => isOtherSpelling(common, certificate));
  return other !== undefined && `common name ${other} is no copy of the alternative name (BR §7.1.4.3)`;
};

/** Every alternative name is of the syntax that its form asks for. */
export const nameProfile: Demand = ({ subjectAltNames }) => {
  if (!subjectAltNames) return undefined;
  if (subjectAltNames.names.length === 0) return 'empty subjectAltName (RFC 5280 §4.2.1.6)';
  return (
    subjectAltNames.names.some((name) => !isWellFormed(name)) &&
    'malformed alternative name (RFC 5280 §4.2.1.6)'
  );
};

/** Character for character, so an address in another spelling is not listed. */
function isListed(common: string, { subjectAltNames }: CertificateFacts): boolean {
  return subjectAltNames?.ip.includes(common) ?? false;
}

/** A host name in Unicode, or one that differs from an alternative name in nothing but case. */
function isOtherSpelling(common: string, { subjectAltNames }: CertificateFacts): boolean {
  // What is not ASCII and has dots between its parts stands for the A-labels that the alternative name has to have.
  if (/[^\0-\x7f]/.test(common)) return /^[^\s.]+(\.[^\s.]+)+$/.test(common);
  const same = (subjectAltNames?.dns ?? []).filter((name) => name.toLowerCase() === common.toLowerCase());
  return same.length > 0 && !same.includes(common);
}

/** An address, or what inet_aton and careless readers take for one: hexadecimal, leading zeros, fewer than four parts. */
function looksLikeAddress(text: string): boolean {
  return /^(0x[\da-f]+|\.*\d[\d.]*|[\da-f]*:[\da-f:.]+)$/i.test(text);
}

/**
 * A wildcard right above a public suffix, private ones such as s3.amazonaws.com included: it speaks for strangers.
 * The strict policy takes no match from it; the certificate may carry it beside better names.
 */
export function isPublicSuffixWildcard(name: string): boolean {
  if (!name.startsWith('*.')) return false;
  const rest = name.slice(2).toLowerCase();
  return getPublicSuffix(rest, { allowPrivateDomains: true }) === rest;
}

function isWellFormed(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      // Underscores match where they stand (RFC 9525 §6.3 leaves it to the DNS), but are no preferred name syntax (RFC 1034 §3.5).
      return isPresentedName(name.value) && !name.value.includes('_');
    case 'ip':
      return formatIp(name.bytes) !== undefined;
    case 'email':
      return /^[^@\s]+@[^@\s]+$/.test(name.value);
    case 'uri':
      return /^[a-z][a-z0-9+.-]*:./i.test(name.value);
    case 'directory':
    case 'registered-id':
    case 'other':
    case 'x400':
    case 'edi':
      return true;
    default:
      return name satisfies never;
  }
}

function isConstraint(base: GeneralName): boolean {
  switch (base.kind) {
    case 'dns':
      return base.value === '' || isHostName(base.value);
    case 'ip':
      return isRange(base.bytes);
    case 'email':
      return /^([^@\s]+@)?[^@\s]*$/.test(base.value);
    case 'uri':
      return base.value === '' || isHostName(base.value.replace(/^\./, ''));
    case 'directory':
    case 'registered-id':
    case 'other':
    case 'x400':
    case 'edi':
      return true;
    default:
      return base satisfies never;
  }
}

/** Address and mask, the mask in CIDR form (RFC 4632 §3.1). */
function isRange(bytes: Uint8Array): boolean {
  if (bytes.length !== 8 && bytes.length !== 32) return false;
  const mask = Array.from(bytes.subarray(bytes.length / 2), (byte) => byte.toString(2).padStart(8, '0'));
  return /^1*0*$/.test(mask.join(''));
}
