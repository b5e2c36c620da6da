/**
 * MTA-STS (RFC 8461) beyond badmx: the record, the policy host, the document, and mail hosts that keep or break the policy.
 * Where the certificate is self-signed, a policy that is taken for one makes its senders wait, and one that is not does not.
 */
import type { PolicyDefinition, ServerDefinition } from '../../../../src/demo/host.ts';
import { policyText } from '../../../../src/demo/policy-host.ts';
import type { ZoneName } from '../../../../src/demo/zone.ts';
import type { Scenario } from '../scenario.ts';
import {
  alias,
  asFirst,
  at,
  encipherOnly,
  expired,
  mailHosts,
  nobody,
  noCipher,
  noStarttls,
  selfSigned,
  text,
  untrusted,
  wantsTls,
} from '../words.ts';

const enforced: PolicyDefinition = { body: (domain) => policyText('enforce', [`mx.${domain}`]) };

const sts = (
  id: string,
  what: string,
  rest: {
    readonly policy?: Partial<PolicyDefinition>;
    readonly servers?: readonly ServerDefinition[];
    readonly zone?: NonNullable<Scenario['zone']>;
  },
): Scenario => ({
  id: `sts-${id}`,
  what,
  servers: [{ leaf: selfSigned }],
  ...rest,
  policy: { ...enforced, ...rest.policy },
});

const record =
  (...strings: readonly string[]): NonNullable<Scenario['zone']> =>
  ({ domain }) => ({ [`_mta-sts.${domain}`]: { records: [text(...strings)] } });

const under =
  (name: string, found: (domain: string) => ZoneName): NonNullable<Scenario['zone']> =>
  ({ domain }) => ({ [`${name}.${domain}`]: found(domain) });

const records: readonly Scenario[] = [
  sts('txt-extension', 'the record has an unknown field', { zone: record('v=STSv1; id=1; note=hello;') }),
  sts('txt-no-semicolon', 'the record has no last semicolon', { zone: record('v=STSv1; id=20260101') }),
  sts('txt-order', 'the id comes before the version', { zone: record('id=20260101; v=STSv1;') }),
  sts('txt-id-hyphen', 'the id has a hyphen', { zone: record('v=STSv1; id=2026-01-01;') }),
  sts('txt-id-long', 'the id has 40 characters', { zone: record(`v=STSv1; id=${'1'.repeat(40)};`) }),
  sts('txt-spf-beside', 'an SPF record beside', {
    zone: under('_mta-sts', () => ({ records: [text('v=spf1 -all'), text('v=STSv1; id=1;')] })),
  }),
  sts('txt-servfail', 'the record is answered SERVFAIL', {
    zone: under('_mta-sts', () => ({ records: [text('v=STSv1; id=1;')], faults: { TXT: 'servfail' } })),
  }),
  {
    ...sts('txt-alias', 'the record is an alias', {}),
    zone: ({ domain }) => ({
      [`_mta-sts.${domain}`]: alias(`elsewhere.${domain}`),
      [`elsewhere.${domain}`]: { records: [text('v=STSv1; id=1;')] },
    }),
  },
];

const policyHosts: readonly Scenario[] = [
  sts('host-refused', 'the policy host refuses the connection', { policy: { script: 'absent' } }),
  sts('host-silent', 'the policy host never answers', { policy: { script: 'silent' } }),
  sts('host-500', 'the policy is answered 500', { policy: { status: 500 } }),
  sts('host-302', 'the policy is answered 302', { policy: { status: 302 } }),
  sts('host-expired', "the policy host's certificate has expired", { policy: { leaf: expired() } }),
  sts('host-other-name', "the policy host's certificate names another", {
    policy: { leaf: { names: ['www.elsewhere.test'] } },
  }),
  sts('host-incomplete', 'the policy host sends no intermediate', {
    policy: { leaf: { sends: 'leaf-only' } },
  }),
  sts('host-stranger', "the policy host's certificate is from a root that nobody trusts", {
    policy: { leaf: untrusted() },
  }),
  sts('host-alias', 'the policy host is an alias, its certificate for its own name', {
    zone: ({ domain, servers: [first] }) => ({
      [`mta-sts.${domain}`]: alias(`policies.${domain}`),
      // The policy host is the ninth of the scenario's network.
      [`policies.${domain}`]: at((first?.address ?? '').replace(/\d+$/, '9')),
    }),
  }),
];

const lines = (...wanted: readonly string[]): Partial<PolicyDefinition> => ({
  body: (domain) => wanted.map((line) => `${line.replace('{mx}', `mx.${domain}`)}\r\n`).join(''),
});

const documents: readonly Scenario[] = [
  sts('policy-empty', 'the policy is empty', { policy: { body: () => '' } }),
  sts('policy-extension', 'the policy has an unknown field', {
    policy: lines('version: STSv1', 'mode: enforce', 'note: hello', 'mx: {mx}', 'max_age: 86400'),
  }),
  sts('policy-order', 'the version comes last', {
    policy: lines('mode: enforce', 'mx: {mx}', 'max_age: 86400', 'version: STSv1'),
  }),
  sts('policy-no-version', 'the policy has no version', {
    policy: lines('mode: enforce', 'mx: {mx}', 'max_age: 86400'),
  }),
  sts('policy-mode-upper', 'the mode is ENFORCE', {
    policy: lines('version: STSv1', 'mode: ENFORCE', 'mx: {mx}', 'max_age: 86400'),
  }),
  sts('policy-mode-strict', 'the mode is strict', {
    policy: lines('version: STSv1', 'mode: strict', 'mx: {mx}', 'max_age: 86400'),
  }),
  sts('policy-no-spaces', 'no space after the colons', {
    policy: lines('version:STSv1', 'mode:enforce', 'mx:{mx}', 'max_age:86400'),
  }),
  sts('policy-max-age-text', 'max_age is a day', {
    policy: lines('version: STSv1', 'mode: enforce', 'mx: {mx}', 'max_age: a day'),
  }),
  sts('policy-max-age-huge', 'max_age is ten years', {
    policy: lines('version: STSv1', 'mode: enforce', 'mx: {mx}', 'max_age: 315360000'),
  }),
  sts('policy-comment', 'a comment begins the policy', {
    policy: lines('# our policy', 'version: STSv1', 'mode: enforce', 'mx: {mx}', 'max_age: 86400'),
  }),
  sts('policy-json', 'media type application/json', { policy: { mediaType: 'application/json' } }),
  sts('policy-mx-dot', 'the policy names the mail host with a last dot', {
    policy: lines('version: STSv1', 'mode: enforce', 'mx: {mx}.', 'max_age: 86400'),
    servers: [{}],
  }),
  sts('policy-mx-twelve', 'twelve mail hosts in the policy, the right one last', {
    policy: {
      body: (domain) =>
        policyText('enforce', [
          ...Array.from({ length: 11 }, (_, i) => `mail${i}.elsewhere.test`),
          `mx.${domain}`,
        ]),
    },
    servers: [{}],
  }),
];

const both: PolicyDefinition = { body: (domain) => policyText('enforce', [`mx.${domain}`, `mx2.${domain}`]) };

const mailHostsUnderPolicy: readonly Scenario[] = [
  sts('untrusted', 'enforced, the certificate from a root that nobody trusts', {
    servers: [{ leaf: untrusted }],
  }),
  sts('not-yet-valid', 'enforced, the certificate is not valid yet', {
    servers: [{ leaf: () => ({ notBeforeDays: 10 }) }],
  }),
  sts('root-issued', 'enforced, the certificate issued by the root itself', {
    servers: [{ leaf: () => ({ issuer: 'root' }) }],
  }),
  sts('encipher-wants-tls', 'enforced, keyUsage is keyEncipherment, cleartext is answered 530', {
    servers: [{ leaf: encipherOnly, script: { inClear: wantsTls } }],
  }),
  sts('dies', 'enforced, the session dies after the handshake', {
    servers: [{ script: { closeAfterHandshake: true } }],
  }),
  sts('upgrade-421', 'enforced, STARTTLS is answered 421', {
    servers: [{ script: { starttlsReply: '421 4.7.0 Closing' } }],
  }),
  sts('tls10', 'enforced, TLS 1.0 only', {
    servers: [{ tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } }],
  }),
  sts('client-certificate', 'enforced, a client certificate is demanded', {
    servers: [{ tls: { maxVersion: 'TLSv1.2', demandsClientCertificate: true } }],
  }),
  sts('by-name', 'enforced, who names no host is shown another certificate', {
    servers: [{ leafWithoutName: selfSigned }],
  }),
  sts('wildcard-both', 'enforced, a wildcard in the policy and in the certificate', {
    policy: { body: (domain) => policyText('enforce', [`*.${domain}`]) },
    servers: [{ leaf: ({ domain }) => ({ names: [`*.${domain}`] }) }],
  }),
  sts('wildcard-apex', 'enforced, the policy names *.DOMAIN, the mail host is the domain itself', {
    policy: { body: (domain) => policyText('enforce', [`*.${domain}`]) },
    servers: [{ leaf: ({ domain }) => ({ names: [domain] }) }],
    zone: ({ domain, servers: [first] }) => ({
      [domain]: { records: [...mailHosts(domain).records, ...at(first?.address ?? '').records] },
      [`mx.${domain}`]: null,
    }),
  }),
  sts('alias', 'enforced, the mail host is an alias, the certificate has its own name', {
    servers: [{}],
    zone: ({ domain, servers: [first] }) => ({
      [`mx.${domain}`]: alias(`real.${domain}`),
      [`real.${domain}`]: at(first?.address ?? ''),
    }),
  }),
  sts('alias-target', 'enforced, the mail host is an alias, the certificate has the name it leads to', {
    servers: [{ leaf: ({ domain }) => ({ names: [`real.${domain}`] }) }],
    zone: ({ domain, servers: [first] }) => ({
      [`mx.${domain}`]: alias(`real.${domain}`),
      [`real.${domain}`]: at(first?.address ?? ''),
    }),
  }),
  sts('unlisted-then-good', 'enforced, the first mail host is not in the policy, the second is and is good', {
    policy: { body: (domain) => policyText('enforce', [`mx2.${domain}`]) },
    servers: [{}, {}],
  }),
  sts('refused-then-unlisted', 'enforced, the first mail host refuses, the second is not in the policy', {
    servers: [nobody, {}],
  }),
  sts('no-upgrade-then-good', 'enforced, the first mail host offers no STARTTLS, the second is good', {
    policy: both,
    servers: [{ script: noStarttls }, {}],
  }),
  sts('both-self-signed', 'enforced, both mail hosts self-signed', {
    policy: both,
    servers: [{ leaf: selfSigned }, { leaf: selfSigned }],
  }),
  {
    ...sts('two-addresses', 'enforced, two addresses of the mail host, the first self-signed', {
      servers: [{ leaf: selfSigned }, { leaf: asFirst }],
      zone: ({ domain, servers: [first, second] }) => ({
        [domain]: mailHosts(`mx.${domain}`),
        [`mx.${domain}`]: at(first?.address ?? '', second?.address ?? ''),
        [`mx2.${domain}`]: null,
      }),
    }),
    chance: true,
  },
];

const gentle: readonly Scenario[] = [
  sts('testing-unlisted', 'testing, the mail host is not in the policy', {
    policy: { body: () => policyText('testing', ['mail.elsewhere.test']) },
    servers: [{}],
  }),
  sts('testing-no-cipher', 'testing, no shared cipher', {
    policy: { body: (domain) => policyText('testing', [`mx.${domain}`]) },
    servers: [{ tls: noCipher }],
  }),
  sts('testing-good', 'testing, and all is in order', {
    policy: { body: (domain) => policyText('testing', [`mx.${domain}`]) },
    servers: [{}],
  }),
  sts('none-no-upgrade', 'mode none, no STARTTLS', {
    policy: { body: () => policyText('none', []) },
    servers: [{ script: noStarttls }],
  }),
];

export const stsScenarios: readonly Scenario[] = [
  ...records,
  ...policyHosts,
  ...documents,
  ...mailHostsUnderPolicy,
  ...gentle,
];
