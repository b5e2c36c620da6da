/**
 * A text that holds no certificate in PEM: what does it hold instead, and how does it become one? (RFC 7468) Asked only when nothing was found,
 * so that who pasted the wrong file is told which one it is. Nothing of the text is repeated: it may be a secret.
 */

/** By the label of a PEM block. */
const labels: readonly (readonly [pattern: RegExp, detail: string])[] = [
  [
    /BEGIN (?:PKCS7|CMS)/,
    'it is PKCS #7, not single certificates: openssl pkcs7 -in FILE -print_certs -out chain.pem',
  ],
  [
    /BEGIN (?:NEW )?CERTIFICATE REQUEST/,
    'it is a request for a certificate: the answer of the authority is wanted',
  ],
  [/BEGIN [A-Z ]*PUBLIC KEY/, 'it is a public key, without a certificate around it'],
  [/BEGIN X509 CRL/, 'it is a list of revoked certificates'],
  [/BEGIN PGP/, 'it is of OpenPGP, not of X.509'],
  [/BEGIN (?:DH|EC) PARAMETERS/, 'it is parameters of a key exchange'],
];

/**
 * Say what a text without a certificate is.
 *
 * @returns a sentence that names the way to a PEM chain, where there is one
 */
export function describeStranger(text: string): string {
  if (text.trim() === '') return 'it is empty';
  if (text.includes('B\0E\0G\0I\0N')) {
    return 'it is in UTF-16, as PowerShell and Notepad write: iconv -f UTF-16 -t UTF-8 FILE > chain.pem (PowerShell: Get-Content FILE | Set-Content -Encoding ascii chain.pem)';
  }
  const known = labels.find(([pattern]) => pattern.test(text));
  if (known) return known[1];
  // SEQUENCE, its length, then what reading bytes as text made of the rest (X.690 §8.9).
  if (/^0[\x80-\x84\ufffd]/.test(text)) {
    return 'it looks like DER, not PEM: openssl x509 -inform DER -in FILE -out chain.pem (PKCS #7: openssl pkcs7 -inform DER -in FILE -print_certs -out chain.pem; PKCS #12: openssl pkcs12 -in FILE -nokeys -out chain.pem)';
  }
  if (/^[A-Za-z0-9+/=\s]{64,}$/.test(text)) {
    return 'it is bare base64: put the lines -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- around it';
  }
  return 'no BEGIN CERTIFICATE line';
}

/** A private key, of whatever kind, also where it is encrypted. */
export function holdsPrivateKey(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----/.test(text);
}
