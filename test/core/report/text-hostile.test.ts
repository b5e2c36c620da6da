import { expect, test } from 'vitest';
import { renderText } from '../../../src/core/report/text.ts';
import { verdict } from '../../http/verdict-fixture.ts';

test('no field of a verdict moves the cursor or forges a line, not even names and addresses', () => {
  const evil = 'a\u001b[2J\u0007\nOK\u202e';
  const text = JSON.stringify(verdict)
    .replaceAll('example.test', JSON.stringify(evil).slice(1, -1))
    .replaceAll('192.0.2.1', JSON.stringify(evil).slice(1, -1));
  const lines = renderText(JSON.parse(text), { width: 80 }).split('\n');
  expect(lines.filter((line) => /[\p{Cc}\p{Cf}]/u.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('OK'))).toEqual([]);
});
