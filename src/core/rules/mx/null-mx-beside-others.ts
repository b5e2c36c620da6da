/**
 * `MX 0 .` beside other MX records: neither a null MX nor a host (RFC 7505 §3; C4).
 */
import { type Rule, rfc } from '../rule.ts';
import { answersFor } from './answers.ts';

export const nullMxBesideOthers: Rule = {
  id: 'mx.null-mx-beside-others',
  severity: 'error',
  acts: 'domain-owner',
  title: 'A null MX stands beside other MX records',
  explanation:
    'An MX record "." means "takes no mail" and must be the only one; here there are others. Most senders skip it and use the rest; some try it first, fail to resolve it and lose time, or return the mail.',
  fix: 'Remove the MX record that points to ".", or, if the domain is not to receive mail, all the others.',
  citations: [rfc(7505, '3')],
  find: (facts) =>
    answersFor(facts, facts.observation.host, ['MX']).flatMap(({ records }) => {
      const mx = records.filter((record) => record.type === 'MX');
      if (mx.length < 2 || !mx.some(({ exchange }) => exchange === '.' || exchange === '')) return [];
      const evidence = { mx: mx.map(({ preference, exchange }) => `${preference} ${exchange || '.'}`) };
      return [{ subject: {}, evidence }];
    }),
};
