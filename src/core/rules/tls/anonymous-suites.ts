/**
 * Suites without a certificate (C96; RFC 7672 §8.2).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated, offeredSuites } from './enumerated.ts';

export const anonymousSuites: Rule = {
  id: 'tls.anonymous-suites',
  severity: 'info',
  acts: 'nobody',
  title: 'Anonymous suites are on offer',
  explanation:
    'The server accepts cipher suites without a certificate. Senders that do not verify lose nothing by them, and those that verify do not offer them: opportunistic TLS without a certificate is as good as with one that nobody checks.',
  fix: 'Nothing needs to be done. Postfix offers them on purpose, and uses them between servers that do not verify.',
  citations: [rfc(7672, '8.2'), rfc(7435, '3')],
  find: (facts) => findEnumerated(facts, (found) => offeredSuites(found, (name) => /_anon_/.test(name))),
};
