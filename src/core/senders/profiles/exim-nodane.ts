/**
 * Exim with hosts_try_dane empty, or with a resolver whose answers it does not trust (no `options trust-ad`): TLSA is never asked for.
 */
import type { SenderProfile } from '../profile.ts';
import { exim } from './exim.ts';

const { dane: _dane, tlsUnderPolicy: _policy, logUnderPolicy: _log, ...rest } = exim;

export const eximNoDane: SenderProfile = {
  ...rest,
  id: 'exim-nodane',
  name: 'Exim 4.96 with GnuTLS, without DANE',
  shortName: 'Exim without DANE',
  versions: '4.96 (GnuTLS 3.7)',
  measuredAs: ['exim-nodane', 'exim-noad'],
};
