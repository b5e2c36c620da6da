/**
 * Each measured sender's hello, written from its profile, is the one that its software put on the wire: byte for byte, once what each
 * connection makes afresh (random, session id, key shares, server name) is taken from the captured one. Padding has to come out right by itself.
 */
import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/base/text.ts';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { helloTemplate } from '../../../src/core/senders/hellos/template.ts';
import {
  type ClientHello,
  fillTemplate,
  findExtension,
  parseClientHello,
  writeClientHello,
} from '../../../src/core/tls/client-hello.ts';
import captured from '../../vectors/tls/client-hellos.json' with { type: 'json' };
import { bytes } from '../tls/bytes.ts';

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

function capturedHello(name: string): ClientHello {
  const row = captured[name as keyof typeof captured];
  const parsed = parseClientHello(bytes(row.hex));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function filled(hello: ClientHello, template: ReturnType<typeof helloTemplate>): ClientHello {
  const shares = findExtension(hello, 'key_share')?.shares ?? [];
  return fillTemplate(template, {
    random: hello.random,
    sessionId: hello.sessionId,
    serverName: findExtension(hello, 'server_name')?.hostName ?? null,
    shares: new Map(shares.map(({ group, value }) => [group, value])),
  });
}

describe('the hello of a measured profile is the captured one', () => {
  test.each(matched)('%s', (capture, use) => {
    const hello = capturedHello(capture);
    const made = filled(hello, helloTemplate(use.hello));
    if (!shuffled.has(capture)) {
      expect(toHex(writeClientHello(made))).toBe(captured[capture as keyof typeof captured].hex);
      return;
    }
    const sorted = ({ extensions, ...rest }: ClientHello) => ({
      ...rest,
      extensions: extensions?.map((extension) => JSON.stringify(extension)).toSorted(),
    });
    expect(sorted(made)).toEqual(sorted(hello));
  });

  test('and it sends a server name where that sender did', () => {
    for (const [capture, use] of matched) {
      const named = findExtension(capturedHello(capture), 'server_name') !== undefined;
      expect([capture, named]).toEqual([capture, use.sni]);
    }
  });

  test('none of those captured is left out', () => {
    const used = new Set(matched.map(([capture]) => capture));
    expect(Object.keys(captured).filter((name) => !used.has(name))).toEqual([]);
  });
});
