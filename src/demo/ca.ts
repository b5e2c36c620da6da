/**
 * The town's certificate authority: a root that probes of badmx trust, an intermediate that issues, and a stranger's root that nobody trusts.
 * Made anew at each start, so no private key lies in the repository and dates are never stale. Leaves share a few keys, since RSA keys take long to make.
 */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import {
  type CertificateHash,
  type Extension,
  type KeyPair,
  type KeyPurpose,
  type KeyUsage,
  toPem,
  writeCertificate,
} from './certificate.ts';
import { issuerUrl } from './issuer-host.ts';

const generate = promisify(generateKeyPair);
const dayMs = 86_400_000;

export const leafKeyNames = ['rsa-2048', 'rsa-1024', 'p-256'] as const;
export type LeafKeyName = (typeof leafKeyNames)[number];

/** What differs from a good certificate. */
export interface LeafOptions {
  /** dNSNames; none: no subjectAltName. */
  readonly names: readonly string[];
  /** Default: the first name. */
  readonly commonName?: string;
  readonly key?: LeafKeyName;
  /** `self`: signed with its own key; `stranger`: by a root that nobody trusts. Default: the intermediate. */
  readonly issuer?: 'intermediate' | 'root' | 'stranger' | 'self';
  /** Days from now; default -1 and 90. */
  readonly notBeforeDays?: number;
  readonly notAfterDays?: number;
  readonly hash?: CertificateHash;
  readonly keyUsage?: readonly KeyUsage[];
  readonly keyPurposes?: readonly KeyPurpose[];
  readonly extensions?: readonly Extension[];
  /** What the server sends after the leaf. Default: all intermediates it needs. */
  readonly sends?: 'chain' | 'leaf-only' | 'chain-and-root';
}

export interface Identity {
  /** As the server sends it, leaf first, DER. */
  readonly chain: readonly Uint8Array[];
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface Authority {
  /** The anchor to trust, PEM. */
  readonly rootsPem: string;
  readonly root: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly strangerRoot: Uint8Array;
  issue(options: LeafOptions): Identity;
}

interface Issuer {
  readonly name: string;
  readonly key: KeyPair;
  /** Leaf's issuer first, without the root. */
  readonly intermediates: readonly Uint8Array[];
  readonly root: Uint8Array | null;
  /** Where its certificate can be had. */
  readonly url?: string;
}

/**
 * Make the authority and the keys of the leaves. Takes some 100 ms, most of it RSA.
 *
 * @param now  what all dates count from
 */
export async function createAuthority(now: Date = new Date()): Promise<Authority> {
  const keys = await makeKeys();
  const span = {
    notBefore: new Date(now.getTime() - 3650 * dayMs),
    notAfter: new Date(now.getTime() + 3650 * dayMs),
  };
  const authorityRoot = (name: string, key: KeyPair): Uint8Array =>
    writeCertificate({
      ...span,
      ...caProfile,
      subject: name,
      subjectKey: key.publicKey,
      issuer: name,
      issuerKey: key,
    });
  const rootName = 'badmx root';
  const root = authorityRoot(rootName, keys.root);
  const strangerRoot = authorityRoot('badmx stranger root', keys.stranger);
  const intermediate = writeCertificate({
    ...span,
    ...caProfile,
    authority: { pathLength: 0 },
    subject: 'badmx intermediate',
    subjectKey: keys.intermediate.publicKey,
    issuer: rootName,
    issuerKey: keys.root,
  });
  const issuers = {
    intermediate: {
      name: 'badmx intermediate',
      key: keys.intermediate,
      intermediates: [intermediate],
      root,
      url: issuerUrl,
    },
    root: { name: rootName, key: keys.root, intermediates: [], root },
    stranger: { name: 'badmx stranger root', key: keys.stranger, intermediates: [], root: strangerRoot },
  };
  return {
    rootsPem: toPem(root),
    root,
    intermediate,
    strangerRoot,
    issue: (options) => {
      const key = keys.leaves[options.key ?? 'rsa-2048'];
      const issuer: Issuer =
        options.issuer === 'self'
          ? { name: commonNameOf(options), key, intermediates: [], root: null }
          : issuers[options.issuer ?? 'intermediate'];
      return issueLeaf({ options, key, issuer, now });
    },
  };
}

async function makeKeys() {
  const [root, stranger, intermediate, rsa2048, rsa1024, p256] = await Promise.all([
    generate('ec', { namedCurve: 'P-256' }),
    generate('ec', { namedCurve: 'P-256' }),
    // RSA, since MD5 goes with RSA only.
    generate('rsa', { modulusLength: 2048 }),
    generate('rsa', { modulusLength: 2048 }),
    generate('rsa', { modulusLength: 1024 }),
    generate('ec', { namedCurve: 'P-256' }),
  ]);
  const leaves: Record<LeafKeyName, KeyPair> = { 'rsa-2048': rsa2048, 'rsa-1024': rsa1024, 'p-256': p256 };
  return { root, stranger, intermediate, leaves };
}

const caProfile = { authority: {}, keyUsage: ['keyCertSign', 'cRLSign'] } as const;

const commonNameOf = (options: LeafOptions): string => options.commonName ?? options.names[0] ?? 'badmx';

function issueLeaf(input: { options: LeafOptions; key: KeyPair; issuer: Issuer; now: Date }): Identity {
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
      (options.key === 'p-256' ? ['digitalSignature'] : ['digitalSignature', 'keyEncipherment']),
    keyPurposes: options.keyPurposes ?? ['serverAuth'],
    ...(options.hash && { hash: options.hash }),
    ...(issuer.url !== undefined && { issuerUrl: issuer.url }),
    ...(options.extensions && { extensions: options.extensions }),
  });
  const sends = options.sends ?? 'chain';
  const chain = [leaf, ...(sends === 'leaf-only' ? [] : issuer.intermediates)];
  if (sends === 'chain-and-root' && issuer.root) chain.push(issuer.root);
  return {
    chain,
    certificatePem: toPem(...chain),
    keyPem: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
