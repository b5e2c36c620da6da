/**
 * A library's own words for what it objects to in a certificate (library-words/), filled from the certificate: one objection or all of them,
 * in the order in which that library looks.
 */
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import type { LibraryWords, Objection } from './library-words/library-words.ts';
import type { Objected } from './objections.ts';
import { fillTemplate } from './template-text.ts';

interface Setting {
  readonly host: string;
  readonly now: Date;
}

/** @returns undefined where the library has no words for it, or they are not known */
export function objectionText(
  words: LibraryWords,
  objections: readonly Objected[],
  setting: Setting,
): string | undefined {
  const order = Object.keys(words.objections);
  const known = objections
    .filter(({ objection }) => objection !== undefined && words.objections[objection] !== undefined)
    .toSorted((a, b) => order.indexOf(a.objection ?? '') - order.indexOf(b.objection ?? ''));
  if (known.length < objections.length && words.tells !== 'all') return undefined;
  const told = words.tells === 'first' ? known.slice(0, 1) : words.tells === 'last' ? known.slice(-1) : known;
  const texts = told.map((objected) => textOf(words, objected, setting));
  return texts.length === 0 || texts.includes(undefined) ? undefined : [...new Set(texts)].join(' ');
}

function textOf(words: LibraryWords, objected: Objected, { host, now }: Setting): string | undefined {
  const { objection, certificate, issuer } = objected;
  const names = certificate?.subjectAltNames?.dns ?? [];
  return fillTemplate(words.objections[objection as Objection], {
    host,
    names: names.join(', '),
    altnames: names.map((name) => `DNS:${name}`).join(', '),
    commonName: certificate?.commonNames[0],
    now: seconds(now.toISOString()),
    notBefore: certificate && seconds(certificate.notBefore),
    notAfter: certificate && seconds(certificate.notAfter),
    subject: certificate?.commonNames[0],
    issuer: issuer?.commonNames[0],
    algorithm: certificate && goAlgorithm(certificate.signature.name),
    constraint: issuer && dnsBases(issuer, 'excluded').find((base) => isWithin(host, base)),
    forbidden:
      issuer && names.find((name) => !dnsBases(issuer, 'permitted').some((base) => isWithin(name, base))),
  });
}

/** RFC 3339, as Go prints a time. */
const seconds = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');

/** Go's names of the algorithms that it refuses (x509.SignatureAlgorithm). */
function goAlgorithm(name: string): string {
  if (/md5/i.test(name)) return 'MD5-RSA';
  const sha1 = /ecdsa/i.test(name) ? 'ECDSA-SHA1' : 'SHA1-RSA';
  return `${sha1} (temporarily override with GODEBUG=x509sha1=1)`;
}

function dnsBases({ nameConstraints }: CertificateFacts, list: 'permitted' | 'excluded'): readonly string[] {
  return (nameConstraints?.[list] ?? []).flatMap((base) => (base.kind === 'dns' ? [base.value] : []));
}

const isWithin = (name: string, base: string): boolean =>
  name === base || name.endsWith(base.startsWith('.') ? base : `.${base}`);
