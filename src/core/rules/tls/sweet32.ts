/**
 * Ciphers with blocks of 64 bits (SWEET32, CVE-2016-2183).
 */
import { type Rule, rfc } from '../rule.ts';
import { findEnumerated, offeredSuites } from './enumerated.ts';

export const sweet32: Rule = {
  id: 'tls.sweet32',
  severity: 'info',
  acts: 'mx-operator',
  title: 'Ciphers with 64-bit blocks are on offer (SWEET32)',
  explanation:
    'The server accepts 3DES, DES, IDEA or RC2. After some hundred gigabytes in one session their short blocks begin to repeat (SWEET32, CVE-2016-2183); a mail session never gets near that. It matters only as a sign of an old cipher list.',
  fix: 'Take 3DES and its like out of the cipher list once no old sender needs them: your log tells. While some do, they are better than the cleartext that those senders would fall back to.',
  citations: [rfc(9325, '4.1')],
  find: (facts) =>
    findEnumerated(facts, (found) =>
      offeredSuites(found, (name) => /_(3DES_EDE|DES|DES40|IDEA|RC2)_CBC/.test(name)),
    ),
};
