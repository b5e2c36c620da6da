/** C41: where TLSA records are published, the certificates of other kinds of keys are asked for, and nowhere else. Against badmx. */
import { expect, test } from 'vitest';
import { keyKindOf, keyKinds } from '../src/core/tls/key-hellos.ts';
import { ask, townService } from './town.ts';

const { observe } = townService();

test('C41: with TLSA records each kind that was not shown, once, with SNI', { timeout: 20_000 }, async () => {
  const { hosts } = await observe(ask('dane.badmx.test'));
  const [seen] = hosts[0]?.addresses ?? [];
  const [first] = seen?.sessions.flatMap(({ handshake }) => handshake ?? []) ?? [];
  const shown = first && keyKindOf(first);
  const asked = seen?.otherKeys?.map(({ handshake }) => [handshake?.hello, handshake?.serverName]);
  expect(asked).toEqual(
    keyKinds.filter((kind) => kind !== shown).map((kind) => [`only-${kind}`, 'mx.dane.badmx.test']),
  );
});

test.each(['healthy.badmx.test', 'dane-unsigned.badmx.test'])(
  'not for %s',
  { timeout: 20_000 },
  async (name) => {
    const { hosts } = await observe(ask(name));
    expect(hosts[0]?.addresses[0]).toBeDefined();
    expect(hosts[0]?.addresses[0]).not.toHaveProperty('otherKeys');
  },
);
