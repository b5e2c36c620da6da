/**
 * 163 more servers, one of each pattern of outcomes among 404 that were thought up to find overfitting, each held against what the real senders did with it.
 * What a profile learned from one scenario has to hold in another. Only an unknown that is listed here may stand in place of an outcome.
 */
import { describe, expect, test } from 'vitest';
import measured from '../../fixtures/senders/further.json' with { type: 'json' };
import certificates from '../../fixtures/senders/further-certificates.json' with { type: 'json' };
import observations from '../../fixtures/senders/further-observations.json' with { type: 'json' };
import { compare } from './recorded.ts';

const unknownCells: Readonly<Record<string, number>> = {
  // Our client has none of these ciphers, so it cannot see the session over them.
  cam: 8,
  aria: 9,
  'd-cam': 7,
  's-cam': 7,
  // Those who throw away what came along with the 220 shake hands; when this was observed, our client took it for the answer to its hello.
  inject: 14,
  // A refusal of an empty sender may have any reason.
  'plain-550': 20,
  // Exim races the demand for a client certificate.
  cc13only: 3,
  // dma with TLS says STARTTLS whatever is offered; the probe does not.
  'kw-x': 1,
  // dma was seen to hang and to bounce.
  'abrupt-tlsclose': 1,
  // How long the look-up took to fail tells dma's resolver apart, and was not noted when this was observed.
  'd-bogus-a': 2,
  'bogus-a-mx2': 2,
  'bogus-a': 2,
  'mx-loop': 2,
  // One-shot clients were given a name that the probe did not find.
  'd-bogus-mx': 4,
};

/** OpenSMTPD 6.8 reads no common name beside an address; nothing but its word rests on that. */
const unsaidWords: Readonly<Record<string, readonly string[]>> = {
  'san-ip-cn-right': ['opensmtpd: undefined'],
};

describe('predicted = recorded', () => {
  test.each(Object.entries(measured))('%s', (scenario, { senders }) => {
    expect(compare({ certificates, observations }, scenario, senders)).toEqual({
      wrong: [],
      words: unsaidWords[scenario] ?? [],
      unknown: unknownCells[scenario] ?? 0,
    });
  });
});
