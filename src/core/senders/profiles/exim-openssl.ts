/**
 * Exim with OpenSSL, as Debian's source builds it (OPENSSL=1 in debian/rules): the transport of the other Exim profiles over another library.
 * A session that dies after the handshake is no failure of TLS to it, so there is no cleartext then; DANE is by rules of its own
 * (src/dane-openssl.c, not OpenSSL's), and where no TLSA record is usable its delivery process crashes.
 */

import { opensslLevel2 } from '../../tls-libraries/openssl.ts';
import { openssl30Default, openssl30Exim } from '../hellos/openssl30-default.ts';
import { opensslPrinted } from '../library-words/openssl.ts';
import type { SenderProfile } from '../profile.ts';
import type { Reaction } from '../profile-reactions.ts';
import { exim } from './exim.ts';
import { eximOpensslDaneLog, eximOpensslLog } from './exim-log.ts';

const next: Reaction = { kind: 'next-host' };

export const eximOpenssl: SenderProfile = {
  ...exim,
  id: 'exim-openssl',
  shortName: 'Exim with OpenSSL',
  name: 'Exim 4.96 with OpenSSL, DANE tried',
  versions: '4.96 (OpenSSL 3.0)',
  measuredAs: [],
  tls: { hello: openssl30Exim, personality: opensslLevel2, sni: false },
  tlsUnderPolicy: { hello: openssl30Default, personality: opensslLevel2, sni: true },
  // It asks X509_check_host without partial wildcards (src/tls-openssl.c, verify_callback).
  verification: { when: 'try', name: true, commonName: 'where-no-san' },
  dane: {
    baseDomain: 'expanded',
    hostNameOnly: true,
    insecureMx: 'ignores-tlsa',
    allUnusable: 'crashes',
    digestAgility: 'none',
    malformedDigest: 'never-matches',
    malformedWhole: 'never-matches',
    unknownSelector: 'never-matches',
    anchorsOfItsOwn: true,
  },
  reactions: {
    ...exim.reactions,
    'session-dies': next,
    'late-certificate-demand': next,
  },
  log: eximOpensslLog,
  logUnderPolicy: eximOpensslDaneLog,
  libraryWords: opensslPrinted,
  endlessWaits: {
    'session-timed-out': 'once a TLS 1.3 server has sent a ticket Exim waits without a time limit',
  },
  sources: {
    ...exim.sources,
    lab: {
      fact: 'what it does at each step, its log, its ClientHello',
      source:
        "laboratory: Debian 12, exim4 4.96-15+deb12u10 built from Debian's source with OPENSSL=1, OpenSSL 3.0",
      confidence: 'measured',
    },
    tlsa: {
      fact: 'TLSA of usage 2 or 3 and matching type 0 to 2 counts as usable; what of it is malformed or of another selector matches nothing. Where none is usable Exim crashes over an error text that nobody has set, the message is frozen and no other host is tried',
      source:
        'laboratory: the dane-* servers, built with two sets of compiler flags; why: Exim 4.96, src/tls-openssl.c, dane_tlsa_load, and src/transports/smtp.c, tls_errstr',
      confidence: 'measured',
    },
  },
  from: {
    ...exim.from,
    'reactions.session-dies': 'lab',
    'reactions.ehlo-over-tls-closed': 'transport',
  },
};
