/**
 * DANE (RFC 7672, RFC 7671) beyond badmx: each usage, names and aliases, several mail hosts, defects of the DNS, and DANE beside another defect.
 */
import type { DnsRecord } from '../../../../src/core/dns/answer.ts';
import type { Authority } from '../../../../src/demo/ca.ts';
import type { RaisedServer, ServerDefinition, ZoneContext } from '../../../../src/demo/host.ts';
import { policyText } from '../../../../src/demo/policy-host.ts';
import { leafOf, matching, strangeRecord, tlsa, tlsaRecord } from '../../../../src/demo/tlsa.ts';
import type { ZoneName } from '../../../../src/demo/zone.ts';
import type { Scenario } from '../scenario.ts';
import {
  alias,
  at,
  encipherOnly,
  expired,
  mailHosts,
  nobody,
  noCipher,
  noStarttls,
  otherName,
  selfSigned,
  signed,
  wantsTls,
} from '../words.ts';

type Pin = readonly [number, number, number];

const pinned =
  (...pins: readonly Pin[]) =>
  (server: RaisedServer): readonly DnsRecord[] =>
    pins.map((pin) => tlsaRecord(pin, leafOf(server)));

const dane = (
  id: string,
  what: string,
  records: Parameters<typeof tlsa>[0],
  server: ServerDefinition = {},
): Scenario => ({ id: `dane-${id}`, what, servers: [server], signed: true, zone: tlsa(records) });

const usages: readonly Scenario[] = [
  dane('usage-0', 'only TLSA 0 1 1 of the issuer, which fits', (_, { intermediate }) => [
    tlsaRecord([0, 1, 1], intermediate),
  ]),
  dane('usage-1-self-signed', 'only TLSA 1 0 1, the certificate self-signed', pinned([1, 0, 1]), {
    leaf: selfSigned,
  }),
  dane('usage-4', 'only TLSA 4 1 1, a usage that is not assigned', pinned([4, 1, 1])),
  dane('selector-2', 'only TLSA 3 2 1, a selector that is not assigned', pinned([3, 2, 1])),
  dane(
    'unusable-mixed',
    'TLSA 0 0 1, 1 1 2 and 3 1 255, all unusable',
    pinned([0, 0, 1], [1, 1, 2], [3, 1, 255]),
  ),
  dane('310', 'TLSA 3 1 0, the whole key; certificate self-signed', pinned([3, 1, 0]), { leaf: selfSigned }),
  dane('300', 'TLSA 3 0 0, the whole certificate; expired', pinned([3, 0, 0]), { leaf: expired }),
  dane('212', 'TLSA 2 1 2 of the intermediate', (_, { intermediate }) => [
    tlsaRecord([2, 1, 2], intermediate),
  ]),
  dane('200', 'TLSA 2 0 0, the whole intermediate', (_, { intermediate }) => [
    tlsaRecord([2, 0, 0], intermediate),
  ]),
  dane('agility', 'TLSA 3 1 1 that fits beside 3 1 2 that does not (digest agility)', (server) => [
    ...matching(server),
    { ...strangeRecord, matchingType: 2, data: 'ab'.repeat(64) },
  ]),
  dane('two-usages', 'TLSA 3 1 1 that does not fit beside 2 1 1 that does', (_, { intermediate }) => [
    strangeRecord,
    tlsaRecord([2, 1, 1], intermediate),
  ]),
  dane('ten-strangers', 'ten TLSA records of which the last fits', (server) => [
    ...Array.from({ length: 9 }, (_, i) => ({ ...strangeRecord, data: `${i}`.repeat(64) })),
    ...matching(server),
  ]),
  dane('short-beside-good', 'a TLSA 3 1 1 of 20 bytes beside one that fits', (server) => [
    { ...strangeRecord, data: 'ab'.repeat(20) },
    ...matching(server),
  ]),
];

const trustAnchors = (authority: Authority): readonly Scenario[] => [
  dane(
    'ta-unsent',
    'TLSA 2 1 1 of the intermediate, which is not sent',
    (_, { intermediate }) => [tlsaRecord([2, 1, 1], intermediate)],
    {
      leaf: () => ({ sends: 'leaf-only' }),
    },
  ),
  dane(
    'ta-wildcard',
    'TLSA 2 1 1 of the intermediate, the name matches by a wildcard',
    (_, { intermediate }) => [tlsaRecord([2, 1, 1], intermediate)],
    {
      leaf: ({ domain }) => ({ names: [`*.${domain}`] }),
    },
  ),
  dane(
    'ta-domain-name',
    'TLSA 2 1 1 of the intermediate, the certificate names the mail domain',
    (_, { intermediate }) => [tlsaRecord([2, 1, 1], intermediate)],
    {
      leaf: ({ domain }) => ({ names: [domain] }),
    },
  ),
  dane(
    'ta-stranger-name',
    'TLSA 2 0 1 of a private root that is sent, for another name',
    () => [tlsaRecord([2, 0, 1], authority.strangerRoot)],
    {
      leaf: () => ({ ...otherName(), issuer: 'stranger', sends: 'chain-and-root' }),
    },
  ),
  dane(
    'ta-encipher',
    'TLSA 2 1 1 of the intermediate, keyUsage is keyEncipherment',
    (_, { intermediate }) => [tlsaRecord([2, 1, 1], intermediate)],
    {
      leaf: encipherOnly,
    },
  ),
];

/** TLSA records of some mail hosts, by their position. */
const someTlsa =
  (...records: readonly ((server: RaisedServer) => readonly DnsRecord[] | null)[]) =>
  ({ servers }: ZoneContext): Record<string, ZoneName> =>
    Object.fromEntries(
      servers.flatMap((server, i) => {
        const found = records[i]?.(server) ?? null;
        return found === null ? [] : [[`_25._tcp.${server.mx}`, { secure: true, records: found }]];
      }),
    );
const strange = (): readonly DnsRecord[] => [strangeRecord];
const none = (): null => null;

const hosts: readonly Scenario[] = [
  {
    id: 'dane-mismatch-then-match',
    what: 'TLSA of the first mail host does not fit, of the second does',
    servers: [{}, {}],
    signed: true,
    zone: someTlsa(strange, matching),
  },
  {
    id: 'dane-both-mismatch',
    what: 'TLSA fits at neither of two mail hosts',
    servers: [{}, {}],
    signed: true,
    zone: someTlsa(strange, strange),
  },
  {
    id: 'dane-refused-then-mismatch',
    what: 'the first mail host refuses, TLSA of the second does not fit',
    servers: [nobody, {}],
    signed: true,
    zone: someTlsa(none, strange),
  },
  {
    id: 'dane-none-then-mismatch',
    what: 'the first mail host has no TLSA and is good, that of the second does not fit',
    servers: [{}, {}],
    signed: true,
    zone: someTlsa(none, strange),
  },
  {
    id: 'dane-no-upgrade-then-match',
    what: 'the first mail host has TLSA but no STARTTLS, TLSA of the second fits',
    servers: [{ script: noStarttls }, { leaf: selfSigned }],
    signed: true,
    zone: someTlsa(matching, matching),
  },
  {
    id: 'dane-bogus-then-good',
    what: 'TLSA of the first mail host has a broken signature, the second has none',
    servers: [{}, {}],
    signed: true,
    zone: ({ servers: [first] }) =>
      first
        ? { [`_25._tcp.${first.mx}`]: { secure: true, records: matching(first), faults: { TLSA: 'bogus' } } }
        : {},
  },
  {
    id: 'dane-two-addresses',
    what: 'a mail host has two addresses with keys of their own, TLSA fits the second only',
    chance: true,
    servers: [{}, { leaf: ({ domain }) => ({ key: 'p-256', names: [`mx.${domain}`] }) }],
    signed: true,
    zone: ({ domain, servers: [first, second] }) => ({
      [domain]: signed(mailHosts(`mx.${domain}`)),
      [`mx.${domain}`]: signed(at(first?.address ?? '', second?.address ?? '')),
      [`mx2.${domain}`]: null,
      [`_25._tcp.mx.${domain}`]: { secure: true, records: second ? matching(second) : [] },
    }),
  },
];

const names: readonly Scenario[] = [
  {
    id: 'dane-implicit-mx',
    what: 'no MX; TLSA of the domain itself fits',
    servers: [{ leaf: selfSigned }],
    signed: true,
    zone: ({ domain, servers: [first] }) => ({
      [domain]: signed(at(first?.address ?? '')),
      [`mx.${domain}`]: null,
      [`_25._tcp.${domain}`]: { secure: true, records: first ? matching(first) : [] },
    }),
  },
  {
    id: 'dane-wildcard-record',
    what: 'the TLSA record is a wildcard, *._tcp of the mail host, and fits',
    servers: [{ leaf: selfSigned }],
    signed: true,
    zone: ({ domain, servers: [first] }) => ({
      [`*._tcp.mx.${domain}`]: { secure: true, records: first ? matching(first) : [] },
    }),
  },
  {
    id: 'dane-domain-record',
    what: 'TLSA at the mail domain in place of the mail host',
    signed: true,
    zone: ({ domain }) => ({ [`_25._tcp.${domain}`]: { secure: true, records: [strangeRecord] } }),
  },
  {
    id: 'dane-alias-unsigned',
    what: 'the mail host is an alias of a name in an unsigned zone; TLSA at the alias itself does not fit',
    signed: true,
    cuts: (domain) => [{ name: `outside.${domain}`, kind: 'unsigned' }],
    zone: ({ domain, servers: [first] }) => ({
      [`mx.${domain}`]: signed(alias(`real.outside.${domain}`)),
      [`real.outside.${domain}`]: at(first?.address ?? ''),
      [`_25._tcp.mx.${domain}`]: { secure: true, records: [strangeRecord] },
    }),
  },
  {
    id: 'dane-record-alias-unsigned',
    what: 'the TLSA record is an alias of one in an unsigned zone that does not fit',
    signed: true,
    cuts: (domain) => [{ name: `outside.${domain}`, kind: 'unsigned' }],
    zone: ({ domain }) => ({
      [`_25._tcp.mx.${domain}`]: signed(alias(`tlsa.outside.${domain}`)),
      [`tlsa.outside.${domain}`]: { records: [strangeRecord] },
    }),
  },
  {
    id: 'dane-unsigned-domain-mismatch',
    what: 'the domain is not signed, its mail host is, with TLSA that does not fit',
    zone: ({ domain, servers: [first] }) => ({
      [domain]: mailHosts('mx-of-dane-unsigned-domain-mismatch.badmx.test'),
      [`mx.${domain}`]: null,
      'mx-of-dane-unsigned-domain-mismatch.badmx.test': signed(at(first?.address ?? '')),
      '_25._tcp.mx-of-dane-unsigned-domain-mismatch.badmx.test': { secure: true, records: [strangeRecord] },
    }),
  },
  {
    id: 'dane-unsigned-host',
    what: 'the domain is signed, the addresses of its mail host are not; TLSA does not fit',
    signed: true,
    cuts: (domain) => [{ name: `mx.${domain}`, kind: 'unsigned' }],
    zone: ({ domain, servers: [first] }) => ({
      [`mx.${domain}`]: at(first?.address ?? ''),
      [`_25._tcp.mx.${domain}`]: { records: [strangeRecord] },
    }),
  },
];

/** TLSA look-ups of the first mail host that fail in a way of their own. */
const failing = (
  id: string,
  what: string,
  rest: { readonly signed?: boolean; readonly fault: 'refused' | 'servfail' | 'silence' },
  servers: readonly ServerDefinition[] = [{}],
): Scenario => ({
  id,
  what,
  servers,
  ...(rest.signed && { signed: true }),
  zone: ({ servers: [first] }) =>
    first
      ? {
          [`_25._tcp.${first.mx}`]: {
            secure: rest.signed === true,
            records: matching(first),
            faults: { TLSA: rest.fault },
          },
        }
      : {},
});

const lookUps: readonly Scenario[] = [
  failing('dane-refused-lookup', 'TLSA look-ups are REFUSED', { signed: true, fault: 'refused' }),
  failing('dane-servfail-lookup', 'TLSA look-ups are answered SERVFAIL by the name server', {
    signed: true,
    fault: 'servfail',
  }),
  failing(
    'dane-servfail-then-good',
    'TLSA look-ups for the first of two mail hosts are answered SERVFAIL',
    { signed: true, fault: 'servfail' },
    [{}, {}],
  ),
  failing('dane-unsigned-servfail', 'TLSA look-ups are answered SERVFAIL in an unsigned zone', {
    fault: 'servfail',
  }),
  failing('dane-unsigned-silence', 'TLSA look-ups are never answered in an unsigned zone', {
    fault: 'silence',
  }),
];

const besides: readonly Scenario[] = [
  dane('encipher-wants-tls', 'TLSA fits, keyUsage is keyEncipherment, cleartext is answered 530', matching, {
    leaf: encipherOnly,
    script: { inClear: wantsTls },
  }),
  dane('mismatch-no-upgrade', 'TLSA does not fit, and STARTTLS is not offered', strange, {
    script: noStarttls,
  }),
  dane('mismatch-expired', 'TLSA does not fit, the certificate expired and self-signed', strange, {
    leaf: () => ({ ...expired(), ...selfSigned() }),
  }),
  dane('upgrade-421', 'TLSA fits, STARTTLS is answered 421', matching, {
    script: { starttlsReply: '421 4.7.0 Closing' },
  }),
  dane('ehlo-502', 'TLSA fits, EHLO is answered 502', matching, {
    script: { inClear: { EHLO: '502 5.5.1 No' } },
  }),
  dane('client-certificate', 'TLSA fits, a client certificate is demanded', matching, {
    tls: { maxVersion: 'TLSv1.2', demandsClientCertificate: true },
  }),
  dane('usage-1-no-cipher', 'TLSA 1 1 1 only, no shared cipher', pinned([1, 1, 1]), { tls: noCipher }),
  dane(
    'usage-1-self-signed-530',
    'TLSA 1 1 1 only, self-signed, cleartext is answered 530',
    pinned([1, 1, 1]),
    { leaf: selfSigned, script: { inClear: wantsTls } },
  ),
  dane('rsa-1024', 'TLSA fits an RSA key of 1024 bits', matching, { leaf: () => ({ key: 'rsa-1024' }) }),
  dane('tls-ehlo-550', 'TLSA fits, EHLO over TLS is answered 550', matching, {
    script: { overTls: { EHLO: '550 5.7.1 No' } },
  }),
  {
    ...dane('mismatch-sts', 'TLSA does not fit, MTA-STS enforced and in order', strange),
    policy: { body: (domain) => policyText('enforce', [`mx.${domain}`]) },
  },
  {
    ...dane(
      'none-sts-self-signed',
      'signed, no TLSA; MTA-STS enforced, the certificate self-signed',
      () => [],
      { leaf: selfSigned },
    ),
    policy: { body: (domain) => policyText('enforce', [`mx.${domain}`]) },
  },
];

export const daneScenarios = (authority: Authority): readonly Scenario[] => [
  ...usages,
  ...trustAnchors(authority),
  ...hosts,
  ...names,
  ...lookUps,
  ...besides,
];
