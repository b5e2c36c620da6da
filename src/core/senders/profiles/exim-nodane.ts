/**
 * Exim with hosts_try_dane empty, or with a resolver whose answers it does not trust (no `options trust-ad`): TLSA is never asked for.
 */
import type { SenderProfile } from '../profile.ts';
import { exim } from './exim.ts';
import { exim498 } from './exim-4.98.ts';

function withoutDane({
  dane: _dane,
  tlsUnderPolicy: _policy,
  logUnderPolicy: _log,
  ...rest
}: SenderProfile): SenderProfile {
  return rest;
}

export const eximNoDane: SenderProfile = {
  ...withoutDane(exim),
  id: 'exim-nodane',
  name: 'Exim 4.96 with GnuTLS, without DANE',
  shortName: 'Exim without DANE',
  measuredAs: ['exim-nodane', 'exim-noad'],
};

/** Measured with DANE switched on, at hosts without TLSA records. */
export const eximNoDane498: SenderProfile = {
  ...withoutDane(exim498),
  id: 'exim-nodane-4.98',
  name: 'Exim 4.98 with GnuTLS, without DANE',
  shortName: 'Exim 4.98 without DANE',
  sources: {
    ...exim498.sources,
    option: {
      fact: 'with hosts_try_dane empty no TLSA record is asked for; all else is as with it',
      source: 'src/transports/smtp.c, smtp_setup_conn; measured with DANE at hosts without TLSA records',
      confidence: 'source-code',
    },
  },
  from: { ...exim498.from, otherwise: 'option' },
  measuredAs: [],
};
