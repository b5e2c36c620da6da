/**
 * docs/tls-libraries.md: what each TLS library enforces, row by row, and where each row comes from. From the tables of core/tls-libraries.
 */
import { libraries } from '../src/core/tls-libraries/catalogue.ts';
import type {
  HandshakeRows,
  Personality,
  Row,
  VerificationRows,
} from '../src/core/tls-libraries/personality.ts';
import { anchor, blocks, code, generated, plain, table } from './markdown.ts';

type Words<Rows> = Readonly<Record<keyof Rows, string>>;

const handshakeWords: Words<Required<HandshakeRows>> = {
  signingKeyUsage: 'keyUsage needs digitalSignature where the server signs',
  encryptingKeyUsage: 'keyUsage needs keyEncipherment with RSA key exchange',
  emptyKeyUsage: 'a keyUsage without a bit set',
  minimumDhBits: 'smallest Diffie-Hellman group, bits',
  handshakeRsaBits: 'smallest RSA key of the server, bits',
  sha1HandshakeSignature: 'handshake signed with SHA-1',
  minimumVersion: 'oldest version',
  earlyTicket: "ticket before the client's Finished",
  duplicateExtension: 'a certificate with an extension twice',
};

const verificationWords: Words<Required<VerificationRows>> = {
  minimumRsaBits: 'smallest RSA key of the path, bits',
  minimumCurveBits: 'smallest elliptic curve of the path, bits',
  sha1Certificate: 'certificate signed with SHA-1',
  md5Certificate: 'certificate signed with MD5',
  version1Leaf: 'server certificate of X.509 version 1',
  version1Issuer: 'intermediate of X.509 version 1',
  maximumSent: 'most certificates in the message',
  anchorDates: "dates of an intermediate that is DANE's anchor",
  purpose: 'extendedKeyUsage must allow serverAuth',
  serverPurpose: 'anyExtendedKeyUsage and odd keyUsage',
  commonName: 'the common name is read',
  severalCommonNames: 'of several common names one fits',
  partialWildcard: 'wildcard that is a part of a label',
  mustStaple: 'must-staple without a staple',
  staple: 'stapled answer that says revoked, or is old',
};

export function librariesPage(): string {
  const page = blocks(
    '# What TLS libraries enforce',
    generated,
    'A mail sender fails where its TLS library does, whatever its administrator has asked for. Rules and sender profiles ask these tables. Each row rests on something: ' +
      "measured (in [the laboratory](../test/lab/README.md)), source code, the maker's documentation, or reports; what rests on nothing is `unknown`, and nothing is predicted from it.",
    'Some rows are about what one library or two are known for; `-` stands at the others. `ecdsa before tls13`: enforced for ECDSA keys up to TLS 1.2 alone. ' +
      '`star first`: accepted where the star begins the label. `where no dns name`, `where no san`: only where the certificate has none.',
    '## In every handshake, verified or not',
    overview(handshakeWords),
    '## Where the chain is verified',
    overview(verificationWords),
    '## Where each row comes from',
    ...libraries.map(sources),
  );
  return `${page}\n`;
}

const rowOf = (library: Personality, name: string): Row<unknown> | undefined =>
  (library as unknown as Readonly<Record<string, Row<unknown> | undefined>>)[name];

/** A line a row, a column a library; a row that no library as it comes has is left out. */
function overview(words: Readonly<Record<string, string>>): string {
  const names = Object.keys(words).filter((name) => libraries.some((library) => rowOf(library, name)));
  return table(
    ['', ...libraries.map(({ library }) => `[${plain(library)}](${anchor(library)})`)],
    names.map((name) => [plain(words[name] ?? name), ...libraries.map((each) => value(rowOf(each, name)))]),
  );
}

/** 0 is no limit at all; absent is nothing that it minds. */
function value(row: Row<unknown> | undefined): string {
  if (!row) return '-';
  return row.value === 0 ? 'any' : plain(String(row.value).replaceAll('-', ' '));
}

function sources(library: Personality): string {
  const words: Readonly<Record<string, string>> = { ...handshakeWords, ...verificationWords };
  const rows = Object.keys(words).flatMap((name) => {
    const row = rowOf(library, name);
    if (!row) return [];
    const sure = row.confidence === 'none' ? 'unknown' : row.confidence;
    return [[plain(words[name] ?? name), value(row), sure, plain(row.source)]];
  });
  return blocks(
    `### ${plain(library.library)}`,
    `${code(library.id)}`,
    table(['row', 'value', 'confidence', 'source'], rows),
  );
}
