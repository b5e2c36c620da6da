/** The hellos that the lab recorded of each sender (test/fixtures/senders/recorded) are those of the profiles that stand for it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/base/text.ts';
import { findExtension, writeClientHello } from '../../../src/core/tls/client-hello.ts';
import { profileOf } from '../../lab/senders/recorded.ts';
import type { Recording } from '../../lab/senders/result.ts';
import { capturedHello, madeHello, sorted } from './made-hello.ts';

const folder = join(import.meta.dirname, '../../fixtures/senders/recorded');
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording)
  .filter(({ hellos }) => hellos !== undefined);

/** GnuTLS since 3.8.1 shuffles its extensions. */
const shuffles = ({ software }: Recording): boolean => 'libgnutls30t64' in software;

const cases = recordings.flatMap((recording) => {
  const profile = profileOf(recording.sender);
  return Object.entries(recording.hellos).map(([kind, hex]) => {
    const use = kind === 'policy' ? (profile?.tlsUnderPolicy ?? profile?.tls) : profile?.tls;
    return { name: `${recording.sender}, ${kind}`, use, hex, shuffled: shuffles(recording) };
  });
});

describe('the hello that was recorded is the one of the profile', () => {
  test.each(cases)('$name', ({ use, hex, shuffled }) => {
    if (!use) throw new Error('no profile has TLS for it');
    const hello = capturedHello(hex);
    const made = madeHello(use.hello, hello);
    if (shuffled) expect(sorted(made)).toEqual(sorted(hello));
    else expect(toHex(writeClientHello(made))).toBe(hex);
    expect(findExtension(hello, 'server_name') !== undefined).toBe(use.sni);
  });
});
