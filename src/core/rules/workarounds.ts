/**
 * What a sender's administrator can do while the receiver is not mended. One entry a way, shared by the rules whose defect it gets round;
 * an id is never renamed. `tried-in-lab` is said where test/fixtures/senders/workarounds.json has a record that it works, and of nothing else.
 */
import type { Workaround } from './remedies.ts';

const lab = 'test/lab/senders';
const postfix = `${lab}, Postfix 3.7 of Debian 12, under MTA-STS and DANE`;
const table = 'in a table of smtp_tls_policy_maps';

/** For what a verifying sender refuses, whatever the reason. */
export const postfixPolicyMapEncrypt: Workaround = {
  id: 'postfix-policy-map-encrypt',
  software: 'Postfix',
  steps: `exempt the mail domain from verification ${table}, before the MTA-STS resolver where there is one; postmap it:`,
  lines: ['smtp_tls_policy_maps = hash:/etc/postfix/tls_policy', 'example.org encrypt'],
  price:
    'mail to it is still encrypted or waits, but whoever can redirect the connection can read it. Take the entry out again when the receiver is mended.',
  basis: 'tried-in-lab',
  source: postfix,
};

/** For DANE that can't be looked up or does not fit, and where the receiver's TLS is out of order as well. */
export const postfixPolicyMapMay: Workaround = {
  id: 'postfix-policy-map-may',
  software: 'Postfix',
  steps: `exempt the mail domain from every promise about TLS ${table}, before the MTA-STS resolver where there is one; postmap it:`,
  lines: ['smtp_tls_policy_maps = hash:/etc/postfix/tls_policy', 'example.org may'],
  price: 'TLS to this domain is neither verified nor demanded: mail may go in clear.',
  basis: 'tried-in-lab',
  source: postfix,
};

/** For a name that the promise does not fit, where the certificate is one of a trusted authority. */
export const postfixPolicyMapSecure: Workaround = {
  id: 'postfix-policy-map-secure',
  software: 'Postfix',
  steps: `name the certificate that is accepted for the mail domain ${table}, before the MTA-STS resolver where there is one; postmap it:`,
  lines: [
    'smtp_tls_policy_maps = hash:/etc/postfix/tls_policy',
    'example.org secure match=host.provider.example',
  ],
  price:
    'that the name is the right one rests on your word, and the entry must go when the certificate changes.',
  basis: 'tried-in-lab',
  source: postfix,
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
  basis: 'tried-in-lab',
  source: `${lab}, Exim 4.96 of Debian 12; the string as such with gnutls-cli 3.7.9 in test/lab/libraries`,
};

/** For a name that fits by a wildcard alone. */
export const sendmailStsNoSanTest: Workaround = {
  id: 'sendmail-sts-no-san-test',
  software: "Sendmail 8.17 and 8.18 with FEATURE(`sts')",
  steps:
    'in sendmail.mc (an empty second argument, or the map that you have there), then rebuild sendmail.cf and restart:',
  lines: ["FEATURE(`sts', , `NO_SAN_TST')dnl"],
  price: 'no name is checked under any MTA-STS policy.',
  basis: 'tried-in-lab',
  source: `${lab}, Sendmail 8.17 of Debian 12`,
};
