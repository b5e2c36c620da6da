/**
 * What is known of the lab's scenarios: those of a raised world (scenarios.json), and what real senders did with them
 * (test/fixtures/senders/recorded, README.md).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import type { SenderProfile } from '../../../src/core/senders/profile.ts';

export interface WorldScenario {
  readonly id: string;
  readonly domain: string;
  readonly what: string;
  readonly chance?: true;
  readonly beyondProbe?: true;
}

export type RecordedRow =
  | { readonly none: string }
  | {
      readonly first: string;
      readonly retry?: string;
      readonly peer?: string;
      readonly log: readonly string[];
      readonly log2?: readonly string[];
    };

export interface Recorded {
  readonly sender: string;
  readonly recordedOn: string;
  readonly rows: Readonly<Record<string, RecordedRow>>;
}

/** The profile that stands for a sender of this lab: it says so in `measuredAs`, or the sender is this lab's alone and has the profile's id. */
export const profileOf = (sender: string): SenderProfile | undefined =>
  senderProfiles.find(({ measuredAs }) => measuredAs.includes(sender)) ??
  senderProfiles.find(({ id }) => id === sender);

/** @throws where the world was not raised in this folder */
export const readScenarios = (folder: string): readonly WorldScenario[] =>
  JSON.parse(readFileSync(join(folder, 'scenarios.json'), 'utf8'));

export function readRecorded(folder: string): readonly Recorded[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Partial<Recorded>)
    .filter((recorded): recorded is Recorded => recorded.sender !== undefined && recorded.rows !== undefined);
}
