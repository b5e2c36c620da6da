/**
 * MTA-STS records and policies that RFC 8461 §3 takes for none and some software heeds, or the other way round. The certificate is self-signed,
 * so that whoever finds a policy waits.
 */
import type { PolicyDefinition } from '../../../../src/demo/host.ts';
import { policyText } from '../../../../src/demo/policy-host.ts';
import type { Scenario } from '../scenario.ts';
import { selfSigned, text } from '../words.ts';

const enforced: PolicyDefinition = { body: (domain) => policyText('enforce', [`mx.${domain}`]) };

const record = (id: string, what: string, ...texts: readonly string[]): Scenario => ({
  id: `sts-txt-${id}`,
  what,
  servers: [{ leaf: selfSigned }],
  policy: enforced,
  zone: ({ domain }) => ({ [`_mta-sts.${domain}`]: { records: texts.map((each) => text(each)) } }),
});

const records: readonly Scenario[] = [
  record('blank', 'a blank before the first semicolon of the record', 'v=STSv1 ; id=1'),
  record('two-versions', 'the record names two versions', 'v=STSv1; v=STSv2; id=1;'),
  record('id-bare', 'the id has no value, nor an equals sign', 'v=STSv1; id'),
  record('v10-beside', 'a record of version STSv10 beside', 'v=STSv1; id=1;', 'v=STSv10; id=2;'),
];

const policy = (id: string, what: string, served: Partial<PolicyDefinition>): Scenario => ({
  id: `sts-policy-${id}`,
  what,
  servers: [{ leaf: selfSigned }],
  policy: { ...enforced, ...served },
});

const lines = (id: string, what: string, ...wanted: readonly string[]): Scenario =>
  policy(id, what, {
    body: (domain) => [...wanted, `mx: mx.${domain}`].map((line) => `${line}\r\n`).join(''),
  });

const beyondAscii = (domain: string): string => `${enforced.body(domain)}note: grüße\r\n`;

const documents: readonly Scenario[] = [
  policy('cr', 'the lines of the policy end with CR alone', {
    body: (domain) => enforced.body(domain).replaceAll('\r\n', '\r'),
  }),
  policy('bom', 'a byte order mark begins the policy', {
    body: (domain) => `\ufeff${enforced.body(domain)}`,
  }),
  policy('utf8', 'UTF-8 beyond ASCII in the policy, its charset not named', {
    body: beyondAscii,
    mediaType: 'text/plain',
  }),
  policy('utf8-named', 'UTF-8 beyond ASCII in the policy, its charset named', { body: beyondAscii }),
  policy('utf16-named', 'the policy is said to be in UTF-16', { mediaType: 'text/plain; charset=utf-16' }),
  policy('untyped', 'the policy has an empty media type', { mediaType: '' }),
  lines(
    'version-1-then-2',
    'version STSv1, then STSv2',
    'version: STSv1',
    'version: STSv2',
    'mode: enforce',
    'max_age: 86400',
  ),
  lines(
    'version-2-then-1',
    'version STSv2, then STSv1',
    'version: STSv2',
    'version: STSv1',
    'mode: enforce',
    'max_age: 86400',
  ),
  lines(
    'max-age-twice',
    'max_age a day, then a word',
    'version: STSv1',
    'mode: enforce',
    'max_age: 86400',
    'max_age: day',
  ),
  lines('max-age-plus', 'max_age with a plus sign', 'version: STSv1', 'mode: enforce', 'max_age: +86400'),
  lines('max-age-0', 'max_age 0', 'version: STSv1', 'mode: enforce', 'max_age: 0'),
  lines(
    'mode-blank',
    'mode enforce, then testing with a blank before the colon',
    'version: STSv1',
    'mode: enforce',
    'mode : testing',
    'max_age: 86400',
  ),
  lines(
    'mode-then-unknown',
    'mode enforce, then Testing',
    'version: STSv1',
    'mode: enforce',
    'mode: Testing',
    'max_age: 86400',
  ),
];

export const stsReadingScenarios: readonly Scenario[] = [...records, ...documents];
