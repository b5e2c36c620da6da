/**
 * The main job, end to end, against every host of badmx: status, findings and senders as announced, in Node and in workerd.
 */
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Verdict } from '../src/core/report/schema.ts';
import { ask, forEachHost, townService } from './town.ts';

const { hosts, hostile } = inject('town');
const { probe, budgets } = townService();
const verdicts = new Map<string, { readonly verdict: Verdict; readonly tookMs: number }>();

beforeAll(async () => {
  const names = [...hosts.map(({ name }) => name), ...hostile];
  await forEachHost(names, async (name) => {
    const startedAt = performance.now();
    const verdict = await probe(ask(name));
    verdicts.set(name, { verdict, tookMs: performance.now() - startedAt });
  });
}, 120_000);

describe.each(hosts)('$name', ({ name, expect: announced }) => {
  test('is judged as announced', () => {
    const verdict = verdicts.get(name)?.verdict;
    const senders = Object.fromEntries(
      (verdict?.senders ?? []).map(({ id, first, final }) => [id, { first, final }]),
    );
    expect({
      status: verdict?.status,
      worst: verdict?.findings[0]?.id ?? null,
      findings: verdict?.findings.map(({ id }) => id),
      senders,
    }).toMatchObject({
      status: announced.status,
      worst: announced.worstRule,
      findings: expect.arrayContaining([...announced.findings]),
      senders: announced.senders ?? {},
    });
  });
});

describe.each(hostile)('%s', (name) => {
  test('ends in a verdict that is not ok, within the budget', () => {
    const probed = verdicts.get(name);
    expect(probed?.tookMs).toBeLessThan(budgets.probeMs + 5_000);
    expect(probed?.verdict.status).not.toBe('ok');
    expect(probed?.verdict.mx[0]?.addresses).toHaveLength(1);
  });
});

describe('submission', () => {
  test.each([465, 587] as const)('port %i dials the host itself, without MX', async (port) => {
    const verdict = await probe(ask('healthy.badmx.test', port));
    expect(verdict).toMatchObject({ port, status: 'ok', routing: { kind: 'direct' }, findings: [] });
    expect(verdict.mx[0]?.addresses[0]?.tls).toMatchObject({
      handshake: 'completed',
      trusted: true,
      matched: true,
    });
    expect(verdict.dns.some(({ type }) => type === 'MX')).toBe(false);
  });
});
