/**
 * Everything that one sender's library objects to in a chain, as codes with what its words are filled with: the path's problems, read with the
 * library's own leniencies and strictnesses (RFC 5280 §6), and the name (RFC 9525 §6). An empty list is a trusted chain.
 */
import type { ChainFacts } from '../facts.ts';
import type { Handshake } from '../tls/facts.ts';
import { isBelow, type Personality } from '../tls-libraries/personality.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import type { PathProblem } from '../x509/path-result.ts';
import { hasServerPurpose, hasServerUse } from '../x509/server-purpose.ts';
import type { Objection } from './library-words/library-words.ts';

export interface Objected {
  /** Absent: our own limits stood in the way, for which no library has words. */
  readonly objection?: Objection;
  /** What went wrong, for people. */
  readonly what: string;
  /** The certificate it is about; absent: the chain. */
  readonly certificate?: CertificateFacts;
  /** Who signed that one, where it was sent. */
  readonly issuer?: CertificateFacts;
}

/** Why a library does not trust a chain; the name apart. */
export function objectionsTo(
  chain: ChainFacts,
  personality: Personality,
  handshake: Handshake,
): readonly Objected[] {
  const { path } = chain;
  const ignoresPurpose = personality.purpose.value === 'ignored';
  const found = path.problems
    .filter(({ code }) => !(ignoresPurpose && code === 'extended-key-usage'))
    .map((problem) => ofPath(problem, path.path));
  if (path.kind === 'untrusted' && path.problems.length === 0) found.push({ what: 'no path was found' });
  if (personality.emptyKeyUsage?.value === 'unreadable')
    found.push(...path.path.filter(hasEmptyKeyUsage).map(unreadable));
  if (!ignoresPurpose && personality.serverPurpose?.value === 'strict' && !isForServers(chain.leaf))
    found.push(ofLeaf('not-for-servers', chain));
  const sent = handshake.certificates.length;
  if (personality.maximumSent && sent > personality.maximumSent.value)
    found.push({ objection: 'too-deep', what: 'too-many-sent' });
  found.push(...weaknesses(path.path, personality), ...stapleObjections(chain, personality, handshake));
  return found;
}

/** The name, as an objection: of a chain whose name does not fit. */
export function objectionToName({ leaf, name }: ChainFacts, host: string): Objected {
  if (/^[\d.]+$|:/.test(host) && (leaf.subjectAltNames?.ip ?? []).length === 0)
    return { objection: 'address-mismatch', what: 'address-mismatch', certificate: leaf };
  const none = (leaf.subjectAltNames?.dns ?? []).length === 0;
  const commonName = none && leaf.commonNames.length > 0;
  const objection = commonName ? 'common-name-only' : none ? 'no-name' : 'name-mismatch';
  return { objection, what: name.kind === 'mismatch' ? name.code : objection, certificate: leaf };
}

function ofPath({ code, depth, openssl }: PathProblem, path: readonly CertificateFacts[]): Objected {
  const certificate = path[depth];
  const issuer = path[depth + 1];
  return {
    ...objectionOf(code, depth, openssl),
    what: code,
    ...(certificate && { certificate }),
    ...(issuer && { issuer }),
  };
}

function objectionOf(
  code: PathProblem['code'],
  depth: number,
  openssl: PathProblem['openssl'],
): { objection?: Objection } {
  if (code === 'profile' || code === 'budget') return {};
  if (code === 'missing-issuer' && depth === 0) return { objection: 'missing-issuer-of-leaf' };
  // X509_V_ERR_EXCLUDED_VIOLATION
  if (code === 'name-constraints' && openssl.some((row) => row.code === 48))
    return { objection: 'excluded-name' };
  return { objection: code };
}

const ofLeaf = (objection: Objection, { leaf }: ChainFacts): Objected => ({
  objection,
  what: objection,
  certificate: leaf,
});

const hasEmptyKeyUsage = ({ keyUsage }: CertificateFacts): boolean => keyUsage?.usages.length === 0;

const unreadable = (certificate: CertificateFacts): Objected => ({
  objection: 'malformed-extension',
  what: 'empty-key-usage',
  certificate,
});

/** As OpenSSL asks of a server. */
const isForServers = (leaf: CertificateFacts): boolean => hasServerPurpose(leaf) && hasServerUse(leaf);

/** Keys and signatures that are right, and too weak for this library. */
function weaknesses(path: readonly CertificateFacts[], personality: Personality): readonly Objected[] {
  return path.flatMap((certificate, depth): Objected[] => {
    const { publicKey, signature } = certificate;
    const { kind, bits } = publicKey;
    const isRsa = kind === 'rsa' || kind === 'rsa-pss';
    const weakKey =
      (isRsa && isBelow(bits, personality.minimumRsaBits)) ||
      (kind === 'ec' && bits > 0 && isBelow(bits, personality.minimumCurveBits));
    const weakHash =
      (/md[25]/i.test(signature.name) && personality.md5Certificate.value === 'refused') ||
      (/sha-?1(?!\d)/i.test(signature.name) && personality.sha1Certificate.value === 'refused');
    const issuer = path[depth + 1];
    const where = { certificate, ...(issuer && { issuer }) };
    const key = depth === 0 ? 'weak-leaf-key' : 'weak-issuer-key';
    return [
      ...(weakKey ? [{ objection: key, what: key, ...where } as const] : []),
      ...(weakHash ? [{ objection: 'weak-signature', what: 'weak-signature', ...where } as const] : []),
    ];
  });
}

/** Must-staple without a staple (RFC 7633), and answers that say revoked or are out of date. */
function stapleObjections(
  chain: ChainFacts,
  personality: Personality,
  handshake: Handshake,
): readonly Objected[] {
  const { staple } = chain;
  const found: Objected[] = [];
  if (personality.staple?.value === 'enforced') {
    if (staple?.kind === 'revoked') found.push(ofLeaf('staple-revoked', chain));
    if (staple?.kind === 'unusable' && staple.code === 'expired')
      found.push(ofLeaf('staple-unusable', chain));
  }
  const missing = chain.leaf.mustStaple && handshake.ocspResponse === undefined;
  if (missing && personality.mustStaple.value === 'enforced') found.push(ofLeaf('staple-missing', chain));
  return found;
}
