import { describe, expect, test } from 'vitest';
import { describeRules } from '../../src/core/rules/describe.ts';
import { describeSenders } from '../../src/core/senders/describe.ts';
import { run } from './run-cli.ts';

const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('starttls-probe rules ID', () => {
  test.each(describeRules())('tells all of $id', async (rule) => {
    const { status, stdout } = await run('rules', rule.id);
    expect(status).toBe(0);
    const parts = [rule.id, rule.severity, rule.title, rule.explanation, rule.fix];
    const remedies = [...rule.fixes, ...rule.workarounds].flatMap(
      ({ software, steps, lines = [], source }) => [`${software}: ${steps}`, ...lines, source],
    );
    const prices = rule.workarounds.flatMap(({ id, price }) => [id, price]);
    for (const part of [...parts, ...remedies, ...prices, ...rule.citations.map(({ url }) => url)]) {
      expect(flat(stdout)).toContain(flat(part));
    }
    // A line to copy is not broken, however long.
    for (const line of rule.fixes.flatMap(({ lines = [] }) => lines))
      expect(stdout).toContain(`    ${line}\n`);
  });

  test('--json prints the same as the API', async () => {
    const { stdout } = await run('rules', 'cert.expired', '--json');
    expect(JSON.parse(stdout)).toEqual(describeRules().find(({ id }) => id === 'cert.expired'));
  });
});

describe('starttls-probe senders ID', () => {
  test.each(describeSenders())('tells of $id what it does, and how we know', async (sender) => {
    const { status, stdout } = await run('senders', sender.id);
    expect(status).toBe(0);
    expect(flat(stdout)).toContain(
      sender.behaviour ? 'What it does about a failure:' : 'Nothing is predicted:',
    );
    for (const { fact, source } of sender.sources) {
      expect(flat(stdout)).toContain(flat(`${fact}: ${source}`));
    }
  });

  test('--json prints the same as the API', async () => {
    const { stdout } = await run('senders', 'gmail', '--json');
    expect(JSON.parse(stdout)).toEqual(describeSenders().find(({ id }) => id === 'gmail'));
  });
});

test.each([
  [['rules', 'cert.nope'], 'no rule has the id cert.nope'],
  [['senders', 'nobody'], 'no sender has the id nobody'],
  [['rules', 'cert.expired', 'cert.no-san'], 'one id at a time'],
])('refuses %j with status 64', async (args, sentence) => {
  const { status, stdout, stderr } = await run(...args);
  expect(status).toBe(64);
  expect(stdout).toBe('');
  expect(stderr).toContain(sentence);
});
