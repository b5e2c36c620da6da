/** What caIssuers URLs serve (RFC 5280 §4.2.2.1), and where a chain says that its missing link is. */
import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { readIssuerDocument } from '../../../src/core/x509/issuer-document.ts';
import { missingLinkUrls } from '../../../src/core/x509/missing-links.ts';
import { toPem } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import { intermediateDer, issue, newKey, parse, rootDer } from '../rules/issue.ts';

/** PKCS #7 certs-only (RFC 5652 §5.1). */
function bagOf(...certificates: readonly Uint8Array[]): Uint8Array {
  const data = der.sequence(der.objectIdentifier('1.2.840.113549.1.7.1'));
  const list = certificates.length > 0 ? [der.explicit(0, ...certificates)] : [];
  const signed = der.sequence(der.integer(1), der.set(), data, ...list, der.set());
  return der.sequence(der.objectIdentifier('1.2.840.113549.1.7.2'), der.explicit(0, signed));
}

describe('readIssuerDocument', () => {
  it.each([
    ['a certificate', intermediateDer, [intermediateDer]],
    ['PEM', asciiBytes(toPem(intermediateDer, rootDer)), [intermediateDer, rootDer]],
    ['a bag', bagOf(intermediateDer, rootDer), [intermediateDer, rootDer]],
  ])('takes %s', (_title, bytes, expected) => {
    expect(readIssuerDocument(bytes)).toEqual({ ok: true, value: expected });
  });

  it('takes four of a bag, and leaves out what is no certificate', () => {
    const read = readIssuerDocument(bagOf(der.sequence(), ...new Array<Uint8Array>(6).fill(rootDer)));
    expect(read.ok && read.value.length).toBe(4);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a page', asciiBytes('<html></html>')],
    ['an empty bag', bagOf()],
    ['half a PEM', asciiBytes('-----BEGIN CERTIFICATE-----\nAAAA')],
    ['a certificate and more', Uint8Array.from([...intermediateDer, 0])],
  ])('refuses %s', (_title, bytes) => {
    expect(readIssuerDocument(bytes).ok).toBe(false);
  });

  it('never throws at a truncated bag', () => {
    const bag = bagOf(intermediateDer);
    for (let i = 0; i < bag.length; i++) expect(readIssuerDocument(bag.subarray(0, i)).ok).toBe(false);
  });
});

describe('missingLinkUrls', () => {
  const url = 'http://ca.example.net/i.cer';
  const leaf = parse(issue({ issuerUrl: url }));
  const intermediate = parse(intermediateDer);
  const nobody = () => false;

  it('asks where the leaf says, when its issuer was not sent', () => {
    expect(missingLinkUrls([leaf], nobody)).toEqual([url]);
    expect(missingLinkUrls([leaf, parse(rootDer)], nobody)).toEqual([url]);
  });

  it('asks nothing where the chain is whole, known, or says nothing', () => {
    expect(missingLinkUrls([leaf, intermediate, parse(rootDer)], nobody)).toEqual([]);
    expect(missingLinkUrls([leaf], (issuer) => issuer.join() === leaf.issuer.rdns.join())).toEqual([]);
    expect(missingLinkUrls([leaf, intermediate], nobody)).toEqual([]);
    expect(missingLinkUrls([parse(issue({ issuerUrl: 'ldap:///CN=CA' }))], nobody)).toEqual([]);
    expect(missingLinkUrls([], nobody)).toEqual([]);
  });

  it('ends where two authorities vouch for each other', () => {
    const ca = { authority: {}, names: [] } as const;
    const [a, b] = [newKey(), newKey()];
    const one = issue({
      ...ca,
      subject: 'A',
      subjectKey: a.publicKey,
      issuer: 'B',
      issuerKey: b,
      issuerUrl: url,
    });
    const other = issue({ ...ca, subject: 'B', subjectKey: b.publicKey, issuer: 'A', issuerKey: a });
    const last = issue({ issuer: 'A', issuerKey: a });
    expect(missingLinkUrls([last, one, other].map(parse), nobody)).toEqual([]);
  });
});
