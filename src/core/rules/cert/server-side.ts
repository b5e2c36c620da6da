/**
 * How a certificate, its chain and its key are put on a mail server, software by software: what several rules of this area share.
 * Where nothing is said of a software, the rule's general fix is all there is to do.
 */
import type { Fix } from '../remedies.ts';

const openssl = 'openssl 3.0 of Debian 12, test/lab/libraries';

/** The server's certificate first, then the intermediates, no root. */
export const installChain: readonly Fix[] = [
  {
    software: 'Postfix',
    steps: 'In main.cf, the key first (Postfix 3.4 and later), then reload:',
    lines: [
      'smtpd_tls_chain_files = /etc/ssl/private/mx.key, /etc/ssl/certs/fullchain.pem',
      'postfix reload',
    ],
    basis: 'tried-in-lab',
    source: 'Postfix 3.7 of Debian 12, test/lab/servers/postfix.sh',
  },
  {
    software: 'Exim',
    steps:
      'In the main section of its configuration (Debian: the macros MAIN_TLS_CERTIFICATE and MAIN_TLS_PRIVATEKEY, then update-exim4.conf):',
    lines: ['tls_certificate = /etc/exim4/fullchain.pem', 'tls_privatekey = /etc/exim4/mx.key'],
    basis: 'tried-in-lab',
    source: 'Exim 4.96 of Debian 12, test/lab/servers/exim.sh',
  },
  {
    software: 'Sendmail',
    steps:
      "As built by default it reads one certificate from confSERVER_CERT and completes the chain from confCACERT: put the intermediate there. Builds with _FFR_TLS_USE_CERTIFICATE_CHAIN_FILE (Fedora's, Gentoo's) take the whole chain in confSERVER_CERT. Rebuild sendmail.cf and restart.",
    lines: [
      "define(`confSERVER_CERT', `/etc/mail/certs/cert.pem')dnl",
      "define(`confSERVER_KEY', `/etc/mail/certs/mx.key')dnl",
      "define(`confCACERT', `/etc/mail/certs/intermediate.pem')dnl",
    ],
    basis: 'documentation',
    source: 'cf/README, "STARTTLS"; sendmail/tls.c',
  },
  {
    software: 'Exchange and the SMTP server of Windows',
    steps:
      'Schannel takes the intermediate from the store of the machine, so import it there, then restart the transport service:',
    lines: [
      'Import-Certificate -FilePath intermediate.cer -CertStoreLocation Cert:\\LocalMachine\\CA',
      'Restart-Service MSExchangeTransport',
    ],
    basis: 'documentation',
    source: 'Microsoft: Import-Certificate (PKI module)',
  },
  {
    software: 'certbot',
    steps: 'Name fullchain.pem, not cert.pem, in the configuration of the mail server:',
    lines: ['/etc/letsencrypt/live/mx.example.org/fullchain.pem'],
    basis: 'documentation',
    source: 'certbot user guide, "Where are my certificates?"',
  },
];

/** A chain file, looked at and put together. */
export const lookAtChain: Fix = {
  software: 'OpenSSL',
  steps: 'Put the file together, see in which order it is, and check it against the roots of the machine:',
  lines: [
    'cat cert.pem intermediate.pem > fullchain.pem',
    'openssl crl2pkcs7 -nocrl -certfile fullchain.pem | openssl pkcs7 -print_certs -noout',
    'openssl verify -CAfile /etc/ssl/certs/ca-certificates.crt -untrusted intermediate.pem cert.pem',
  ],
  basis: 'tried-in-lab',
  source: openssl,
};

/** Renewed on disk is not yet renewed on the wire. */
export const loadRenewed: readonly Fix[] = [
  {
    software: 'Postfix',
    steps: 'It reads certificates when a process starts:',
    lines: ['postfix reload'],
    basis: 'documentation',
    source: 'TLS_README, "Server-side certificate and private key configuration"',
  },
  {
    software: 'Sendmail',
    steps: 'It reads certificates at start, so restart the daemon:',
    lines: ['systemctl restart sendmail'],
    basis: 'documentation',
    source: 'Sendmail Installation and Operation Guide, "STARTTLS"',
  },
  {
    software: 'Exchange',
    steps: 'Give the new certificate to SMTP by its thumbprint, and restart the transport service:',
    lines: [
      'Enable-ExchangeCertificate -Thumbprint THUMBPRINT -Services SMTP',
      'Restart-Service MSExchangeTransport',
    ],
    basis: 'documentation',
    source: 'Microsoft: Enable-ExchangeCertificate',
  },
  {
    software: 'certbot',
    steps:
      'Renew, and let it reload the mail server from now on (with a record "3 1 1" in DANE, add --reuse-key):',
    lines: ["certbot renew --deploy-hook 'systemctl reload postfix'"],
    basis: 'documentation',
    source: 'certbot user guide, "Renewing certificates"',
  },
];

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
