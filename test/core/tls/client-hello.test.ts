/** parseClientHello and writeClientHello are inverse, on what real senders put on the wire and on what they do not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/base/text.ts';
import {
  extensionTypesOf,
  findExtension,
  parseClientHello,
  writeClientHello,
} from '../../../src/core/tls/client-hello.ts';
import { extensionName, isGrease } from '../../../src/core/tls/code-points.ts';
import { groupName } from '../../../src/core/tls/groups.ts';
import { fillTemplate, templateOf } from '../../../src/core/tls/hello-filling.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { signatureSchemeName } from '../../../src/core/tls/signature-schemes.ts';
import { suiteName } from '../../../src/core/tls/suites.ts';
import captured from '../../vectors/tls/client-hellos.json' with { type: 'json' };
import { bytes } from './bytes.ts';

function parsed(hex: string) {
  const hello = parseClientHello(bytes(hex));
  if (!hello.ok) throw new Error(hello.error);
  return hello.value;
}

const filling = {
  random: new Uint8Array(32).fill(7),
  sessionId: new Uint8Array(32).fill(8),
  serverName: 'mx.example.net',
  shares: new Map(),
};

/** The other decoder leaves newer code points as hex, and shortens one name. */
const named = (values: readonly string[], name: (code: number) => string) =>
  values.map((value) => {
    if (value === 'sct') return 'signed_certificate_timestamp';
    return /^[0-9a-f]{4}$/.test(value) ? name(Number.parseInt(value, 16)) : value;
  });

describe.each(Object.entries(captured))('the hello of %s', (_, sender) => {
  test('is written back byte for byte', () => {
    expect(toHex(writeClientHello(parsed(sender.hex)))).toBe(sender.hex);
  });

  test('reads as an independent decoder read it', () => {
    const hello = parsed(sender.hex);
    const names = (codes: readonly number[] | undefined, name: (code: number) => string) =>
      codes?.filter((code) => !isGrease(code)).map(name) ?? [];
    expect(hello.suites.map((code) => `${code.toString(16).padStart(4, '0')} ${suiteName(code)}`)).toEqual(
      sender.cipher_suites,
    );
    expect(names(findExtension(hello, 'supported_groups')?.groups, groupName)).toEqual(
      named(sender.groups, groupName),
    );
    const shares = findExtension(hello, 'key_share')?.shares.map(({ group }) => group);
    expect(names(shares, groupName)).toEqual(named(sender.key_shares, groupName));
    expect(names(findExtension(hello, 'signature_algorithms')?.schemes, signatureSchemeName)).toEqual(
      named(sender.signature_algorithms, signatureSchemeName),
    );
    expect(extensionTypesOf(hello).map(extensionName)).toEqual(named(sender.extensions, extensionName));
    expect(findExtension(hello, 'server_name')?.hostName ?? null).toBe(sender.sni);
    expect(hello.sessionId).toHaveLength(sender.session_id_len);
  });

  test('can be said again with a name of ours, in the same order', () => {
    const hello = parsed(sender.hex);
    const shares = new Map(
      findExtension(hello, 'key_share')?.shares.map(({ group, value }) => [group, value]) ?? [],
    );
    const { random, sessionId } = hello;
    const serverName = findExtension(hello, 'server_name')?.hostName ?? null;
    const again = fillTemplate(templateOf(hello, 0x0301), { random, sessionId, serverName, shares });
    expect(toHex(writeClientHello(again))).toBe(sender.hex);
  });
});

test('broadHello is written and read back, and names the server where one is given', () => {
  const hello = fillTemplate(broadHello, filling);
  expect(parseClientHello(writeClientHello(hello))).toEqual({ ok: true, value: hello });
  expect(findExtension(hello, 'server_name')?.hostName).toBe('mx.example.net');
  const nameless = fillTemplate(broadHello, { ...filling, serverName: null });
  expect(findExtension(nameless, 'server_name')).toBeUndefined();
});

test('pads a hello of 256 to 511 bytes to 512, where the template says so', () => {
  const extensions = [
    ...(broadHello.extensions ?? []),
    { kind: 'opaque', type: 35, data: new Uint8Array(40) } as const,
    { kind: 'padding', length: 0 } as const,
  ];
  expect(writeClientHello(fillTemplate({ ...broadHello, extensions }, filling))).toHaveLength(512);
});

describe('parseClientHello refuses', () => {
  const good = captured.exim.hex;
  const refused: [string, string][] = [
    ['another message', `02${good.slice(2)}`],
    ['a missing byte', good.slice(0, -2)],
    ['a byte too many', `${good}00`],
    ['an empty input', ''],
    ['an extension block that is too short', good.replace('010000e9', '010000e8')],
  ];
  test.each(refused)('%s', (_, hex) => {
    expect(parseClientHello(bytes(hex)).ok).toBe(false);
  });
});

test('whatever parses is written back byte for byte', () => {
  const originals = Object.values(captured).map(({ hex }) => bytes(hex));
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(fc.tuple(fc.nat(1600), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      (original, edits) => {
        const mutated = original.slice();
        for (const [at, value] of edits) mutated[at % mutated.length] = value;
        const hello = parseClientHello(mutated);
        if (!hello.ok) return;
        accepted++;
        expect(toHex(writeClientHello(hello.value))).toBe(toHex(mutated));
      },
    ),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(100);
});
