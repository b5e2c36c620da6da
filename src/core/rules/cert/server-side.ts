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
    basis: 'tried-in-lab',
    source: 'Postfix 3.7 of Debian 12, test/lab/reload-checks.ts',
  },
  {
    software: 'Exim',
    steps: 'Nothing more to do: it shows a file that was replaced at the next connection.',
    basis: 'tried-in-lab',
    source: 'Exim 4.96 of Debian 12, test/lab/reload-checks.ts',
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

/** Two keys, each with its chain. */
export const bothKeys: readonly Fix[] = [
  {
    software: 'Postfix',
    steps: 'In main.cf, each key before its own chain, then reload:',
    lines: [
      'smtpd_tls_chain_files = /etc/ssl/private/ecdsa.key, /etc/ssl/certs/ecdsa-fullchain.pem, /etc/ssl/private/rsa.key, /etc/ssl/certs/rsa-fullchain.pem',
      'postfix reload',
    ],
    basis: 'documentation',
    source: 'postconf(5), smtpd_tls_chain_files',
  },
  {
    software: 'Exim',
    steps: 'In the main section of its configuration, as lists of the same order:',
    lines: [
      'tls_certificate = /etc/exim4/ecdsa-fullchain.pem : /etc/exim4/rsa-fullchain.pem',
      'tls_privatekey = /etc/exim4/ecdsa.key : /etc/exim4/rsa.key',
    ],
    basis: 'documentation',
    source: 'Exim specification, tls_certificate',
  },
];

/** The certificate of the host's own name for all, and others by the name asked for. */
export const bySni: readonly Fix[] = [
  {
    software: 'Postfix',
    steps:
      'The default in smtpd_tls_chain_files, the others in a table (key and chain a name; postmap -F hash:/etc/postfix/sni):',
    lines: ['tls_server_sni_maps = hash:/etc/postfix/sni'],
    basis: 'documentation',
    source: 'postconf(5), tls_server_sni_maps',
  },
  {
    software: 'Exim',
    steps:
      'A look-up by the name asked for, which yields the default where there is none; the key goes with the certificate:',
    lines: [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Exim's string expansion, not ours
      'tls_certificate = ${lookup{$tls_in_sni}lsearch{/etc/exim4/certificates}{$value}{/etc/exim4/fullchain.pem}}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Exim's string expansion, not ours
      'tls_privatekey = ${lookup{$tls_in_sni}lsearch{/etc/exim4/keys}{$value}{/etc/exim4/mx.key}}',
    ],
    basis: 'documentation',
    source: 'Exim specification, "Use of TLS Server Name Indication"',
  },
];

/** The certificate of the Internet-facing connector. */
export const exchangeConnector: Fix = {
  software: 'Exchange',
  steps: 'Give the public certificate to SMTP, and name it at the connector that faces the Internet:',
  lines: [
    'Enable-ExchangeCertificate -Thumbprint THUMBPRINT -Services SMTP',
    '$cert = Get-ExchangeCertificate -Thumbprint THUMBPRINT',
    'Set-ReceiveConnector \'SERVER\\Default Frontend SERVER\' -TlsCertificateName "<I>$($cert.Issuer)<S>$($cert.Subject)"',
  ],
  basis: 'documentation',
  source: 'Microsoft: Set-ReceiveConnector, TlsCertificateName',
};

/** What a file is, as OpenSSL reads it. */
export const lookAtCertificate: Fix = {
  software: 'OpenSSL',
  steps: 'Look at the file that the server loads:',
  lines: ['openssl x509 -in cert.pem -noout -text'],
  basis: 'tried-in-lab',
  source: openssl,
};
