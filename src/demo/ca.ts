/**
 * The town's certificate authority: a root that probes of badmx trust, an intermediate that issues, and a stranger's root that nobody trusts.
 * Made anew at each start, so no private key lies in the repository and dates are never stale. Leaves share a few keys, since RSA keys take long to make.
 */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { type CertificateOptions, type KeyPair, toPem, writeCertificate } from './certificate.ts';
import { issuerUrl } from './issuer-host.ts';
import {
  commonNameOf,
  type Identity,
  type Issuer,
  issueLeaf,
  type LeafKeyName,
  type LeafOptions,
} from './leaf.ts';

const generate = promisify(generateKeyPair);
const dayMs = 86_400_000;

export interface Authority {
  /** The anchor to trust, PEM. */
  readonly rootsPem: string;
  readonly root: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly strangerRoot: Uint8Array;
  issue(options: LeafOptions): Identity;
  /** One more intermediate below the root, or below `by`, right or wrong: `differs` says how. */
  issueAuthority(input: {
    readonly name: string;
    readonly key: KeyPair;
    readonly by?: Issuer;
    readonly differs?: Partial<CertificateOptions>;
  }): Issuer;
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
      const { key: wanted = 'rsa-2048', issuer: by = 'intermediate' } = options;
      const key = typeof wanted === 'string' ? keys.leaves[wanted] : wanted;
      const issuer: Issuer =
        by === 'self'
          ? { name: commonNameOf(options), key, intermediates: [], root: null }
          : typeof by === 'string'
            ? issuers[by]
            : by;
      return issueLeaf({ options, key, issuer, now });
    },
    issueAuthority: ({ name, key, by = issuers.root, differs }) => {
      const certificate = writeCertificate({
        ...span,
        ...caProfile,
        subject: name,
        subjectKey: key.publicKey,
        issuer: by.name,
        issuerKey: by.key,
        ...differs,
      });
      return { name, key, intermediates: [certificate, ...by.intermediates], root };
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
