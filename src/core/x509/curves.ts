/**
 * The elliptic curves that certificates name (RFC 5480 §2.1.1.1, RFC 5639, SEC 2): IANA group name where there is one, and size of the field.
 * Most are in no use; they are known so that a weak one is called weak, and not unreadable. X9.62's own binary curves are left out.
 */
const sec2 = '1.3.132.0.';
const brainpool = '1.3.36.3.3.2.8.1.1.';
const x962 = '1.2.840.10045.3.1.';

/** By OID. */
export const curves: Readonly<Record<string, readonly [name: string, bits: number]>> = {
  [`${x962}1`]: ['secp192r1', 192],
  [`${x962}7`]: ['secp256r1', 256],
  [`${sec2}6`]: ['secp112r1', 112],
  [`${sec2}7`]: ['secp112r2', 112],
  [`${sec2}28`]: ['secp128r1', 128],
  [`${sec2}29`]: ['secp128r2', 128],
  [`${sec2}9`]: ['secp160k1', 160],
  [`${sec2}8`]: ['secp160r1', 160],
  [`${sec2}30`]: ['secp160r2', 160],
  [`${sec2}31`]: ['secp192k1', 192],
  [`${sec2}32`]: ['secp224k1', 224],
  [`${sec2}33`]: ['secp224r1', 224],
  [`${sec2}10`]: ['secp256k1', 256],
  [`${sec2}34`]: ['secp384r1', 384],
  [`${sec2}35`]: ['secp521r1', 521],
  [`${sec2}4`]: ['sect113r1', 113],
  [`${sec2}5`]: ['sect113r2', 113],
  [`${sec2}22`]: ['sect131r1', 131],
  [`${sec2}23`]: ['sect131r2', 131],
  [`${sec2}1`]: ['sect163k1', 163],
  [`${sec2}2`]: ['sect163r1', 163],
  [`${sec2}15`]: ['sect163r2', 163],
  [`${sec2}24`]: ['sect193r1', 193],
  [`${sec2}25`]: ['sect193r2', 193],
  [`${sec2}26`]: ['sect233k1', 233],
  [`${sec2}27`]: ['sect233r1', 233],
  [`${sec2}3`]: ['sect239k1', 239],
  [`${sec2}16`]: ['sect283k1', 283],
  [`${sec2}17`]: ['sect283r1', 283],
  [`${sec2}36`]: ['sect409k1', 409],
  [`${sec2}37`]: ['sect409r1', 409],
  [`${sec2}38`]: ['sect571k1', 571],
  [`${sec2}39`]: ['sect571r1', 571],
  [`${brainpool}1`]: ['brainpoolP160r1', 160],
  [`${brainpool}3`]: ['brainpoolP192r1', 192],
  [`${brainpool}5`]: ['brainpoolP224r1', 224],
  [`${brainpool}7`]: ['brainpoolP256r1', 256],
  [`${brainpool}9`]: ['brainpoolP320r1', 320],
  [`${brainpool}11`]: ['brainpoolP384r1', 384],
  [`${brainpool}13`]: ['brainpoolP512r1', 512],
};
