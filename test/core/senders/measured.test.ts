/**
 * Every scenario of the laboratory, against every sender that was run through it: predicted = recorded, first attempt, retry and the
 * sender's own word (test/fixtures/senders). Only an unknown that is listed here may stand in place of an outcome.
 */
import { describe, expect, test } from 'vitest';
import certificates from '../../fixtures/senders/certificates.json' with { type: 'json' };
import measured from '../../fixtures/senders/measured.json' with { type: 'json' };
import observations from '../../fixtures/senders/observations.json' with { type: 'json' };
import { compare, standsFor } from './recorded.ts';

/** What the observation does not decide, or not for this sender; everything else is predicted, and right. */
const unknownCells: Readonly<Record<string, number>> = {
  // One-shot clients are given a mail host's name, which a failed MX look-up does not tell.
  'bogus-mx': 4,
  // nodemailer takes one of two addresses by chance.
  'mx-two-a-one-refused': 1,
};

/** Sendmail 8.18 carries the DANE result of the first mail host over to the second, which has no TLSA record. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  'dane-311-alert-mx2-healthy': ['sendmail-dane-trixie: verify=OK'],
};

describe('predicted = recorded', () => {
  test.each(Object.entries(measured))('%s', (scenario, { senders }) => {
    expect(compare({ certificates, observations }, scenario, senders)).toEqual({
      wrong: [],
      words: otherWords[scenario] ?? [],
      unknown: unknownCells[scenario] ?? 0,
    });
  });

  test('every measured sender has a profile', () => {
    const senders = new Set(Object.values(measured).flatMap((row) => Object.keys(row.senders)));
    expect([...senders].filter((name) => !standsFor.has(name))).toEqual([]);
    expect(senders.size).toBe(23);
  });
});
