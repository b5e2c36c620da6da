/**
 * Export Diffie-Hellman, or a field of 1,024 bits and less (LOGJAM, CVE-2015-4000).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated, offeredSuites } from './enumerated.ts';

const breakableBits = 1024;

export const logjam: Rule = {
  id: 'tls.logjam',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'Breakable Diffie-Hellman is on offer (LOGJAM)',
  explanation:
    'The server accepts Diffie-Hellman in a field so small that the keys can be computed: export suites with 512 bits, or a field of at most 1024 bits (LOGJAM, CVE-2015-4000). Senders with a modern TLS library refuse such a field and wait, or go on in cleartext.',
  fix: 'Take the export suites out of the cipher list and use ffdhe2048 or larger for DHE (Postfix: leave smtpd_tls_dh1024_param_file at its default).',
  citations: [rfc(7919, '1'), rfc(9325, '4.1')],
  find: (facts) =>
    findEnumerated(facts, (found) => {
      const suites = offeredSuites(found, (name) => /^TLS_(DHE|DH)_[A-Za-z]+_EXPORT/.test(name));
      const dhBits = found.dhBits.filter((bits) => bits <= breakableBits);
      if (!suites && dhBits.length === 0) return undefined;
      return { ...suites, ...(dhBits.length > 0 && { dhBits }) };
    }),
};
