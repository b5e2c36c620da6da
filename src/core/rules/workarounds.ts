/**
 * What a sender's administrator can do while the receiver is not mended. One entry a way, shared by the rules whose defect it gets round;
 * an id is never renamed. `tried-in-lab` is said where test/lab has a record of it, and of nothing else.
 */
import type { Workaround } from './remedies.ts';

const policyMaps = 'postconf(5), smtp_tls_policy_maps; TLS_README, "Per-destination TLS policy"';

/** For what a verifying sender refuses, whatever the reason. */
export const postfixPolicyMap: Workaround = {
  id: 'postfix-policy-map',
  software: 'Postfix',
  steps:
    'exempt the mail domain from verification in a table of smtp_tls_policy_maps that is asked before the MTA-STS resolver; then postmap it:',
  lines: ['example.org encrypt'],
  price:
    'whoever can redirect the connection can read the mail. Take the entry out again when the receiver is mended.',
  basis: 'documentation',
  source: policyMaps,
};

/** For DANE that can't be looked up, or does not fit. */
export const postfixPolicyMapMay: Workaround = {
  id: 'postfix-policy-map-may',
  software: 'Postfix',
  steps:
    'exempt the mail domain from DANE in a table of smtp_tls_policy_maps until it is mended; then postmap it:',
  lines: ['example.org may'],
  price: 'TLS to this domain is neither verified nor demanded.',
  basis: 'documentation',
  source: policyMaps,
};

/** For a name that does not fit. */
export const postfixPolicyMapMatch: Workaround = {
  id: 'postfix-policy-map-match',
  software: 'Postfix',
  steps:
    'accept, for the mail domain alone, a name that the certificate does have, in a table of smtp_tls_policy_maps that is asked before the MTA-STS resolver; then postmap it:',
  lines: ['example.org secure match=host.provider.example'],
  price:
    'that the name is the right one rests on your word, and the entry must go when the certificate changes.',
  basis: 'documentation',
  source: policyMaps,
};

/** For a link that is not sent. */
export const postfixCaFile: Workaround = {
  id: 'postfix-ca-file',
  software: 'Postfix',
  steps: 'add the missing certificate to the file of smtp_tls_CAfile, which completes the chain; then:',
  lines: ['postfix reload'],
  price: 'the authority it names is trusted for every host, and the file must be kept up by hand.',
  basis: 'documentation',
  source: 'postconf(5), smtp_tls_CAfile',
};

/** For a keyUsage that GnuTLS minds. */
export const eximGnutlsCompat: Workaround = {
  id: 'exim-gnutls-compat',
  software: 'Exim with GnuTLS',
  steps: 'on an smtp transport of its own, used by a router for this domain alone, set:',
  lines: ['tls_require_ciphers = NORMAL:%COMPAT'],
  price: 'laxer checks of TLS for every host behind that transport.',
  basis: 'documentation',
  source:
    'Exim specification, tls_require_ciphers; GnuTLS manual, "Priority Strings", %COMPAT. The string itself completes the handshake with gnutls-cli 3.7.9 in test/lab/libraries',
};

/** For a name that fits by a wildcard alone. */
export const sendmailStsNoSanTest: Workaround = {
  id: 'sendmail-sts-no-san-test',
  software: "Sendmail 8.17 and 8.18 with FEATURE(`sts')",
  steps: 'in sendmail.mc, then rebuild sendmail.cf and restart:',
  lines: ["FEATURE(`sts', , `NO_SAN_TST')"],
  price: 'no name is checked under any MTA-STS policy.',
  basis: 'documentation',
  source: 'cf/README, "STARTTLS: MTA-STS"',
};
