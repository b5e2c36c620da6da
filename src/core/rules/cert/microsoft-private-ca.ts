/**
 * Issued by Active Directory Certificate Services inside some network: its issuer and revocation list are where only that network's
 * directory can tell (ldap:), or it carries Microsoft's template extensions ([MS-WCCE] §2.2.2.7).
 */
import type { CertificateFacts } from '../../x509/certificate-facts.ts';
import { chainPlaces } from '../places.ts';
import { type Citation, type Rule, rfc } from '../rule.ts';
import { exchangeConnector } from './server-side.ts';

const templates: Citation = {
  title: '[MS-WCCE] §2.2.2.7 Certificate Request Attributes: template extensions',
  url: 'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-wcce/446a0fca-7f27-4436-965d-191635518466',
};

/** Certificate template name, CA version, certificate template, application policies. */
const microsoftExtensions: readonly string[] = [
  '1.3.6.1.4.1.311.20.2',
  '1.3.6.1.4.1.311.21.1',
  '1.3.6.1.4.1.311.21.7',
  '1.3.6.1.4.1.311.21.10',
];

export const microsoftPrivateCa: Rule = {
  id: 'cert.microsoft-private-ca',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The certificate comes from a private Microsoft authority',
  explanation:
    'The certificate bears the signs of Active Directory Certificate Services: whoever is outside that network can neither fetch its issuer nor learn whether it was revoked. ' +
    "Its templates often leave digitalSignature out, too. Senders that don't verify do not care; those that do, refuse it.",
  fix: 'Use a certificate of a public authority on the port that faces the Internet (Exchange: Enable-ExchangeCertificate -Services SMTP for it, and check TlsCertificateName of the receive connector), and the private one inside.',
  fixes: [exchangeConnector],
  citations: [rfc(5280, '4.2.2.1'), rfc(5280, '4.2.1.13'), templates],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      if (chain.path.anchor?.isPublic) return [];
      const { caIssuers, crlDistributionPoints, extensions } = chain.leaf;
      const found = extensions.map(({ oid }) => oid).filter((oid) => microsoftExtensions.includes(oid));
      const ldapOnly = isLdapOnly(chain.leaf);
      if (!ldapOnly && found.length === 0) return [];
      return [
        {
          subject,
          evidence: {
            ldapOnly,
            caIssuers: [...caIssuers],
            crlDistributionPoints: [...crlDistributionPoints],
            microsoftExtensions: found,
          },
        },
      ];
    }),
};

/** There are locations, and no one without the directory can read them. */
function isLdapOnly({ caIssuers, crlDistributionPoints }: CertificateFacts): boolean {
  const urls = [...caIssuers, ...crlDistributionPoints];
  return urls.length > 0 && urls.every((url) => /^ldaps?:/i.test(url));
}
