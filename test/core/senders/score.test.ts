/** The score that docs/senders.md prints is the one that the recorded rows give. */
import { expect, test } from 'vitest';
import certificates from '../../fixtures/senders/certificates.json' with { type: 'json' };
import further from '../../fixtures/senders/further.json' with { type: 'json' };
import furtherCertificates from '../../fixtures/senders/further-certificates.json' with { type: 'json' };
import furtherObservations from '../../fixtures/senders/further-observations.json' with { type: 'json' };
import measured from '../../fixtures/senders/measured.json' with { type: 'json' };
import observations from '../../fixtures/senders/observations.json' with { type: 'json' };
import score from '../../fixtures/senders/score.json' with { type: 'json' };
import variationCertificates from '../../fixtures/senders/variation-certificates.json' with { type: 'json' };
import variationObservations from '../../fixtures/senders/variation-observations.json' with { type: 'json' };
import variations from '../../fixtures/senders/variations.json' with { type: 'json' };
import { compare, type Packed, type Recorded } from './recorded.ts';

type Rows = Readonly<Record<string, { readonly senders: Readonly<Record<string, Recorded>> }>>;

function scoreOf(packed: Packed, rows: Rows) {
  const total = { servers: 0, cells: 0, right: 0, wrong: 0, unknown: 0 };
  for (const [scenario, { senders }] of Object.entries(rows)) {
    const { wrong, unknown } = compare(packed, scenario, senders);
    const cells = Object.keys(senders).length;
    total.servers++;
    total.cells += cells;
    total.wrong += wrong.length;
    total.unknown += unknown;
    total.right += cells - wrong.length - unknown;
  }
  return total;
}

test('the score is as printed', () => {
  expect({
    measured: scoreOf({ certificates, observations }, measured),
    variations: scoreOf(
      { certificates: variationCertificates, observations: variationObservations },
      variations,
    ),
    further: scoreOf({ certificates: furtherCertificates, observations: furtherObservations }, further),
  }).toEqual(score);
}, 60_000);
