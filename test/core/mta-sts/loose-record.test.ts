/** Records as postfix-mta-sts-resolver takes them, each row as its own code was seen to (test/lab/senders: sts-txt-*). */
import { expect, test } from 'vitest';
import { readLooseRecord } from '../../../src/core/mta-sts/loose-record.ts';

test.each([
  [['v=STSv1; id=1;'], '1'],
  [['v=STSv1 ; id=1'], '1'],
  [['v=STSv1; id=2026-01-01;'], '2026-01-01'],
  [['v=STSv1; id'], ''],
  [['v=STSv1; id=;'], ''],
  [['v=STSv1; id=1; id=2'], '2'],
  [['v=spf1 -all', 'v=STSv1; id=1;'], '1'],
  [['v=STSv1;'], undefined],
  [['v=STSv1'], undefined],
  [['v=STSv1, id=1'], undefined],
  [['v=STSv1; id = 1'], undefined],
  [['v=STSv1; ID=1'], undefined],
  [[' v=STSv1; id=1'], undefined],
  [['v=stsv1; id=1'], undefined],
  [['v=STSv10; id=1'], undefined],
  [['v=STSv1; v=STSv2; id=1'], undefined],
  [['v=STSv1; id=1;', 'v=STSv10; id=2;'], undefined],
  [[], undefined],
])('%j: %j', (texts, id) => {
  expect(readLooseRecord(texts)?.id).toBe(id);
});
