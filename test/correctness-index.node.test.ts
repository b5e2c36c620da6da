/** Every sentence of the acceptance list has a test that names its number in a title: C1 to C73 and C93 to C95; the gaps are intended. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const gaps = [60, 69];
const numbers = [...Array.from({ length: 73 }, (_, index) => index + 1), 93, 94, 95].filter(
  (number) => !gaps.includes(number),
);

const root = new URL('.', import.meta.url).pathname;
const titles = globSync('**/*.test.ts', { cwd: root })
  .filter((file) => !file.startsWith('correctness-index'))
  .flatMap((file) => readFileSync(`${root}${file}`, 'utf8').split('\n'))
  .filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line))
  .flatMap((line) => line.match(/'[^']*'|`[^`]*`|"[^"]*"/g) ?? [])
  .join('\n');

test.each(numbers.map((number) => [`C${number}`]))('%s has a test', (number) => {
  expect(new RegExp(`\\b${number}\\b`).test(titles)).toBe(true);
});

test('a number that nobody names would be missed', () => {
  expect(/\bC999\b/.test(titles)).toBe(false);
});
