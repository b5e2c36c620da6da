import { expect, test } from 'vitest';
import { rememberAnswers } from '../../../src/core/dns/evidence.ts';
import { lookupMtaStsRecord, lookupTlsRptRecord } from '../../../src/core/dns/policy-records.ts';
import { makeWorld } from './world.ts';

test('rememberAnswers asks the same question once, at the same time or later, in any spelling', async () => {
  const world = makeWorld({ records: { 'mx.test A': ['192.0.2.1'] } });
  const memory = rememberAnswers(world.resolve);
  const answers = await Promise.all([memory.resolve('mx.test', 'A'), memory.resolve('MX.test.', 'A')]);
  await memory.resolve('mx.test', 'A');
  expect(world.asked).toEqual(['mx.test A']);
  expect(answers[0]).toBe(answers[1]);
});

test('rememberAnswers keeps every answer in the order asked, failures included', async () => {
  const world = makeWorld({
    records: { 'mx.test A': ['192.0.2.1'] },
    failing: { 'mx.test AAAA': 'timeout' },
  });
  const memory = rememberAnswers(world.resolve);
  const slow = memory.resolve('mx.test', 'AAAA');
  expect(memory.answers()).toEqual([]);
  await Promise.all([memory.resolve('mx.test', 'A'), slow, memory.resolve('gone.test', 'MX')]);
  expect(memory.answers().map(({ name, type, outcome }) => `${name} ${type} ${outcome}`)).toEqual([
    'mx.test AAAA timeout',
    'mx.test A answer',
    'gone.test MX name-error',
  ]);
});

test('C49: _mta-sts and _smtp._tls are asked at the exact domain, aliases followed', async () => {
  const world = makeWorld({
    records: {
      '_mta-sts.example.test CNAME': ['_mta-sts.provider.test'],
      '_mta-sts.provider.test TXT': ['v=STSv1; |id=1;'],
      '_smtp._tls.example.test TXT': ['v=TLSRPTv1; rua=mailto:tls@example.test'],
    },
  });
  const sts = await lookupMtaStsRecord(world.resolve, 'example.test');
  const rpt = await lookupTlsRptRecord(world.resolve, 'example.test');
  expect(sts.records).toEqual([{ type: 'TXT', strings: ['v=STSv1; ', 'id=1;'] }]);
  expect(rpt.outcome).toBe('answer');
  expect((await lookupMtaStsRecord(world.resolve, 'sub.example.test')).outcome).toBe('name-error');
});
