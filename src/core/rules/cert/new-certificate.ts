/**
 * How another certificate is come by, software by software: a request, an authority of one's own, certbot, Active Directory.
 */
import type { Fix } from '../remedies.ts';

const openssl = 'openssl 3.0 of Debian 12, test/lab/libraries';

/** A key and a request for a certificate as every sender takes it. */
export const newRequest: Fix = {
  software: 'OpenSSL',
  steps: 'Make a new key and a request for the authority, and look at it:',
  lines: [
    'openssl req -new -newkey rsa:2048 -noenc -keyout mx.key -out mx.csr -subj /CN=mx.example.org -addext subjectAltName=DNS:mx.example.org',
    'openssl req -in mx.csr -noout -text',
  ],
  basis: 'tried-in-lab',
  source: openssl,
};

export const newCertbotKey: Fix = {
  software: 'certbot',
  steps: 'Get a certificate for a new key:',
  lines: ['certbot certonly --cert-name mx.example.org --key-type ecdsa --new-key --force-renewal'],
  basis: 'documentation',
  source: 'certbot --help all; certbot user guide, "Using ECDSA keys"',
};

/** Every extension that a server certificate wants, from an authority of one's own. */
export const signAsServer: Fix = {
  software: 'OpenSSL',
  steps: 'With an authority of your own, sign the request with the extensions of a server, and look at them:',
  lines: [
    "printf '%s\\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature,keyEncipherment extendedKeyUsage=serverAuth subjectAltName=DNS:mx.example.org subjectKeyIdentifier=hash authorityKeyIdentifier=keyid > server.ext",
    'openssl x509 -req -sha256 -days 90 -in mx.csr -CA ca.pem -CAkey ca.key -extfile server.ext -out cert.pem',
    'openssl x509 -in cert.pem -noout -ext basicConstraints,keyUsage,extendedKeyUsage,subjectAltName',
  ],
  basis: 'tried-in-lab',
  source: openssl,
};

/** An authority of Active Directory. */
export const adcsTemplate: Fix = {
  software: 'Microsoft AD CS',
  steps:
    'In the certificate template (certtmpl.msc), tab Extensions: under Key Usage tick "Digital signature" and "Allow key exchange only with key encryption", under Application Policies keep "Server Authentication"; enroll again.',
  basis: 'documentation',
  source: 'Microsoft: Certificate template concepts in Windows Server',
};

/** The name of the mail host among the names. */
export const addName: Fix = {
  software: 'certbot',
  steps: 'Name every host that the certificate is to cover; the old ones too:',
  lines: ['certbot certonly --cert-name mx.example.org -d mx.example.org -d mail.example.org'],
  basis: 'documentation',
  source: 'certbot user guide, "Changing a certificate\'s domains"',
};

/** The data of a record "3 1 1" for a key that no public authority vouches for. */
export const daneRecord: Fix = {
  software: 'OpenSSL',
  steps: 'The data of a DANE record "3 1 1" at _25._tcp.mx.example.org, for the certificate as it is:',
  lines: [
    'openssl x509 -in cert.pem -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256',
  ],
  basis: 'tried-in-lab',
  source: openssl,
};

export const withoutMustStaple: readonly Fix[] = [
  {
    software: 'certbot',
    steps:
      'Get it again without --must-staple, and take must_staple out of the renewal configuration if it is there:',
    lines: ['certbot certonly --cert-name mx.example.org --force-renewal'],
    basis: 'documentation',
    source: 'certbot --help all, --must-staple',
  },
  {
    software: 'Exim',
    steps: 'Or staple: a file with the answer, fetched anew by a job before it ends:',
    lines: ['tls_ocsp_file = /etc/exim4/ocsp.der'],
    basis: 'documentation',
    source: 'Exim specification, tls_ocsp_file',
  },
];
