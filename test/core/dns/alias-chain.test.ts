import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followAliases } from '../../../src/core/dns/alias-chain.ts';

const own = (owner: string, data: string, ttlSeconds = 300) => ({ owner, data, ttlSeconds });
const question = { name: 'a.test', type: 'A' } as const;

describe('followAliases', () => {
  test('takes the records at the end of the chain, and no others', () => {
    const chain = followAliases(question, {
      aliases: [own('b.test', 'c.test', 20), own('a.test', 'b.test', 60), own('x.test', 'y.test', 1)],
      records: [own('c.test', '192.0.2.1'), own('a.test', '192.0.2.2', 5), own('other.test', '192.0.2.3', 5)],
    });
    expect(chain).toEqual({
      ok: true,
      value: {
        cnames: [
          { from: 'a.test', to: 'b.test' },
          { from: 'b.test', to: 'c.test' },
        ],
        records: [own('c.test', '192.0.2.1')],
        ttlSeconds: 20,
      },
    });
  });

  test('gives no TTL where there is nothing', () => {
    expect(followAliases(question, { aliases: [], records: [] })).toEqual({
      ok: true,
      value: { cnames: [], records: [], ttlSeconds: null },
    });
  });

  test('does not follow the alias that was asked for', () => {
    const chain = followAliases(
      { name: 'a.test', type: 'CNAME' },
      { aliases: [own('a.test', 'b.test')], records: [own('a.test', 'b.test')] },
    );
    expect(chain).toMatchObject({ ok: true, value: { cnames: [], records: [{ data: 'b.test' }] } });
  });

  test.each([
    ['to itself', [own('a.test', 'a.test')]],
    ['over two names', [own('a.test', 'b.test'), own('b.test', 'a.test')]],
    ['behind the first name', [own('a.test', 'b.test'), own('b.test', 'c.test'), own('c.test', 'b.test')]],
  ])('names a loop %s', (_, aliases) => {
    expect(followAliases(question, { aliases, records: [] })).toEqual({ ok: false, error: 'alias-loop' });
  });

  test('follows 16 aliases and refuses the 17th', () => {
    const aliases = Array.from({ length: 17 }, (_, i) =>
      own(i === 0 ? 'a.test' : `n${i}.test`, `n${i + 1}.test`),
    );
    expect(followAliases(question, { aliases: aliases.slice(0, 16), records: [] })).toMatchObject({
      ok: true,
    });
    expect(followAliases(question, { aliases, records: [] })).toEqual({
      ok: false,
      error: 'alias-chain-too-long',
    });
  });

  test('ends on every set of aliases', () => {
    const name = fc.constantFrom('a.test', 'b.test', 'c.test', 'd.test');
    const alias = fc.tuple(name, name).map(([from, to]) => own(from, to));
    fc.assert(
      fc.property(fc.array(alias, { maxLength: 12 }), (aliases) => {
        const chain = followAliases(question, { aliases, records: [own('d.test', '192.0.2.1')] });
        if (chain.ok) expect(chain.value.cnames.length).toBeLessThanOrEqual(3);
        else expect(chain.error).toBe('alias-loop');
      }),
    );
  });
});
