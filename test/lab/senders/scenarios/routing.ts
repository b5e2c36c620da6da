/**
 * The way to a mail host (RFC 5321 §5.1): both families of addresses, several addresses that differ, servers that take turns behind one address,
 * MX records of every kind, hosts that cannot be reached, and look-ups that fail.
 */
import type { ServerDefinition, ServerNames, ZoneContext } from '../../../../src/demo/host.ts';
import type { LeafOptions } from '../../../../src/demo/leaf.ts';
import type { ZoneFault, ZoneName } from '../../../../src/demo/zone.ts';
import { silentAddress, silentAddress6, unroutedAddress } from '../places.ts';
import type { Scenario } from '../scenario.ts';
import {
  alias,
  asFirst,
  at,
  encipherOnly,
  mailHosts,
  mx,
  nobody,
  noCipher,
  noStarttls,
  selfSigned,
  wantsTls,
} from '../words.ts';

/** One mail host whose addresses are those of all servers, and more. */
const oneHost =
  (...more: readonly string[]) =>
  ({ domain, servers }: ZoneContext): Record<string, ZoneName | null> => ({
    ...Object.fromEntries(servers.map((server) => [server.mx, null])),
    [domain]: mailHosts(`mx.${domain}`),
    [`mx.${domain}`]: at(...servers.map(({ address }) => address), ...more),
  });

/** Servers under the name of the first, whatever else differs. */
const sameName = (server: ServerDefinition = {}): ServerDefinition => ({
  ...server,
  leaf: (names: ServerNames): Partial<LeafOptions> => ({ ...asFirst(names), ...server.leaf?.(names) }),
});

const several = (
  id: string,
  what: string,
  servers: readonly ServerDefinition[],
  more: readonly string[] = [],
): Scenario => ({
  id,
  what,
  servers: servers.map(sameName),
  zone: oneHost(...more),
  // Resolvers and senders shuffle addresses.
  ...(servers.length > 1 && { chance: true }),
});

const six = (server: ServerDefinition = {}): ServerDefinition => ({ ...server, family: 6 });

const families: readonly Scenario[] = [
  several('ipv6-only', 'IPv6 only', [six()]),
  several('ipv6-no-upgrade', 'IPv6 only, no STARTTLS', [six({ script: noStarttls })]),
  several('ipv6-no-cipher', 'IPv6 only, no shared cipher', [six({ tls: noCipher })]),
  several('ipv6-refused-ipv4-good', 'IPv6 refuses, IPv4 is good', [six(nobody), {}]),
  several('ipv6-good-ipv4-refused', 'IPv6 is good, IPv4 refuses', [six(), nobody]),
  several('ipv6-silent-ipv4-good', 'IPv6 never answers, IPv4 is good', [{}], [silentAddress6]),
  several('ipv6-plain-ipv4-good', 'no STARTTLS over IPv6, IPv4 is good', [six({ script: noStarttls }), {}]),
  several('ipv6-good-ipv4-no-cipher', 'IPv6 is good, no shared cipher over IPv4', [six(), { tls: noCipher }]),
  several('both-good', 'IPv6 and IPv4, both good', [six(), {}]),
  {
    id: 'ipv6-mx-then-ipv4-mx',
    what: 'the first mail host has IPv6 only and refuses, the second has IPv4 and is good',
    servers: [six(nobody), {}],
  },
];

const addresses: readonly Scenario[] = [
  several('addresses-one-plain', 'two addresses, one without STARTTLS', [{ script: noStarttls }, {}]),
  several('addresses-one-no-cipher', 'two addresses, no shared cipher at one', [{ tls: noCipher }, {}]),
  several('addresses-one-encipher', 'two addresses, at one keyUsage is keyEncipherment', [
    { leaf: encipherOnly },
    {},
  ]),
  several('addresses-one-wants-tls', 'two addresses without STARTTLS, one answers cleartext 530', [
    { script: { ...noStarttls, inClear: wantsTls } },
    { script: noStarttls },
  ]),
  several('addresses-one-421', 'two addresses, one greets with 421', [
    { script: { greeting: ['421 4.3.2 Not now'], closeAfterGreeting: true } },
    {},
  ]),
  several('addresses-both-refused', 'two addresses, both refuse', [nobody, nobody]),
  several('addresses-both-self-signed', 'two addresses, both self-signed, of different keys', [
    { leaf: selfSigned },
    { leaf: () => ({ ...selfSigned(), key: 'p-256' }) },
  ]),
];

/** A load balancer whose second backend differs: which one a sender meets says nothing of which one the probe met. */
const turns = (
  id: string,
  what: string,
  inTurnWith: NonNullable<ServerDefinition['inTurnWith']>,
): Scenario => ({
  id: `turns-${id}`,
  what: `every second connection ${what}`,
  servers: [{ inTurnWith }],
  beyondProbe: true,
});

const balanced: readonly Scenario[] = [
  turns('plain', 'is offered no STARTTLS', { script: noStarttls }),
  turns('no-cipher', 'finds no shared cipher', { tls: noCipher }),
  turns('self-signed', 'is shown a self-signed certificate', { leaf: selfSigned }),
  turns('encipher', 'is shown a certificate that must not sign', { leaf: encipherOnly }),
  turns('421', 'is greeted with 421', {
    script: { greeting: ['421 4.3.2 Not now'], closeAfterGreeting: true },
  }),
];

const records: readonly Scenario[] = [
  {
    id: 'null-mx-10',
    what: 'a null MX of preference 10',
    zone: ({ domain }) => ({ [domain]: { records: [mx(10, '')] } }),
  },
  {
    id: 'null-mx-last',
    what: 'a null MX after a good mail host',
    zone: ({ domain }) => ({ [domain]: { records: [mx(10, `mx.${domain}`), mx(20, '')] } }),
  },
  {
    id: 'mx-alias-chain',
    what: 'the mail host is an alias of an alias of an alias',
    zone: ({ domain, servers: [first] }) => ({
      [`mx.${domain}`]: alias(`a.${domain}`),
      [`a.${domain}`]: alias(`b.${domain}`),
      [`b.${domain}`]: alias(`c.${domain}`),
      [`c.${domain}`]: at(first?.address ?? ''),
    }),
  },
  {
    id: 'mx-alias-loop',
    what: 'the mail host is an alias of itself, by way of another',
    servers: [],
    zone: ({ domain }) => ({
      [domain]: mailHosts(`mx.${domain}`),
      [`mx.${domain}`]: alias(`a.${domain}`),
      [`a.${domain}`]: alias(`mx.${domain}`),
    }),
  },
  {
    id: 'domain-alias',
    what: 'the mail domain is an alias of a domain with a good mail host',
    zone: ({ domain, servers: [first] }) => ({
      [domain]: null,
      [`mx.${domain}`]: null,
      // The alias stands in the apex, so that its zone need not be one of its own.
      'domain-alias.badmx.test': { ...alias('target-of-domain-alias.badmx.test'), secure: true },
      'target-of-domain-alias.badmx.test': {
        ...mailHosts('mx.target-of-domain-alias.badmx.test'),
        secure: true,
      },
      'mx.target-of-domain-alias.badmx.test': { ...at(first?.address ?? ''), secure: true },
    }),
    signed: true,
  },
  {
    id: 'mx-twice-same',
    what: 'two mail hosts with the same address, no shared cipher',
    servers: [{ tls: noCipher }],
    zone: ({ domain, servers: [first] }) => ({
      [domain]: mailHosts(`mx.${domain}`, `mx2.${domain}`),
      [`mx2.${domain}`]: at(first?.address ?? ''),
    }),
  },
  {
    id: 'mx-and-domain-address',
    what: 'the mail host refuses, the domain has an address where mail would be taken',
    servers: [nobody, {}],
    zone: ({ domain, servers: [, second] }) => ({
      [domain]: { records: [mx(10, `mx.${domain}`), ...at(second?.address ?? '').records] },
      [`mx2.${domain}`]: null,
    }),
  },
  {
    id: 'mx-equal',
    what: 'two good mail hosts of one preference',
    servers: [{}, {}],
    zone: ({ domain }) => ({ [domain]: { records: [mx(10, `mx.${domain}`), mx(10, `mx2.${domain}`)] } }),
  },
  {
    id: 'mx-equal-one-plain',
    what: 'two mail hosts of one preference, one without STARTTLS',
    servers: [{ script: noStarttls }, {}],
    zone: ({ domain }) => ({ [domain]: { records: [mx(10, `mx.${domain}`), mx(10, `mx2.${domain}`)] } }),
    chance: true,
  },
  {
    id: 'mx-equal-one-no-cipher',
    what: 'two mail hosts of one preference, one without a shared cipher',
    servers: [{ tls: noCipher }, {}],
    zone: ({ domain }) => ({ [domain]: { records: [mx(10, `mx.${domain}`), mx(10, `mx2.${domain}`)] } }),
    chance: true,
  },
  {
    id: 'mx-three-refused',
    what: 'three mail hosts refuse, the fourth is good',
    servers: [nobody, nobody, nobody, {}],
  },
  {
    id: 'mx-five-refused',
    what: 'five mail hosts refuse, the sixth is good',
    servers: [...Array.from({ length: 5 }, () => nobody), {}],
  },
  {
    id: 'mx-two-silent',
    what: 'two mail hosts greet nobody, the third is good',
    servers: [
      { script: { greeting: ['421 4.3.2 Not now'], closeAfterGreeting: true } },
      { script: { starttlsReply: '421 4.3.2 Not now' } },
      {},
    ],
  },
];

/** Mail hosts where no server of the lab is. */
const elsewhere = (id: string, what: string, address: string, second: boolean): Scenario => ({
  id,
  what,
  servers: second ? [nobody, {}] : [],
  zone: ({ domain }) => ({
    ...(second ? {} : { [domain]: mailHosts(`mx.${domain}`) }),
    [`mx.${domain}`]: at(address),
  }),
});

const unreachable: readonly Scenario[] = [
  elsewhere('host-silent', 'the mail host never answers a connection', silentAddress, false),
  elsewhere(
    'host-silent-second-good',
    'the first mail host never answers a connection, the second is good',
    silentAddress,
    true,
  ),
  elsewhere('host-unrouted', 'no route leads to the mail host', unroutedAddress, false),
  elsewhere(
    'host-unrouted-second-good',
    'no route leads to the first mail host, the second is good',
    unroutedAddress,
    true,
  ),
];

const failing = (
  id: string,
  what: string,
  name: 'domain' | 'mx',
  type: 'MX' | 'A',
  fault: ZoneFault,
  servers: readonly ServerDefinition[] = [{}],
): Scenario => ({
  id,
  what,
  servers,
  zone: ({ domain, servers: raised }) => {
    const [first] = raised;
    const hosts = mailHosts(...raised.map((server) => server.mx));
    return name === 'domain'
      ? { [domain]: { ...hosts, faults: { [type]: fault } } }
      : { [`mx.${domain}`]: { ...at(first?.address ?? ''), faults: { [type]: fault } } };
  },
});

const lookUps: readonly Scenario[] = [
  failing('mx-lookup-silent', 'MX look-ups are never answered', 'domain', 'MX', 'silence'),
  failing('mx-lookup-refused', 'MX look-ups are REFUSED', 'domain', 'MX', 'refused'),
  failing(
    'host-lookup-servfail',
    'address look-ups of the mail host are answered SERVFAIL',
    'mx',
    'A',
    'servfail',
  ),
  failing('host-lookup-silent', 'address look-ups of the mail host are never answered', 'mx', 'A', 'silence'),
  failing(
    'host-lookup-servfail-second-good',
    'address look-ups of the first mail host are answered SERVFAIL, the second is good',
    'mx',
    'A',
    'servfail',
    [{}, {}],
  ),
];

const twoHosts = (
  id: string,
  what: string,
  first: ServerDefinition,
  second: ServerDefinition = {},
): Scenario => ({
  id: `second-${id}`,
  what,
  servers: [first, second],
});

const secondHosts: readonly Scenario[] = [
  twoHosts(
    'after-encipher-wants-tls',
    'the first has keyEncipherment only and answers cleartext 530, the second is good',
    {
      leaf: encipherOnly,
      script: { inClear: wantsTls },
    },
  ),
  twoHosts(
    'plain-after-no-cipher',
    'no shared cipher at the first, no STARTTLS at the second',
    { tls: noCipher },
    { script: noStarttls },
  ),
  twoHosts(
    'no-cipher-after-plain-530',
    'the first has no STARTTLS and answers 530, no shared cipher at the second',
    { script: { ...noStarttls, inClear: wantsTls } },
    { tls: noCipher },
  ),
  twoHosts('after-upgrade-never', 'the first never answers STARTTLS, the second is good', {
    script: { starttlsReply: { instead: 'silence' } },
  }),
  twoHosts('after-tls10', 'TLS 1.0 only at the first, the second is good', {
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' },
  }),
  twoHosts('after-client-certificate', 'the first demands a client certificate, the second is good', {
    tls: { maxVersion: 'TLSv1.2', demandsClientCertificate: true },
  }),
  twoHosts(
    'refused-after-454',
    'STARTTLS is answered 454 at the first, the second refuses',
    { script: { starttlsReply: '454 4.7.0 TLS not available' } },
    nobody,
  ),
  twoHosts('after-ehlo-452', 'EHLO is answered 452 at the first, the second is good', {
    script: { inClear: { EHLO: '452 4.3.1 Full' } },
  }),
  twoHosts('after-clear-550', 'the first has no STARTTLS and answers MAIL 550, the second is good', {
    script: { ...noStarttls, inClear: { MAIL: '550 5.7.1 Go away' } },
  }),
  twoHosts('554-after-refused', 'the first refuses, the second greets with 554', nobody, {
    script: { greeting: ['554 5.7.1 No'] },
  }),
];

export const routingScenarios: readonly Scenario[] = [
  ...families,
  ...addresses,
  ...balanced,
  ...records,
  ...unreachable,
  ...lookUps,
  ...secondHosts,
];
