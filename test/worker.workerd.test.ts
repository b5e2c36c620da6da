/**
 * The Worker entry as it is deployed: in production it may not dial port 25, so it asks its vantages; a lab lets it dial itself.
 */
import { describe, expect, inject, test } from 'vitest';
import { type Verdict, verdictSchema } from '../src/core/report/schema.ts';
import worker from '../src/worker.ts';

const town = inject('town');
const production = { DOH_URL: town.dohUrl, ROOTS_PEM: town.rootsPem };
const vantages = (...urls: string[]) => JSON.stringify(urls.map((url, i) => ({ id: `vantage-${i}`, url })));

async function probe(path: string, env: Record<string, string>): Promise<Verdict> {
  const response = await worker.fetch(new Request(`https://probe.test${path}`), env);
  expect(response.status).toBe(200);
  return verdictSchema.parse(await response.json());
}

describe('without a vantage', () => {
  test('port 25 is egress-blocked and indeterminate, never "no STARTTLS"', async () => {
    const verdict = await probe('/probe?host=far.test', { DOH_URL: town.farDohUrl });
    expect(verdict.status).toBe('indeterminate');
    expect(verdict.findings.map(({ id }) => id)).toEqual(['probe.egress-blocked']);
    expect(new Set(verdict.senders.map(({ final }) => final))).toEqual(new Set(['unknown']));
    expect(verdict.mx[0]?.addresses[0]?.smtp.starttls).toBe('unknown');
  });

  test('special addresses are not dialled', async () => {
    const verdict = await probe('/probe?host=healthy.badmx.test', production);
    expect(verdict.status).toBe('indeterminate');
    expect(verdict.mx[0]?.addresses[0]?.unknown).toMatchObject({ reason: 'special-address' });
  });

  test('there is no /observe', async () => {
    const response = await worker.fetch(new Request('https://probe.test/observe?host=a.test'), production);
    expect(response.status).toBe(404);
  });
});

describe('with vantages', () => {
  const env = { ...production, VANTAGE_TOKEN: town.vantage.token };

  test.each(['healthy', 'no-starttls', 'expired', 'null-mx'])(
    'judges what the vantage saw of %s',
    async (defect) => {
      const announced = town.hosts.find(({ name }) => name === `${defect}.badmx.test`);
      const verdict = await probe(`/probe?host=${defect}.badmx.test`, {
        ...env,
        VANTAGES: vantages(town.vantage.url),
      });
      expect(verdict.status).toBe(announced?.expect.status);
      expect(verdict.findings[0]?.id ?? null).toBe(announced?.expect.worstRule);
      expect(verdict.vantage).toMatchObject({ id: 'vantage-0', runtime: 'node' });
    },
  );

  test('asks the next one where the first is down', async () => {
    const VANTAGES = vantages('http://127.0.0.1:1', town.vantage.url);
    const verdict = await probe('/probe?host=healthy.badmx.test', { ...env, VANTAGES });
    expect(verdict).toMatchObject({ status: 'ok', vantage: { id: 'vantage-1' } });
  });

  test.each([
    ['is down', 'http://127.0.0.1:1', town.vantage.token],
    ['refuses the token', town.vantage.url, 'another token'],
    ['answers something else', town.dohUrl, town.vantage.token],
  ])('says so where the only vantage %s', async (_, url, token) => {
    const verdict = await probe('/probe?host=healthy.badmx.test', {
      ...production,
      VANTAGE_TOKEN: token,
      VANTAGES: vantages(url),
    });
    expect(verdict.status).toBe('indeterminate');
    expect(verdict.routing).toMatchObject({
      kind: 'unknown',
      detail: expect.stringContaining('vantage-0: '),
    });
  });
});

describe('settings', () => {
  test.each([
    [{ DOH_URL: 'http://resolver.test/dns-query' }, /DOH_URL/],
    [{ VANTAGES: '[' }, /VANTAGES/],
    [{ VANTAGES: vantages('https://vantage.test') }, /VANTAGE_TOKEN/],
    [{ ALLOW_SPECIAL_ADDRESSES: 'yes' }, /ALLOW_SPECIAL_ADDRESSES/],
    [{ ROOTS_PEM: 'no PEM' }, /ROOTS_PEM/],
  ])('%j is refused by name', (env, message) => {
    expect(() => worker.fetch(new Request('https://probe.test/healthz'), env)).toThrow(message);
  });
});
