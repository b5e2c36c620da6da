/**
 * A server's certificate: what can differ from a good one, who issues it, and what the server sends along with it (RFC 5246 §7.4.2).
 */
import {
  type CertificateHash,
  type CertificateOptions,
  type Extension,
  type KeyPair,
  type KeyPurpose,
  type KeyUsage,
  toPem,
  writeCertificate,
} from './certificate.ts';

const dayMs = 86_400_000;

export const leafKeyNames = ['rsa-2048', 'rsa-1024', 'p-256'] as const;
export type LeafKeyName = (typeof leafKeyNames)[number];

/** What differs from a good certificate. */
export interface LeafOptions {
  /** dNSNames; none: no subjectAltName. */
  readonly names: readonly string[];
  /** Default: the first name. */
  readonly commonName?: string;
  /** Default: rsa-2048. */
  readonly key?: LeafKeyName | KeyPair;
  /** `self`: signed with its own key; `stranger`: by a root that nobody trusts. Default: the intermediate. */
  readonly issuer?: 'intermediate' | 'root' | 'stranger' | 'self' | Issuer;
  /** Days from now; default -1 and 90. */
  readonly notBeforeDays?: number;
  readonly notAfterDays?: number;
  readonly hash?: CertificateHash;
  readonly keyUsage?: readonly KeyUsage[];
  readonly keyPurposes?: readonly KeyPurpose[];
  readonly extensions?: readonly Extension[];
  /** Anything else, as the certificate's writer has it. */
  readonly differs?: Partial<CertificateOptions>;
  /** What the server sends after the leaf: by default all intermediates it needs; or certificates as they are. */
  readonly sends?: 'chain' | 'leaf-only' | 'chain-and-root' | readonly Uint8Array[];
}

export interface Identity {
  /** As the server sends it, leaf first, DER. */
  readonly chain: readonly Uint8Array[];
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Who signs leaves, and what a server of such a leaf must send along. */
export interface Issuer {
  readonly name: string;
  readonly key: KeyPair;
  /** Leaf's issuer first, without the root. */
  readonly intermediates: readonly Uint8Array[];
  readonly root: Uint8Array | null;
  /** Where its certificate can be had. */
  readonly url?: string;
}

export const commonNameOf = (options: LeafOptions): string =>
  options.commonName ?? options.names[0] ?? 'badmx';

export function issueLeaf(input: {
  options: LeafOptions;
  key: KeyPair;
  issuer: Issuer;
  now: Date;
}): Identity {
  const { options, key, issuer, now } = input;
  const leaf = writeCertificate({
    subject: commonNameOf(options),
    subjectKey: key.publicKey,
    issuer: issuer.name,
    issuerKey: issuer.key,
    notBefore: new Date(now.getTime() + (options.notBeforeDays ?? -1) * dayMs),
    notAfter: new Date(now.getTime() + (options.notAfterDays ?? 90) * dayMs),
    names: options.names,
    keyUsage:
      options.keyUsage ??
      (key.privateKey.asymmetricKeyType === 'rsa'
        ? ['digitalSignature', 'keyEncipherment']
        : ['digitalSignature']),
    keyPurposes: options.keyPurposes ?? ['serverAuth'],
    ...(options.hash && { hash: options.hash }),
    ...(issuer.url !== undefined && { issuerUrl: issuer.url }),
    ...(options.extensions && { extensions: options.extensions }),
    ...options.differs,
  });
  const chain = [leaf, ...sentAfterLeaf(options.sends ?? 'chain', issuer)];
  return {
    chain,
    certificatePem: toPem(...chain),
    keyPem: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function sentAfterLeaf(sends: NonNullable<LeafOptions['sends']>, issuer: Issuer): readonly Uint8Array[] {
  if (typeof sends !== 'string') return sends;
  if (sends === 'leaf-only') return [];
  const root = sends === 'chain-and-root' && issuer.root ? [issuer.root] : [];
  return [...issuer.intermediates, ...root];
}
