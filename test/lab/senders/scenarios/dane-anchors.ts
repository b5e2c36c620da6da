/**
 * DANE-TA (RFC 7672 §3.1.2) by anchor: named by certificate or key, sent or held by the record alone, sound or not; and records that a sender finds
 * unusable beside other defects. Implementations differ here most: OpenSSL's, GnuTLS's and Exim's own are three.
 */
import type { DnsRecord } from '../../../../src/core/dns/answer.ts';
import type { Authority } from '../../../../src/demo/ca.ts';
import type { ServerDefinition, ServerNames, ZoneContext } from '../../../../src/demo/host.ts';
import type { Issuer, LeafOptions } from '../../../../src/demo/leaf.ts';
import { leafOf, matching, strangeRecord, tlsa, tlsaRecord } from '../../../../src/demo/tlsa.ts';
import { ecKey, rsaKey } from '../keys.ts';
import type { Scenario } from '../scenario.ts';
import { expired, noStarttls, otherName, selfSigned } from '../words.ts';

type Pin = readonly [number, number, number];
type Records = Parameters<typeof tlsa>[0];

const dane = (id: string, what: string, records: Records, server: ServerDefinition = {}): Scenario => ({
  id: `dane-${id}`,
  what,
  servers: [server],
  signed: true,
  zone: tlsa(records),
});

/** Below the usual intermediate, which these pins name. */
const anchored = (
  id: string,
  what: string,
  pins: readonly Pin[],
  leaf: (names: ServerNames) => Partial<LeafOptions>,
): Scenario =>
  dane(`ta-${id}`, what, (_, { intermediate }) => pins.map((pin) => tlsaRecord(pin, intermediate)), { leaf });

/** By certificate and by key, an anchor that has a fault. */
function faulty(id: string, what: string, issuer: Issuer): readonly Scenario[] {
  const [anchor] = issuer.intermediates;
  if (!anchor) throw new Error('an intermediate comes with its certificate');
  return [0, 1].map((selector) =>
    dane(
      `ta-${id}-2${selector}1`,
      `TLSA 2 ${selector} 1 of ${what}`,
      () => [tlsaRecord([2, selector, 1], anchor)],
      {
        leaf: () => ({ issuer }),
      },
    ),
  );
}

function faults(authority: Authority): readonly Scenario[] {
  const key = ecKey('P-256');
  const of = (name: string, differs: Parameters<Authority['issueAuthority']>[0]['differs'] = {}) =>
    authority.issueAuthority({ name, key, differs });
  const small = authority.issueAuthority({ name: 'badmx small anchor', key: rsaKey(1024) });
  return [
    ...faulty('small', 'an intermediate with an RSA key of 1024 bits', small),
    ...faulty(
      'old',
      'an intermediate that expired',
      of('badmx old anchor', { notAfter: new Date(Date.now() - 864e6) }),
    ),
    ...faulty(
      'no-certsign',
      'an intermediate that may not sign',
      of('badmx anchor no certsign', { keyUsage: ['digitalSignature'] }),
    ),
    ...faulty(
      'for-clients',
      'an intermediate for clients only',
      of('badmx anchor for clients', { keyPurposes: ['clientAuth'] }),
    ),
  ];
}

const leaves: readonly Scenario[] = [
  anchored('unsent-200', 'TLSA 2 0 0, the whole intermediate, which is not sent', [[2, 0, 0]], () => ({
    sends: 'leaf-only',
  })),
  anchored('unsent-210', "TLSA 2 1 0, the intermediate's whole key; it is not sent", [[2, 1, 0]], () => ({
    sends: 'leaf-only',
  })),
  anchored('name-201', 'TLSA 2 0 1 of the intermediate, for another name', [[2, 0, 1]], otherName),
  anchored('name-210', "TLSA 2 1 0, the intermediate's whole key, for another name", [[2, 1, 0]], otherName),
  {
    ...anchored(
      'name-both',
      'TLSA 2 0 1 and 2 1 1 of the intermediate, for another name',
      [
        [2, 0, 1],
        [2, 1, 1],
      ],
      otherName,
    ),
    // What Exim with OpenSSL says of it depends on the order in which the DNS answers.
    chance: true,
  },
  anchored('leaf-old-201', 'TLSA 2 0 1 of the intermediate, the leaf expired', [[2, 0, 1]], expired),
  anchored('leaf-old-211', 'TLSA 2 1 1 of the intermediate, the leaf expired', [[2, 1, 1]], expired),
  anchored(
    'leaf-for-clients',
    'TLSA 2 1 1 of the intermediate, the leaf for clients only',
    [[2, 1, 1]],
    () => ({ keyPurposes: ['clientAuth'] }),
  ),
  anchored(
    'leaf-rsa-1024',
    'TLSA 2 1 1 of the intermediate, an RSA key of 1024 bits below it',
    [[2, 1, 1]],
    () => ({ key: 'rsa-1024' }),
  ),
  anchored('common-name', 'TLSA 2 1 1 of the intermediate, only a commonName', [[2, 1, 1]], ({ mx }) => ({
    names: [],
    commonName: mx,
  })),
  dane('ta-self', 'TLSA 2 1 1 of the self-signed leaf', (server) => [tlsaRecord([2, 1, 1], leafOf(server))], {
    leaf: selfSigned,
  }),
];

const unusable = (server: Parameters<Records>[0]): readonly DnsRecord[] => [
  tlsaRecord([1, 1, 1], leafOf(server)),
];

/** Of two mail hosts the one at this position has only an unusable record. */
const beside =
  (position: number) =>
  ({ servers }: ZoneContext): ReturnType<NonNullable<Scenario['zone']>> => {
    const server = servers[position];
    return server ? { [`_25._tcp.${server.mx}`]: { secure: true, records: unusable(server) } } : {};
  };

const records: readonly Scenario[] = [
  dane('short', 'only a TLSA 3 1 1 of 20 bytes', () => [{ ...strangeRecord, data: 'ab'.repeat(20) }]),
  dane('whole-broken', 'only a TLSA 2 0 0 that is no certificate', () => [
    { ...strangeRecord, usage: 2, selector: 0, matchingType: 0, data: 'abcdef0123456789' },
  ]),
  dane(
    'selector-2-beside-good',
    'TLSA 3 2 1, a selector that is not assigned, beside 3 1 1 that fits',
    (server) => [tlsaRecord([3, 2, 1], leafOf(server)), ...matching(server)],
  ),
  dane('unusable-no-upgrade', 'TLSA 1 1 1 only, and STARTTLS is not offered', unusable, {
    script: noStarttls,
  }),
  dane('unusable-454', 'TLSA 1 1 1 only, and STARTTLS is answered 454', unusable, {
    script: { starttlsReply: '454 4.7.0 TLS not available' },
  }),
  dane('dies', 'TLSA fits, the session dies after the handshake', matching, {
    script: { closeAfterHandshake: true },
  }),
  dane('tls10', 'TLSA fits, TLS 1.0 with ECDHE', matching, {
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ECDHE-RSA-AES128-SHA:@SECLEVEL=0' },
  }),
  {
    id: 'dane-unusable-then-none',
    what: 'TLSA of the first mail host is unusable, the second has none',
    servers: [{}, {}],
    signed: true,
    zone: beside(0),
  },
  {
    id: 'dane-dies-then-unusable',
    what: 'the session dies at the first mail host, TLSA of the second is unusable',
    servers: [{ script: { closeAfterHandshake: true } }, {}],
    signed: true,
    zone: beside(1),
  },
];

export const daneAnchorScenarios = (authority: Authority): readonly Scenario[] => [
  ...faults(authority),
  ...leaves,
  ...records,
];
