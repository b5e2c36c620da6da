/**
 * The extensions of a certificate (RFC 5280 §4.2), each decoded on its own: a malformed one is a fault and hides none of the others.
 * A table has one row an extension that we know; `processed` says whether validation acts on it, so that a critical one may pass.
 */
import type { CertificateFacts, CertificateFault, ExtensionFacts } from './certificate-facts.ts';
import {
  DerError,
  type DerItem,
  expectTag,
  members,
  readBoolean,
  readOid,
  readSmallInteger,
  readWhole,
  tags,
} from './der.ts';
import { readBasicConstraints, readPolicyConstraints, readPolicyMappings } from './extension-values.ts';
import { type ReadName, readNameConstraints, readSubjectAltNames } from './general-names.ts';
import * as library from './library.ts';

/** The part of the facts that extensions fill. */
type Decoded = { -readonly [Key in keyof CertificateFacts]?: CertificateFacts[Key] };

interface Extension extends Omit<ExtensionFacts, 'processed'> {
  readonly raw: Uint8Array;
}

interface Decoder {
  readonly processed: boolean;
  readonly decode: (extension: Extension, readName: ReadName) => Decoded;
}

export const extensionOids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyId: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  scts: '1.3.6.1.4.1.11129.2.4.2',
} as const;

const decoders: Readonly<Record<string, Decoder>> = {
  [extensionOids.subjectKeyId]: {
    processed: true,
    decode: ({ raw }) => ({ subjectKeyId: library.decodeSubjectKeyId(raw) }),
  },
  [extensionOids.keyUsage]: {
    processed: true,
    decode: ({ raw, critical }) => ({ keyUsage: { critical, usages: library.decodeKeyUsage(raw) } }),
  },
  [extensionOids.subjectAltName]: {
    processed: true,
    decode: ({ value, critical }, readName) => ({
      subjectAltNames: readSubjectAltNames(value, critical, readName),
    }),
  },
  [extensionOids.basicConstraints]: {
    processed: true,
    decode: ({ value, critical }) => ({ basicConstraints: { critical, ...readBasicConstraints(value) } }),
  },
  [extensionOids.nameConstraints]: {
    processed: true,
    decode: ({ value, critical }, readName) => ({
      nameConstraints: readNameConstraints(value, critical, readName),
    }),
  },
  [extensionOids.crlDistributionPoints]: {
    processed: true,
    decode: ({ raw }) => ({ crlDistributionPoints: library.decodeDistributionPoints(raw) }),
  },
  [extensionOids.certificatePolicies]: {
    processed: true,
    decode: ({ raw }) => ({ certificatePolicies: library.decodePolicies(raw) }),
  },
  [extensionOids.policyMappings]: {
    processed: true,
    decode: ({ value }) => ({ policyMappings: readPolicyMappings(value) }),
  },
  [extensionOids.authorityKeyId]: {
    processed: true,
    decode: ({ raw, critical }) => ({ authorityKeyId: { critical, ...library.decodeAuthorityKeyId(raw) } }),
  },
  [extensionOids.policyConstraints]: {
    processed: true,
    decode: ({ value, critical }) => ({ policyConstraints: { critical, ...readPolicyConstraints(value) } }),
  },
  [extensionOids.extendedKeyUsage]: {
    processed: true,
    decode: ({ raw, critical }) => ({
      extendedKeyUsage: { critical, purposes: library.decodeExtendedKeyUsage(raw) },
    }),
  },
  [extensionOids.inhibitAnyPolicy]: {
    processed: true,
    decode: ({ value }) => ({ inhibitAnyPolicy: readSmallInteger(readWhole(value)) }),
  },
  [extensionOids.authorityInfoAccess]: { processed: false, decode: ({ raw }) => library.decodeAccess(raw) },
  [extensionOids.tlsFeature]: {
    processed: false,
    decode: ({ value }) => ({
      mustStaple: members(readWhole(value)).some((feature) => readSmallInteger(feature) === 5),
    }),
  },
  [extensionOids.scts]: { processed: false, decode: () => ({ hasScts: true }) },
};

/** Public certificates have about ten; GnuTLS and OpenSSL set no limit. */
export const maxExtensions = 64;

/** Thrown where a certificate has more extensions than are read; always caught where it is parsed. */
export class TooManyExtensions extends Error {
  override name = 'TooManyExtensions';
}

/**
 * Read the extensions field.
 *
 * @param list  its SEQUENCE
 * @param faults  grows by what is wrong
 * @throws DerError when the list as such is malformed; TooManyExtensions
 */
export function readExtensions(list: DerItem, readName: ReadName, faults: CertificateFault[]) {
  const decoded: Decoded = {};
  const extensions: ExtensionFacts[] = [];
  const unknownCriticalExtensions: string[] = [];
  const seen = new Set<string>();
  const items = members(list);
  if (items.length > maxExtensions) {
    throw new TooManyExtensions(`${items.length} extensions, at most ${maxExtensions} are read`);
  }
  for (const item of items) {
    const extension = readExtension(item);
    const { oid, critical, value } = extension;
    const decoder = decoders[oid];
    extensions.push({ oid, critical, processed: decoder?.processed ?? false, value });
    if (critical && !decoder?.processed) unknownCriticalExtensions.push(oid);
    if (seen.has(oid)) {
      faults.push({ code: 'duplicate-extension', oid, detail: `extension ${oid} is there twice` });
      continue;
    }
    seen.add(oid);
    try {
      if (decoder) {
        readWhole(value);
        Object.assign(decoded, decoder.decode(extension, readName));
      }
    } catch (error) {
      // DerError from us, Error of no particular class from the library: both say that the value is not what its OID promises.
      if (!(error instanceof Error)) throw error;
      faults.push({ code: 'malformed-extension', oid, detail: error.message });
    }
  }
  if (extensions.length === 0) {
    faults.push({ code: 'malformed-extension', detail: 'an empty list of extensions (RFC 5280 §4.1)' });
  }
  return { ...decoded, extensions, unknownCriticalExtensions };
}

function readExtension(item: DerItem): Extension {
  const [id, ...rest] = members(item);
  const oid = readOid(id);
  const flag = rest[0]?.tag === tags.boolean ? rest.shift() : undefined;
  const value = expectTag(rest.shift(), tags.octetString).content;
  if (rest.length > 0) throw new DerError('extension of too many parts');
  return { oid, critical: flag ? readBoolean(flag) : false, value, raw: item.raw };
}
