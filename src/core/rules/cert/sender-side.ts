/**
 * What a sender's administrator can do while the receiver's certificate is not mended, in words that several rules share. Each says whether
 * it was tried or is documented, and its price.
 */

/** For what a verifying sender refuses, whatever the reason. */
export const withoutAuthentication =
  'Documented in postconf(5), smtp_tls_policy_maps: on Postfix the entry "example.org encrypt" (the mail domain), in a table that is asked before the MTA-STS resolver, sends to this domain encrypted and without looking at the certificate. ' +
  'The price: whoever can redirect the connection can read the mail. Take it out again when the certificate is mended.';

/** For a name that does not fit. */
export const anotherName =
  'Documented in postconf(5), smtp_tls_policy_maps: on Postfix the entry "example.org secure match=NAME" (the mail domain, and a name that the certificate does have), in a table that is asked before the MTA-STS resolver, ' +
  'accepts that name for this domain. The price: that NAME is the right one rests on your word, and the entry must go when the certificate changes.';

/** For a link that is not sent. */
export const ownIntermediate =
  'Documented in postconf(5): on Postfix the missing certificate, added to smtp_tls_CAfile, completes the chain. The price: the authority it names is trusted for every host, and the file must be kept up by hand.';
