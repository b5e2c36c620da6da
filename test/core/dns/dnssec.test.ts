import { describe, expect, test } from 'vitest';
import { type DnsOutcome, dnsOutcomes } from '../../../src/core/dns/answer.ts';
import { isConclusive, judgeDnssec } from '../../../src/core/dns/dnssec.ts';

const conclusive: DnsOutcome[] = ['answer', 'no-data', 'name-error'];

describe('C9: four DNSSEC states', () => {
  test.each(conclusive)('%s is secure with AD, insecure without', (outcome) => {
    expect(judgeDnssec({ outcome, ad: true })).toBe('secure');
    expect(judgeDnssec({ outcome, ad: false })).toBe('insecure');
  });

  test.each(conclusive)('SERVFAIL that becomes %s with CD set is bogus', (uncheckedOutcome) => {
    expect(judgeDnssec({ outcome: 'servfail', ad: false, uncheckedOutcome })).toBe('bogus');
  });

  test.each([undefined, ...dnsOutcomes.filter((outcome) => !conclusive.includes(outcome))])(
    'SERVFAIL that with CD set ends in %s is indeterminate',
    (uncheckedOutcome) => {
      expect(judgeDnssec({ outcome: 'servfail', ad: false, uncheckedOutcome })).toBe('indeterminate');
    },
  );

  test.each(dnsOutcomes.filter((outcome) => !conclusive.includes(outcome)))(
    'C10: %s is indeterminate, whatever its AD bit says',
    (outcome) => {
      expect(judgeDnssec({ outcome, ad: true })).toBe('indeterminate');
      expect(isConclusive(outcome)).toBe(false);
    },
  );
});
