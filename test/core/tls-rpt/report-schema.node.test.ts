/** `Accept: application/tlsrpt+json` for every host of badmx: a report by the schema, its counts in order. Ajv compiles code, so Node only. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, inject, test } from 'vitest';
import { toAscii } from '../../../src/adapters/to-ascii.ts';
import type { TlsReport } from '../../../src/core/tls-rpt/report.ts';
import { createApp } from '../../../src/http/app.ts';
import { townService } from '../../town.ts';
import { reportSchema } from './report-schema.ts';

const validate = new Ajv2020({ allErrors: true, formats: { uri: true } }).compile(reportSchema);
const never = (): never => {
  throw new Error('not asked here');
};
const app = createApp({ probe: townService().probe, judgeCertificate: never, toAscii, report: never });

async function reportOn(name: string): Promise<TlsReport> {
  const response = await app.request(`/probe?host=${name}`, {
    headers: { Accept: 'application/tlsrpt+json' },
  });
  expect(response.headers.get('Content-Type')).toBe('application/tlsrpt+json');
  return (await response.json()) as TlsReport;
}

test('the schema refuses what is no report', () => {
  expect(validate({})).toBe(false);
  expect(validate({ policies: [{ policy: { 'policy-type': 'dane' } }] })).toBe(false);
});

describe.concurrent.each(inject('town').hosts)('$name', ({ name }) => {
  test('has a report by the schema', { timeout: 30_000 }, async () => {
    const report = await reportOn(name);
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    for (const { summary, 'failure-details': details = [] } of report.policies) {
      const failed = details.reduce((sum, detail) => sum + detail['failed-session-count'], 0);
      expect(summary['total-failure-session-count']).toBe(failed);
    }
  });
});

test.each([
  ['dane-mismatch.badmx.test', 'tlsa', 'tlsa-invalid'],
  ['dane-bogus.badmx.test', 'tlsa', 'dnssec-invalid'],
  ['sts-self-signed.badmx.test', 'sts', 'certificate-not-trusted'],
  ['sts-policy-404.badmx.test', 'sts', 'sts-policy-fetch-error'],
  ['sts-policy-certificate.badmx.test', 'sts', 'sts-webpki-invalid'],
])('C70 %s is reported as %s, %s', { timeout: 30_000 }, async (name, type, result) => {
  const { policies } = await reportOn(name);
  expect(policies.map(({ policy }) => policy['policy-type'])).toEqual([type]);
  expect(policies[0]?.['failure-details']?.[0]?.['result-type']).toBe(result);
});
