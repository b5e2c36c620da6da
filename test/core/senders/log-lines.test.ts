/**
 * The log line of every recorded failure, held against what the software wrote: addresses, times, queue ids and recipients aside, the
 * predicted line stands in the recorded log, or the sender's row says how many do not. A line that is no longer told fails as a new one does.
 */
import { expect, test } from 'vitest';
import certificates from '../../fixtures/senders/certificates.json' with { type: 'json' };
import logs from '../../fixtures/senders/logs.json' with { type: 'json' };
import observations from '../../fixtures/senders/observations.json' with { type: 'json' };
import { predictionsFor } from './recorded.ts';

interface Tally {
  /** Word for word. */
  readonly told: number;
  /** Another line was predicted. */
  readonly other: number;
  /** No line was predicted. */
  readonly silent: number;
}

const expected: Readonly<Record<string, Tally>> = {
  dma: { told: 9, other: 0, silent: 1 },
  'dma-tls': { told: 15, other: 0, silent: 2 },
  exim: { told: 18, other: 0, silent: 0 },
  'exim-noad': { told: 11, other: 0, silent: 0 },
  'exim-nodane': { told: 11, other: 0, silent: 0 },
  'exim-trixie': { told: 17, other: 1, silent: 0 },
  go: { told: 8, other: 0, silent: 47 },
  msmtp: { told: 18, other: 6, silent: 34 },
  nodemailer: { told: 7, other: 0, silent: 47 },
  opensmtpd: { told: 11, other: 0, silent: 0 },
  'opensmtpd-trixie': { told: 11, other: 0, silent: 0 },
  'postfix-dane': { told: 22, other: 0, silent: 0 },
  'postfix-may': { told: 16, other: 0, silent: 0 },
  'postfix-sts': { told: 24, other: 0, silent: 0 },
  'postfix-trixie-dane': { told: 22, other: 0, silent: 0 },
  'postfix-trixie-may': { told: 16, other: 0, silent: 0 },
  'postfix-trixie-sts': { told: 24, other: 0, silent: 0 },
  'python-smtplib': { told: 8, other: 0, silent: 46 },
  sendmail: { told: 20, other: 0, silent: 0 },
  'sendmail-clear': { told: 11, other: 0, silent: 0 },
  'sendmail-dane-trixie': { told: 27, other: 0, silent: 0 },
  'sendmail-sts': { told: 27, other: 1, silent: 0 },
  'sendmail-sts-trixie': { told: 27, other: 1, silent: 0 },
};

const masked = (line: string): string => line.replaceAll(/\d+\.\d+\.\d+\.\d+/g, '{ip}');

function tally(): Record<string, Tally> {
  const tallies: Record<string, { told: number; other: number; silent: number }> = {};
  for (const [scenario, senders] of Object.entries(logs)) {
    const prediction = predictionsFor({ certificates, observations }, scenario);
    for (const [sender, lines] of Object.entries(senders)) {
      const { log, first } = prediction(sender);
      if (first === 'unknown') continue;
      const row = tallies[sender] ?? { told: 0, other: 0, silent: 0 };
      tallies[sender] = row;
      if (log === undefined) row.silent++;
      else if (lines.some((line: string) => line.includes(masked(log)))) row.told++;
      else row.other++;
    }
  }
  return tallies;
}

test('predicted lines are recorded ones', () => {
  expect(tally()).toEqual(expected);
});
