/**
 * Exim 4.98: behaves as 4.96, with a word more in its log; GnuTLS 3.8 shuffles the extensions of its hello.
 */
import { gnutlsReceivedAlerts } from '../library-words/gnutls.ts';
import type { SenderProfile } from '../profile.ts';
import { exim } from './exim.ts';

export const exim498: SenderProfile = {
  ...exim,
  id: 'exim-4.98',
  name: 'Exim 4.98 with GnuTLS, DANE tried',
  shortName: 'Exim 4.98',
  versions: '4.98 (GnuTLS 3.8)',
  measuredAs: ['exim-trixie'],
  sources: {
    ...exim.sources,
    lab: {
      fact: 'what it does at each step, its log, its ClientHello',
      source: 'laboratory: Debian 13, exim4-daemon-heavy 4.98',
      confidence: 'measured',
    },
  },
  libraryWords: gnutlsReceivedAlerts,
};
