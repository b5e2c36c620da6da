import { expect, test } from 'vitest';
import { toBase64 } from '../src/core/base/text.ts';

test('base64 as RFC 4648 §10 has it', () => {
  expect(toBase64(Uint8Array.from([0x66, 0x6f, 0x6f, 0x62]))).toBe('Zm9vYg==');
});
