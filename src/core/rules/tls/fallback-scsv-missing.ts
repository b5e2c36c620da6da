/**
 * TLS_FALLBACK_SCSV is not understood (RFC 7507).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated } from './enumerated.ts';

export const fallbackScsvMissing: Rule = {
  id: 'tls.fallback-scsv-missing',
  severity: 'info',
  acts: 'mx-operator',
  title: 'Forced downgrades are not noticed',
  explanation:
    'A hello for an older version that is marked as a fallback (TLS_FALLBACK_SCSV) is answered as if it were nothing special. Clients that retry with older versions can then be pushed down by an attacker. Mail senders hardly ever retry like that, and TLS 1.3 protects itself.',
  fix: 'Update the TLS library: OpenSSL has known the mark since 2014. Nothing depends on it in mail today.',
  citations: [rfc(7507, '3')],
  find: (facts) =>
    findEnumerated(facts, ({ fallbackScsv, versions }) =>
      fallbackScsv === 'ignored' ? { versions } : undefined,
    ),
};
