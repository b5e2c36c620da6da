/**
 * The table of our DANE vectors: what is published, what is served, what must come of it (RFC 7671 §5, RFC 7672 §3).
 * Left out since OpenSSL's own runner would not load or would rank them otherwise: unusable records, and two digests of which
 * only the weaker fits (its harness prefers SHA-256); records.test.ts and evaluate.test.ts have those.
 */
import { Extension } from '@peculiar/x509';
import { baseName } from './danetest-format.ts';
import { type Identity, issue, spoilSignature, usages } from './vector-certificates.ts';

interface RowRecord {
  readonly usage: 2 | 3;
  readonly selector: 0 | 1;
  readonly matchingType: 0 | 1 | 2;
  readonly of: Identity;
  /** The data's last bit is changed: it fits nothing. */
  readonly spoilt: boolean;
}

export interface Row {
  readonly title: string;
  readonly records: readonly RowRecord[];
  readonly chain: readonly Identity[];
  readonly result: number;
  readonly depth: number;
  readonly checkNames: boolean;
}

/** X509_V_ERR numbers of OpenSSL 3, for what is to be refused: the first error that it meets. */
const error = {
  none: 0,
  badSignature: 7,
  notYetValid: 9,
  expired: 10,
  pathLength: 25,
  purpose: 26,
  nameConstraint: 47,
  hostname: 62,
  noMatch: 65,
  notCa: 79,
} as const;

type Parameters = readonly [usage: 2 | 3, selector: 0 | 1, matchingType: 0 | 1 | 2];
const eeParameters: readonly Parameters[] = [
  [3, 0, 0],
  [3, 0, 1],
  [3, 0, 2],
  [3, 1, 0],
  [3, 1, 1],
  [3, 1, 2],
];
const taParameters = eeParameters.map(([, selector, type]): Parameters => [2, selector, type]);

const tlsa = (text: string, of: Identity, spoilt = false): RowRecord => {
  const [usage, selector, matchingType] = text.split(' ').map(Number);
  if (usage !== 2 && usage !== 3) throw new TypeError(text);
  if (selector !== 0 && selector !== 1) throw new TypeError(text);
  if (matchingType !== 0 && matchingType !== 1 && matchingType !== 2) throw new TypeError(text);
  return { usage, selector, matchingType, of, spoilt };
};
const spoilt = (text: string, of: Identity) => tlsa(text, of, true);

/** nameConstraints: permitted dNSName example.org alone. */
const onlyExampleOrg = Buffer.concat([Buffer.from('3011a00f300d820b', 'hex'), Buffer.from('example.org')]);

async function identities() {
  const ca = {};
  const sans = [baseName];
  const root = await issue({ name: 'CN=Vector Root', ca });
  const issuer = await issue({ name: 'CN=Vector Issuer', ca, issuer: root });
  const oldRoot = await issue({ name: 'CN=Old Root', ca, years: [2000, 2010] });
  const oldIssuer = await issue({ name: 'CN=Old Issuer', ca, issuer: root, years: [2000, 2010] });
  const noCa = await issue({ name: 'CN=No CA', issuer: root });
  const shortRoot = await issue({ name: 'CN=Short Root', ca: { pathLength: 0 } });
  const longIssuer = await issue({ name: 'CN=One Too Many', ca, issuer: shortRoot });
  const limited = await issue({
    name: 'CN=Limited',
    ca,
    issuer: root,
    extensions: [new Extension('2.5.29.30', true, onlyExampleOrg)],
  });
  const noSign = await issue({ name: 'CN=No Sign', ca, issuer: root, keyUsages: usages.digitalSignature });
  const twin = await issue({ name: 'CN=Vector Issuer', ca, issuer: root });
  const leaf = await issue({ name: `CN=${baseName}`, sans, issuer });
  const selfSigned = await issue({ name: 'CN=self', sans });
  return {
    ...{
      root,
      issuer,
      oldRoot,
      oldIssuer,
      noCa,
      shortRoot,
      longIssuer,
      limited,
      noSign,
      twin,
      leaf,
      selfSigned,
    },
    expired: await issue({ name: 'CN=expired', sans, issuer, years: [2000, 2010] }),
    future: await issue({ name: 'CN=future', sans, issuer, years: [2110, 2120] }),
    otherName: await issue({ name: 'CN=other', sans: ['mail.example.org'], issuer }),
    wildcard: await issue({ name: 'CN=wildcard', sans: [`*.${baseName}`], issuer }),
    manyNames: await issue({ name: 'CN=many', sans: ['a.example.net', 'EXAMPLE.com'], issuer }),
    commonName: await issue({ name: `CN=${baseName}`, issuer }),
    clientOnly: await issue({ name: 'CN=client', sans, issuer, purposes: ['1.3.6.1.5.5.7.3.2'] }),
    rsa: await issue({ name: 'CN=rsa', sans, issuer, algorithm: 'RSA' }),
    ed25519: await issue({ name: 'CN=ed25519', sans, issuer, algorithm: 'Ed25519' }),
    anonymous: await issue({ years: [2000, 2001] }),
    forged: spoilSignature(leaf),
    underOldRoot: await issue({ name: 'CN=under old root', sans, issuer: oldRoot }),
    underOldIssuer: await issue({ name: 'CN=under old issuer', sans, issuer: oldIssuer }),
    underNoCa: await issue({ name: 'CN=under no CA', sans, issuer: noCa }),
    underLong: await issue({ name: 'CN=under one too many', sans, issuer: longIssuer }),
    underLimited: await issue({ name: 'CN=under limited', sans, issuer: limited }),
    underNoSign: await issue({ name: 'CN=under no sign', sans, issuer: noSign }),
    underTwin: await issue({ name: 'CN=under twin', sans, issuer: twin }),
    underRoot: await issue({ name: 'CN=under root', sans, issuer: root }),
  };
}

type Identities = Awaited<ReturnType<typeof identities>>;
type Expectation = readonly [result: number, depth: number];
const row = (
  title: string,
  records: readonly RowRecord[],
  chain: readonly Identity[],
  [result, depth]: Expectation,
  checkNames = false,
): Row => ({ title, records, chain, result, depth, checkNames });

export async function rows(): Promise<readonly Row[]> {
  const all = await identities();
  return [...endEntityRows(all), ...anchorRows(all), ...refusedAnchorRows(all), ...mixedRows(all)];
}

function endEntityRows(id: Identities): Row[] {
  const { leaf, issuer, root } = id;
  const chain = [leaf, issuer, root];
  const alone = (title: string, of: Identity) => row(title, [tlsa('3 1 1', of)], [of], [0, 0]);
  return [
    ...eeParameters.map((each) =>
      row(`${each.join(' ')} of the leaf`, [tlsa(each.join(' '), leaf)], chain, [0, 0]),
    ),
    ...eeParameters.map((each) =>
      row(
        `${each.join(' ')} checks names where told to, and they fit`,
        [tlsa(each.join(' '), leaf)],
        chain,
        [0, 0],
        true,
      ),
    ),
    alone('a leaf alone, its issuers not sent', leaf),
    alone('an expired leaf', id.expired),
    alone('a leaf not yet valid', id.future),
    alone('a self-signed leaf', id.selfSigned),
    alone('a leaf of another name', id.otherName),
    alone('a leaf without any name, long expired', id.anonymous),
    alone('an RSA key', id.rsa),
    alone('an Ed25519 key', id.ed25519),
    alone('a leaf for clients only', id.clientOnly),
    row('a leaf with a broken signature', [tlsa('3 0 1', id.forged)], [id.forged, issuer], [0, 0]),
    row(
      'another name, names checked',
      [tlsa('3 1 1', id.otherName)],
      [id.otherName, issuer],
      [error.hostname, 0],
      true,
    ),
    row('another digest', [spoilt('3 1 1', leaf)], chain, [error.noMatch, -1]),
    row('another certificate', [spoilt('3 0 0', leaf)], chain, [error.noMatch, -1]),
    row("the issuer's key with usage 3", [tlsa('3 1 1', issuer)], chain, [error.noMatch, -1]),
    row("the old key's record after a roll-over", [tlsa('3 1 1', id.rsa)], chain, [error.noMatch, -1]),
    row('roll-over: the second record fits', [tlsa('3 1 1', id.rsa), tlsa('3 1 1', leaf)], chain, [0, 0]),
    row('roll-over: the first record fits', [tlsa('3 1 1', leaf), tlsa('3 1 1', id.rsa)], chain, [0, 0]),
    row('the same record twice', [tlsa('3 1 1', leaf), tlsa('3 1 1', leaf)], chain, [0, 0]),
    row('both digests fit', [tlsa('3 1 1', leaf), tlsa('3 1 2', leaf)], chain, [0, 0]),
    row(
      'a whole key beside a digest that does not fit',
      [spoilt('3 1 2', leaf), tlsa('3 1 0', leaf)],
      chain,
      [0, 0],
    ),
    row(
      'digests of different selectors do not overrule each other',
      [spoilt('3 0 2', leaf), tlsa('3 1 1', leaf)],
      chain,
      [0, 0],
    ),
  ];
}

function anchorRows(id: Identities): Row[] {
  const { leaf, issuer, root } = id;
  const chain = [leaf, issuer, root];
  return [
    ...taParameters.map((each) =>
      row(`${each.join(' ')} of the issuer`, [tlsa(each.join(' '), issuer)], chain, [0, 1]),
    ),
    ...taParameters.map((each) =>
      row(`${each.join(' ')} of the root, sent`, [tlsa(each.join(' '), root)], chain, [0, 2]),
    ),
    row(
      'an intermediate as anchor, what is above it not sent',
      [tlsa('2 0 1', issuer)],
      [leaf, issuer],
      [0, 1],
    ),
    row('a whole root in the record, not sent', [tlsa('2 0 0', root)], [leaf, issuer], [0, 2]),
    row('a whole issuer in the record, the leaf alone', [tlsa('2 0 0', issuer)], [leaf], [0, 1]),
    row("the root's bare key, not sent", [tlsa('2 1 0', root)], [leaf, issuer], [0, 1]),
    row("the issuer's bare key, the leaf alone", [tlsa('2 1 0', issuer)], [leaf], [0, 0]),
    row('the root right above the leaf', [tlsa('2 1 1', root)], [id.underRoot, root], [0, 1]),
    row('issuers in the wrong order', [tlsa('2 1 1', root)], [leaf, root, issuer], [0, 2]),
    row('a stranger among the issuers', [tlsa('2 1 1', root)], [leaf, id.oldRoot, issuer, root], [0, 2]),
    row('an issuer sent twice', [tlsa('2 0 1', root)], [leaf, issuer, issuer, root], [0, 2]),
    row('one of several names, in capitals', [tlsa('2 1 1', issuer)], [id.manyNames, issuer], [0, 1]),
    row('a common name where there is no SAN', [tlsa('2 1 1', issuer)], [id.commonName, issuer], [0, 1]),
    row('an RSA leaf', [tlsa('2 1 1', issuer)], [id.rsa, issuer], [0, 1]),
    row(
      'an expired issuer, not self-issued, as anchor',
      [tlsa('2 1 1', id.oldIssuer)],
      [id.underOldIssuer, id.oldIssuer, root],
      [0, 1],
    ),
    row('a bare key of a self-signed leaf: its own', [tlsa('2 1 0', id.selfSigned)], [id.selfSigned], [0, 0]),
    row('two anchors: the nearer one counts', [tlsa('2 1 1', root), tlsa('2 1 1', issuer)], chain, [0, 1]),
    row('roll-over of issuers', [tlsa('2 1 1', id.twin), tlsa('2 1 1', issuer)], chain, [0, 1]),
  ];
}

function refusedAnchorRows(id: Identities): Row[] {
  const { leaf, issuer, root } = id;
  const under = (title: string, of: Identity, by: Identity, expectation: Expectation, ...above: Identity[]) =>
    row(title, [tlsa('2 1 1', above.at(-1) ?? by)], [of, by, ...above], expectation);
  return [
    row('the hash of a root that is not sent', [tlsa('2 0 1', root)], [leaf, issuer], [error.noMatch, -1]),
    row("the hash of the root's key, not sent", [tlsa('2 1 2', root)], [leaf, issuer], [error.noMatch, -1]),
    row('the hash of an issuer that is not sent', [tlsa('2 0 1', issuer)], [leaf], [error.noMatch, -1]),
    row('the whole leaf with usage 2', [tlsa('2 0 0', leaf)], [leaf, issuer, root], [error.noMatch, -1]),
    row("the leaf's digest with usage 2", [tlsa('2 0 1', leaf)], [leaf, issuer, root], [error.noMatch, -1]),
    row(
      'a self-signed leaf with usage 2',
      [tlsa('2 0 1', id.selfSigned)],
      [id.selfSigned],
      [error.noMatch, -1],
    ),
    row('a bare key that signed nothing', [tlsa('2 1 0', id.twin)], [leaf, issuer], [error.noMatch, -1]),
    row(
      'a whole certificate that issued nothing',
      [tlsa('2 0 0', id.oldRoot)],
      [leaf, issuer],
      [error.noMatch, -1],
    ),
    row('another digest', [spoilt('2 1 1', issuer)], [leaf, issuer, root], [error.noMatch, -1]),
    under('another name', id.otherName, issuer, [error.hostname, 1]),
    under('another name, root as anchor', id.otherName, issuer, [error.hostname, 2], root),
    under('a wildcard does not cover the name above it', id.wildcard, issuer, [error.hostname, 1]),
    under('an expired leaf', id.expired, issuer, [error.expired, 1]),
    under('a leaf not yet valid', id.future, issuer, [error.notYetValid, 1]),
    under('an expired anchor', id.underOldRoot, id.oldRoot, [error.expired, 1]),
    under('an expired issuer below the anchor', id.underOldIssuer, id.oldIssuer, [error.expired, 2], root),
    under('a leaf for clients only', id.clientOnly, issuer, [error.purpose, 1]),
    under('an anchor that is no CA', id.underNoCa, id.noCa, [error.notCa, 1]),
    under('an issuer that is no CA, below the anchor', id.underNoCa, id.noCa, [error.notCa, 2], root),
    under(
      'one issuer more than the anchor allows',
      id.underLong,
      id.longIssuer,
      [error.pathLength, 2],
      id.shortRoot,
    ),
    under(
      'a name that the issuer may not certify',
      id.underLimited,
      id.limited,
      [error.nameConstraint, 2],
      root,
    ),
    under('a name that the anchor may not certify', id.underLimited, id.limited, [error.nameConstraint, 1]),
    under('a broken signature', id.forged, issuer, [error.badSignature, 1]),
    under("an issuer of the right name with another's key", id.underTwin, issuer, [error.badSignature, 1]),
  ];
}

function mixedRows(id: Identities): Row[] {
  const { leaf, issuer, root } = id;
  const chain = [leaf, issuer, root];
  return [
    row(
      'usage 3 fits, usage 2 too: the leaf counts',
      [tlsa('2 1 1', issuer), tlsa('3 1 1', leaf)],
      chain,
      [0, 0],
    ),
    row('usage 3 does not fit, usage 2 does', [spoilt('3 1 1', leaf), tlsa('2 1 1', issuer)], chain, [0, 1]),
    row('usage 3 fits, usage 2 does not', [spoilt('2 1 1', issuer), tlsa('3 1 1', leaf)], chain, [0, 0]),
    row(
      'usage 3 saves an expired leaf',
      [tlsa('2 1 1', issuer), tlsa('3 1 1', id.expired)],
      [id.expired, issuer],
      [0, 0],
    ),
    row('neither fits', [spoilt('2 1 1', issuer), spoilt('3 1 1', leaf)], chain, [error.noMatch, -1]),
    row(
      'usage 2 fits an expired leaf',
      [spoilt('3 1 1', id.expired), tlsa('2 1 1', issuer)],
      [id.expired, issuer],
      [error.expired, 1],
    ),
  ];
}
