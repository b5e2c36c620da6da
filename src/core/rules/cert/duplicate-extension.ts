/**
 * The server's certificate has one extension twice (RFC 5280 §4.2). Some libraries refuse to read it, whether they verify or not.
 */
import { librariesThat } from '../../tls-libraries/catalogue.ts';
import { chainPlaces } from '../places.ts';
import { type Citation, type Rule, rfc } from '../rule.ts';
import { newRequest, signAsServer } from './new-certificate.ts';

const goIssue: Citation = { title: 'golang/go#50988', url: 'https://github.com/golang/go/issues/50988' };

const gnutlsText = 'Duplicate extension in X.509 certificate.';

export const duplicateExtension: Rule = {
  id: 'cert.duplicate-extension',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'The certificate has an extension twice',
  explanation:
    'One extension stands in the certificate two times, which the standard forbids. GnuTLS (so Exim on Debian and Ubuntu) and Go refuse to read it and break the handshake off even where nobody verifies: ' +
    'those senders deliver in cleartext or not at all. OpenSSL reads it, and trusts it in no chain.',
  fix: 'Have the certificate issued again. With your own authority look for an extension that both the request (copy_extensions) and the authority add, most often subjectAltName or authorityKeyIdentifier.',
  fixes: [newRequest, signAsServer],
  citations: [rfc(5280, '4.2'), goIssue],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const twice = chain.leaf.faults.flatMap(({ code, oid }) =>
        code === 'duplicate-extension' && oid !== undefined ? [oid] : [],
      );
      if (twice.length === 0) return [];
      const refusedBy = librariesThat((personality) => personality.duplicateExtension?.value === 'refused');
      return [{ subject, evidence: { extensions: twice, refusedBy, gnutls: [gnutlsText] } }];
    }),
};
