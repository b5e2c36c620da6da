/**
 * openapi.yaml is what is served, and every verdict and problem fits it.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { toAscii } from '../src/adapters/to-ascii.ts';
import { observationSchema } from '../src/core/observation.ts';
import { rules } from '../src/core/rules/catalogue.ts';
import { createApp } from '../src/http/app.ts';
import { createCertificateJudge } from '../src/service.ts';
import { apollo } from './fixtures/certificates/apollo.ts';
import { ask, forEachHost, townService } from './town.ts';

const document = parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'openapi', ...document });

/** What is wrong with a value, by a schema of components/schemas; nothing: []. */
function faults(schema: string, value: unknown): unknown[] {
  const validate = ajv.getSchema(`openapi#/components/schemas/${schema}`);
  if (validate === undefined) throw new Error(`no schema ${schema}`);
  return validate(value) ? [] : (validate.errors ?? []);
}

const { observe, probe, context } = townService();
const app = createApp({
  probe,
  judgeCertificate: createCertificateJudge(context),
  toAscii,
  report: (error) => {
    throw error;
  },
});

describe('openapi.yaml', () => {
  test('is the document that is served', async () => {
    expect(await (await app.request('/openapi.json')).json()).toEqual(document);
  });

  test('refuses what is no verdict, so that the tests below can fail', () => {
    expect(faults('Verdict', { status: 'fine' })).not.toEqual([]);
  });

  test('fits the verdict of every badmx host', { timeout: 120_000 }, async () => {
    const names = inject('town').hosts.map(({ name }) => name);
    const misfits = await forEachHost(names, async (name) => {
      const response = await app.request(`/probe?host=${name}`);
      const wrong = faults('Verdict', await response.json());
      return response.status === 200 && wrong.length === 0 ? [] : [{ name, status: response.status, wrong }];
    });
    expect(misfits.flat()).toEqual([]);
  });

  test('knows every rule id, and refuses one that no rule has', () => {
    const ids = rules.map(({ id }) => id);
    expect(document.components.schemas.RuleId.enum).toEqual(ids);
    for (const id of ids) expect(faults('RuleId', id)).toEqual([]);
    expect(faults('RuleId', 'cert.nope')).not.toEqual([]);
    for (const schema of ['Finding', 'Rule']) {
      expect(document.components.schemas[schema].properties.id).toEqual({
        $ref: '#/components/schemas/RuleId',
      });
    }
  });

  test('fits the judgement of a certificate', async () => {
    const response = await app.request('/certificates/judge', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pem: apollo, host: 'demeter.retrohack.com' }),
    });
    expect(faults('CertificateVerdict', await response.json())).toEqual([]);
  });

  test('fits an observation, and zod reads it back unchanged', async () => {
    const observation = JSON.parse(JSON.stringify(await observe(ask('sts.badmx.test'))));
    expect(faults('Observation', observation)).toEqual([]);
    expect(observationSchema.parse(observation)).toEqual(observation);
  });

  test.each(['/probe', '/probe?host=a.test&x=1', '/nothing'])('fits the problem of %s', async (path) => {
    expect(faults('Problem', await (await app.request(path)).json())).toEqual([]);
  });

  test.each([
    ['/senders', 'senders', 'Sender'],
    ['/rules', 'rules', 'Rule'],
  ])('fits %s', async (path, key, schema) => {
    const body = (await (await app.request(path)).json()) as Record<string, unknown[]>;
    expect(body[key]?.length).toBeGreaterThan(0);
    expect(body[key]?.flatMap((entry) => faults(schema, entry))).toEqual([]);
  });
});
