/**
 * 134 further servers, thought up after the profiles were written, each held against what the real senders did with it: what a profile
 * learned from one scenario has to hold in another. Only an unknown that is listed here may stand in place of an outcome.
 */
import { describe, expect, test } from 'vitest';
import certificates from '../../fixtures/senders/variation-certificates.json' with { type: 'json' };
import observations from '../../fixtures/senders/variation-observations.json' with { type: 'json' };
import measured from '../../fixtures/senders/variations.json' with { type: 'json' };
import { compare } from './recorded.ts';

const unknownCells: Readonly<Record<string, number>> = {
  // Some senders try HELO after a 451, the probe does not; so what HELO gets was not seen.
  'ehlo-451': 14,
  // Whether a Python script goes on without HELO depends on whether it called ehlo() itself.
  'helo-refused': 1,
  // How long the look-up took to fail tells dma's resolver apart, and was not noted when this was observed.
  'bogus-a': 2,
  'mx1-bogus-a': 2,
  // Our client has none of these ciphers, so it can't see the session over them.
  'tls12-camellia': 8,
  'tls12-aria': 9,
};

describe('predicted = recorded', () => {
  test.each(Object.entries(measured))('%s', (scenario, { senders }) => {
    expect(compare({ certificates, observations }, scenario, senders)).toEqual({
      wrong: [],
      words: [],
      unknown: unknownCells[scenario] ?? 0,
    });
  });
});
