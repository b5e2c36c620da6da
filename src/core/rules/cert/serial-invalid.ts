/**
 * A serial number that is zero, negative or over 20 octets (RFC 5280 §4.1.2.2). Harmless to most; a few libraries refuse to read it.
 */
import { chainPlaces } from '../places.ts';
import { type Citation, type Rule, rfc } from '../rule.ts';
import { subjectOf } from './chain-problems.ts';
import { newRequest, signAsServer } from './new-certificate.ts';

const goRelease: Citation = {
  title: 'Go 1.23 release notes, crypto/x509: negative serial numbers',
  url: 'https://go.dev/doc/go1.23#cryptox509pkgcryptox509',
};

/** Of a chain, from the server's own on: a peer chose how many there are. */
const looked = 10;

export const serialInvalid: Rule = {
  id: 'cert.serial-invalid',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The serial number is not one',
  explanation:
    'A certificate in the chain has a serial number that is zero, negative or longer than 20 bytes. OpenSSL and GnuTLS do not mind; senders written in Go (since 1.23) can not read a certificate with a negative one, ' +
    'and break the handshake off whether they verify or not.',
  fix: 'Have the certificate issued again. With your own authority let the tool choose a random serial number (openssl: rand_serial = yes).',
  fixes: [newRequest, signAsServer],
  citations: [rfc(5280, '4.1.2.2'), goRelease],
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      place.chain.certificates.slice(0, looked).flatMap((certificate, position) =>
        certificate.faults
          .filter(({ code }) => code === 'serial-not-positive' || code === 'serial-too-long')
          .map(({ code, detail }) => ({
            subject: subjectOf(place, certificate),
            evidence: { position, code, detail },
          })),
      ),
    ),
};
