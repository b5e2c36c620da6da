/** What workerd lacks is written down for docs/tls.md; a change either way fails here. */
import { expect, test } from 'vitest';
import lacks from '../../vectors/tls/runtime-lacks.json' with { type: 'json' };
import { lackingHere } from './runtime-lacks.ts';

test('workerd lacks what docs/tls.md says', () => {
  expect(lackingHere()).toEqual(lacks.workerd);
});
