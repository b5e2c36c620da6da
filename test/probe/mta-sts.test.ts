/** Behind which records a policy is fetched: those that count, and those that only some senders take for one (RFC 8461 §3.1). */
import { expect, test } from 'vitest';
import { Deadline, defaultBudgets, Gate } from '../../src/probe/budgets.ts';
import type { ProbeContext } from '../../src/probe/context.ts';
import { observeMtaSts } from '../../src/probe/mta-sts.ts';
import { txtAnswer } from '../core/mta-sts/txt-answer.ts';

async function isFetched(...texts: string[]): Promise<boolean> {
  const context: Pick<ProbeContext, 'resolve' | 'gate' | 'deadline'> & {
    ports: Pick<ProbeContext['ports'], 'fetchPolicy'>;
  } = {
    resolve: async (name) => txtAnswer(name, ...texts.map((text) => [text])),
    gate: new Gate(1),
    deadline: new Deadline(() => 0, defaultBudgets),
    ports: { fetchPolicy: async (url) => ({ url, outcome: 'connect-failure', detail: '' }) },
  };
  return (await observeMtaSts('example.test', context as unknown as ProbeContext)).fetch !== undefined;
}

test.each([
  [['v=STSv1; id=1;'], true],
  [['v=STSv1; id=2026-01-01;'], true],
  [[`v=STSv1; id=${'1'.repeat(40)};`], true],
  [['v=STSv1 ; id=1'], true],
  [['v=STSv1; id'], true],
  [['v=STSv1;'], false],
  [['id=1; v=STSv1;'], false],
  [['v=STSv1; id=a-b;', 'v=STSv1; id=1;'], false],
  [['v=spf1 -all'], false],
])('%j: %s', async (texts, fetched) => {
  expect(await isFetched(...texts)).toBe(fetched);
});
