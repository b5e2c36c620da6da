/** What a sender's description says beside its tables. */
import { expect, test } from 'vitest';
import { describeSender, describeSenders } from '../../../src/core/senders/describe.ts';

test('habits are told with the source that they come from', () => {
  expect(describeSender('postfix-sts-3.10')?.behaviour?.habits).toEqual([
    { habit: 'takes STARTTLS= for an offer', from: ['lab'], confidence: 'measured' },
    {
      habit: 'throws away text that comes behind the 220 to STARTTLS',
      from: ['lab'],
      confidence: 'measured',
    },
    {
      habit: 'says HELO where a firewall has blotted out the greeting',
      from: ['lab'],
      confidence: 'measured',
    },
    {
      habit: 'reads MTA-STS records and policies as postfix-mta-sts-resolver does',
      from: ['resolver', 'responder'],
      confidence: 'measured',
    },
    { habit: 'bounces at a null MX beside others', from: ['lab'], confidence: 'measured' },
  ]);
});

test('every habit is a sentence that follows "it", and some sender has it', () => {
  const all = describeSenders().flatMap(({ behaviour }) => behaviour?.habits ?? []);
  expect(new Set(all.map(({ habit }) => habit)).size).toBe(23);
  for (const { habit, from } of all) {
    expect(habit).toMatch(/^[a-z]+s /);
    expect(from?.length).toBeGreaterThan(0);
  }
});
