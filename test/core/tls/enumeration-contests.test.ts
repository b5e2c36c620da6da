/** Whose order it is, from what won over what. */
import { describe, expect, test } from 'vitest';
import { type Contest, Taste } from '../../../src/core/tls/enumeration-contests.ts';

const [md5, sha1, sha256, sha512] = [1, 2, 3, 4] as const;

type Row = readonly [Contest['offered'], Contest['chosen']];

function taste(...contests: readonly Row[]): Taste {
  const one = new Taste();
  for (const [offered, chosen] of contests) one.note({ offered, chosen });
  return one;
}

describe('what stands in front of the winner is absent', () => {
  test('once the winner has lost to the one that now stands behind it', () => {
    const one = taste([[sha256, sha512, sha1], sha256], [[md5, sha512, sha1, sha256], sha1]);
    expect([...one.absent]).toEqual([md5, sha512]);
    expect(one.isOurs).toBe(true);
  });

  const undecided: readonly [string, readonly Row[]][] = [
    ['when the winner never lost', [[[md5, sha1, sha256], sha1]]],
    [
      'when the favourite wins again',
      [
        [[sha256, sha1], sha256],
        [[md5, sha1, sha256], sha256],
      ],
    ],
    [
      'when the loser stood in front both times',
      [
        [[sha1, sha256], sha256],
        [[md5, sha1, sha256], sha1],
      ],
    ],
    [
      'when the victor is not offered again',
      [
        [[sha256, sha1], sha256],
        [[md5, sha1], sha1],
      ],
    ],
  ];
  test.each(undecided)('but not %s', (_, contests) => {
    const one = taste(...contests);
    expect([[...one.absent], one.isOurs]).toEqual([[], false]);
  });
});

test('a victor is one that stood in front and won', () => {
  const one = taste([[sha256, sha1], sha256]);
  expect([one.victorOver(sha1), one.victorOver(sha256), one.victorOver(md5)]).toEqual([
    sha256,
    undefined,
    undefined,
  ]);
});
