/**
 * What client libraries tell their callers of a certificate that is wrong in several ways: the one thing that their library names, as the
 * senders' lab recorded it (the scenario of that name).
 */
import { describe, expect, test } from 'vitest';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { predict } from '../../../src/core/senders/predict.ts';
import { type CertificateOptions, writeCertificate } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import { completed, mailHost, withHandshake } from '../observation-builder.ts';
import { chain, factsUnderRoot, intermediateDer, intermediateKey, issue, newKey } from '../rules/issue.ts';

const oddKey = newKey();

const authority = (subject: string, overrides: Partial<CertificateOptions>) =>
  writeCertificate({
    subject,
    subjectKey: oddKey.publicKey,
    issuer: 'Public Intermediate',
    issuerKey: intermediateKey,
    notBefore: new Date('2026-05-01T00:00:00Z'),
    notAfter: new Date('2026-07-29T23:59:59Z'),
    authority: {},
    keyUsage: ['keyCertSign', 'cRLSign'],
    ...overrides,
  });

/** A permitted dNSName subtree (RFC 5280 §4.2.1.10). */
const permitted = (name: string) => ({
  oid: '2.5.29.30',
  critical: true,
  value: der.sequence(der.explicit(0, der.sequence(der.implicitText(2, name)))),
});

describe('certificates', () => {
  const shown = (certificates: readonly string[], id: string) => {
    const profile = senderProfiles.find((candidate) => candidate.id === id);
    const facts = factsUnderRoot(withHandshake(completed({ certificates: [...certificates] })));
    return profile && predict(facts, [], profile).log;
  };
  const below = (overrides: Partial<CertificateOptions>) =>
    chain(issue({ issuer: 'Odd', issuerKey: oddKey }), authority('Odd', overrides), intermediateDer);
  const pythonSays = (what: string) =>
    `error: SSLCertVerificationError [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ${what} (_ssl.c:992)`;

  test('ku-none: OpenSSL can not read it, whatever else is wrong', () => {
    const odd = chain(issue({ keyUsage: [], keyPurposes: ['clientAuth'] }), intermediateDer);
    expect(shown(odd, 'nodemailer')).toBe('error: ESOCKET unable to verify the first certificate');
    expect(shown(odd, 'python-smtplib')).toBe(pythonSays('unable to get local issuer certificate'));
    const old = chain(issue({ keyUsage: [], notAfter: new Date('2026-05-02T00:00:00Z') }), intermediateDer);
    expect(shown(old, 'nodemailer')).toBe('error: ESOCKET certificate has expired');
  });

  test('issuer-no-certsign: the last word is that of the signatures', () => {
    const odd = below({ keyUsage: ['digitalSignature'] });
    expect(shown(odd, 'nodemailer')).toBe('error: ESOCKET key usage does not include certificate signing');
    expect(shown(odd, 'python-smtplib')).toBe(pythonSays('invalid CA certificate'));
  });

  test('issuer-other-names: Go names the first name that is not permitted', () => {
    const names = ['www.elsewhere.test', mailHost];
    const odd = chain(
      issue({ names, issuer: 'Odd', issuerKey: oddKey }),
      authority('Odd', { extensions: [permitted('elsewhere.test')] }),
      intermediateDer,
    );
    expect(shown(odd, 'go')).toBe(
      `error: x509: a root or intermediate certificate is not authorized to sign for this name: DNS name "${mailHost}" is not permitted by any constraint`,
    );
    expect(shown(odd, 'nodemailer')).toBe('error: ESOCKET permitted subtree violation');
  });
});
