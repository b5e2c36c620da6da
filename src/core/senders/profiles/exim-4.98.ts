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
  libraryWords: gnutlsReceivedAlerts,
};
