/**
 * The smoke set: three senders against eight scenarios afresh, held against the recorded rows. It tells that the drivers work on a clean
 * machine and that the record is what Debian's packages of today do.
 */
import { join } from 'node:path';
import type { Checks } from '../checks.ts';
import { record } from './record.ts';
import { type Recording, readRecording } from './result.ts';
import type { Row } from './rows.ts';

export const smokeSenders = ['postfix-may', 'exim', 'sendmail'];
const scenarios = [
  'healthy',
  'expired',
  'no-starttls',
  'starttls-454',
  'no-usable-cipher',
  'key-usage-cleartext',
  'dane-mismatch',
  'no-such-domain',
];

/** @param lab  the lab's folder: rows go to a scratch folder there */
export async function checkSmoke(checks: Checks, lab: string): Promise<void> {
  const folder = join(lab, 'run', 'smoke');
  const failed = await record({
    senders: smokeSenders,
    scenarios,
    atOnce: 2,
    folder,
    runs: join(folder, 'runs'),
  });
  const recorded = join(import.meta.dirname, '../../fixtures/senders/recorded');
  for (const sender of smokeSenders) {
    const [fresh, before] = [readRecording(folder, sender), readRecording(recorded, sender)];
    const missing = failed.includes(sender) || fresh === undefined || before === undefined;
    for (const id of scenarios) {
      checks.record(
        `${sender} does with ${id} what was recorded`,
        missing ? ['no fresh or no recorded rows'] : differences(id, fresh, before),
      );
    }
  }
}

function differences(id: string, fresh: Recording, before: Recording): string[] {
  const [now, then] = [fresh.rows[id], before.rows[id]].map(told);
  if (now === then && now !== undefined) return [];
  return [`recorded ${then} with ${versions(before)}`, `now ${now} with ${versions(fresh)}`];
}

/** A row without addresses, which follow a scenario's place in the catalogue. */
function told(row: Row | undefined): string | undefined {
  return row && JSON.stringify(row).replaceAll(/\b127\.\d+\.\d+\.\d+\b/g, '{ip}');
}

function versions({ software }: Recording): string {
  return Object.entries(software).flat().join(' ');
}
