/**
 * Each measured sender's hello, written from its profile, is the one that its software put on the wire: byte for byte, once what each
 * connection makes afresh (random, session id, key shares, server name) is taken from the captured one. Padding has to come out right by itself.
 */
import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/base/text.ts';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { findExtension, writeClientHello } from '../../../src/core/tls/client-hello.ts';
import captured from '../../vectors/tls/client-hellos.json' with { type: 'json' };
import { capturedHello, madeHello, sorted } from './made-hello.ts';

/** GnuTLS since 3.8.1 shuffles its extensions. */
const shuffled = new Set(['exim-trixie', 'exim-trixie.dane']);

/** Which captured hello belongs to which use; `.dane`, `.sts`: under a policy. */
const cases = senderProfiles.flatMap((profile) =>
  profile.measuredAs.flatMap((name) => {
    const underPolicy = profile.tlsUnderPolicy ?? profile.tls;
    return [
      { capture: name, use: profile.tls },
      { capture: `${name}.dane`, use: underPolicy },
      { capture: `${name}.sts`, use: underPolicy },
    ].flatMap(({ capture, use }) => (use ? [[capture, use] as const] : []));
  }),
);
const matched = cases.filter(([capture]) => capture in captured);

function hexOf(name: string): string {
  return captured[name as keyof typeof captured].hex;
}

describe('the hello of a measured profile is the captured one', () => {
  test.each(matched)('%s', (capture, use) => {
    const hello = capturedHello(hexOf(capture));
    const made = madeHello(use.hello, hello);
    if (shuffled.has(capture)) expect(sorted(made)).toEqual(sorted(hello));
    else expect(toHex(writeClientHello(made))).toBe(hexOf(capture));
  });

  test('and it sends a server name where that sender did', () => {
    for (const [capture, use] of matched) {
      const named = findExtension(capturedHello(hexOf(capture)), 'server_name') !== undefined;
      expect([capture, named]).toEqual([capture, use.sni]);
    }
  });

  test('none of those captured is left out', () => {
    const used = new Set(matched.map(([capture]) => capture));
    expect(Object.keys(captured).filter((name) => !used.has(name))).toEqual([]);
  });
});
