/**
 * The DANE cases of the lab (RFC 7672, RFC 7671), as data: what the zone says, what the server shows, how the DNS is broken.
 * `means` is the RFC's word; posttls-finger, danetool and the project must each come to it, unless the case says that one differs.
 * One mail domain a case, `<id>.signed.example`; most have one MX, `mx.<domain>`. Expectations are written from the RFCs.
 */

import type { DnssecState } from '../../../src/core/dns/answer.ts';
import type { LeafOptions } from '../../../src/demo/leaf.ts';
import type { ZoneKind } from './places.ts';

/**
 * `verified`: a record matches; `failed`: none does; `unusable`: records, none of them usable; `none`: no TLSA records that count;
 * `lookup-failed`: it cannot be told whether DANE applies, so a DANE sender waits; `no-tls`: records, but no STARTTLS.
 */
export type DaneWord = 'verified' | 'failed' | 'unusable' | 'none' | 'lookup-failed' | 'no-tls';

export interface DaneCase {
  readonly id: string;
  readonly title: string;
  readonly means: DaneWord;
  /**
   * Zone lines beside the usual MX and A; or all lines, with `routing: 'own'`. {domain}, {mx} and {address} are filled in; a TLSA
   * line ends in what is pinned: leaf, ecdsa, intermediate, root, other (nobody's) or hex.
   */
  readonly zone: readonly string[];
  readonly routing?: 'own';
  /** Of the server's certificate; default: issued by the intermediate, which is sent, for {mx}. */
  readonly leaf?: Partial<LeafOptions>;
  /** `dual`: an ECDSA certificate beside the RSA one; `by-name`: this certificate only for who sends SNI, a stranger's for others. */
  readonly server?: 'dual' | 'by-name' | 'no-starttls';
  /** Zones of their own. */
  readonly children?: readonly { readonly name: string; readonly kind: ZoneKind }[];
  /** Owner and type of the RRset whose signature is spoiled. */
  readonly spoiled?: readonly [owner: string, type: string];
  /** Owner of the NSEC that is left out. */
  readonly undenied?: string;
  /** A DNSSEC state that the project must have seen. */
  readonly state?: readonly [owner: string, type: string, state: DnssecState];
  /** The DNSSEC state of each link of an answer's alias chain, which the project must have seen. */
  readonly links?: readonly [owner: string, type: string, states: readonly DnssecState[]];
  /** What gnutls' danetool says of {mx}; absent: the same as `means`; null: it cannot be asked. Reasons: docs/dane.md. */
  readonly danetool?: DaneWord | 'no-certificate' | null;
  /** Where posttls-finger differs, its word. Reasons: docs/dane.md. */
  readonly posttlsFinger?: DaneWord;
}

const tlsa = '_25._tcp.{mx} TLSA';
const selfSigned = { leaf: { issuer: 'self' } } as const;

const endEntity: readonly DaneCase[] = [
  {
    id: 'ee-311',
    title: '3 1 1 of a self-signed certificate (C30, C32)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`],
    ...selfSigned,
  },
  { id: 'ee-301', title: '3 0 1', means: 'verified', zone: [`${tlsa} 3 0 1 leaf`], ...selfSigned },
  { id: 'ee-312', title: '3 1 2', means: 'verified', zone: [`${tlsa} 3 1 2 leaf`], ...selfSigned },
  {
    id: 'ee-310',
    title: '3 1 0, the whole key',
    means: 'verified',
    zone: [`${tlsa} 3 1 0 leaf`],
    ...selfSigned,
  },
  {
    id: 'ee-300',
    title: '3 0 0, the whole certificate',
    means: 'verified',
    zone: [`${tlsa} 3 0 0 leaf`],
    ...selfSigned,
  },
  {
    id: 'ee-mismatch',
    title: '3 1 1 of another key, the chain trusted (C25)',
    means: 'failed',
    zone: [`${tlsa} 3 1 1 other`],
  },
  {
    id: 'ee-expired',
    title: '3 1 1 of an expired certificate (C31)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`],
    leaf: { notBeforeDays: -90, notAfterDays: -2 },
  },
  {
    id: 'ee-wrong-name',
    title: '3 1 1 of a certificate for another name (C30)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`],
    leaf: { names: ['mail.other.test'] },
  },
  {
    id: 'ee-rollover',
    title: 'two 3 1 1, the other key first (C26)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 other`, `${tlsa} 3 1 1 leaf`],
    ...selfSigned,
  },
  {
    id: 'ee-leaf-only',
    title: '3 1 1, the intermediate not sent (C32)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`],
    leaf: { sends: 'leaf-only' },
  },
  {
    id: 'ee-ecdsa',
    title: '3 1 1 of an ECDSA key',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`],
    leaf: { key: 'p-256' },
  },
  {
    id: 'ee-sni',
    title: '3 1 1 of the certificate that only SNI brings (C40)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`],
    server: 'by-name',
  },
  {
    id: 'ee-dual',
    title: '3 1 1 of both keys of a server with an RSA and an ECDSA certificate (C41)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`, `${tlsa} 3 1 1 ecdsa`],
    server: 'dual',
  },
  {
    id: 'ee-dual-ecdsa',
    danetool: 'failed',
    title: 'the same server, 3 1 1 of the ECDSA key alone: OpenSSL is served that one (C41)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 ecdsa`],
    server: 'dual',
  },
  {
    id: 'ee-dual-rsa',
    danetool: 'verified',
    title: 'the same server, 3 1 1 of the RSA key alone (C41)',
    means: 'failed',
    zone: [`${tlsa} 3 1 1 leaf`],
    server: 'dual',
  },
  {
    id: 'ee-key-usage',
    danetool: 'no-certificate',
    title: '3 1 1, keyUsage without digitalSignature (C32, C84)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`],
    leaf: { keyUsage: ['keyEncipherment'] },
  },
];

const trustAnchor: readonly DaneCase[] = [
  {
    id: 'ta-201',
    title: '2 0 1 of the intermediate (C36, C38)',
    means: 'verified',
    zone: [`${tlsa} 2 0 1 intermediate`],
  },
  {
    id: 'ta-211',
    title: '2 1 1 of the intermediate',
    means: 'verified',
    zone: [`${tlsa} 2 1 1 intermediate`],
  },
  {
    id: 'ta-212',
    title: '2 1 2 of the intermediate',
    means: 'verified',
    zone: [`${tlsa} 2 1 2 intermediate`],
  },
  {
    id: 'ta-root-sent',
    title: '2 1 1 of the root, which is sent',
    means: 'verified',
    zone: [`${tlsa} 2 1 1 root`],
    leaf: { sends: 'chain-and-root' },
  },
  {
    id: 'ta-root-not-sent',
    title: '2 1 1 of the root, which is not sent (C37)',
    means: 'failed',
    zone: [`${tlsa} 2 1 1 root`],
  },
  {
    id: 'ta-200-root',
    danetool: 'failed',
    title: '2 0 0: the root certificate itself, not sent',
    means: 'verified',
    zone: [`${tlsa} 2 0 0 root`],
  },
  {
    id: 'ta-210-root',
    danetool: 'failed',
    title: '2 1 0: the bare key of the root, not sent (C39)',
    means: 'verified',
    zone: [`${tlsa} 2 1 0 root`],
  },
  {
    id: 'ta-210-intermediate',
    title: '2 1 0: the bare key of the intermediate, which is sent',
    means: 'verified',
    zone: [`${tlsa} 2 1 0 intermediate`],
  },
  {
    id: 'ta-wrong-name',
    danetool: 'verified',
    title: '2 0 1, the certificate for another name (C33)',
    means: 'failed',
    zone: [`${tlsa} 2 0 1 intermediate`],
    leaf: { names: ['mail.other.test'] },
  },
  {
    id: 'ta-next-hop',
    title: '2 0 1, the certificate for the mail domain (C34)',
    means: 'verified',
    zone: [`${tlsa} 2 0 1 intermediate`],
    leaf: { names: ['{domain}'] },
  },
  {
    id: 'ta-wildcard',
    title: '2 0 1, the certificate for *.domain',
    means: 'verified',
    zone: [`${tlsa} 2 0 1 intermediate`],
    leaf: { names: ['*.{domain}'] },
  },
  {
    id: 'ta-expired',
    title: '2 0 1, the leaf expired (C35)',
    means: 'failed',
    zone: [`${tlsa} 2 0 1 intermediate`],
    leaf: { notBeforeDays: -90, notAfterDays: -2 },
  },
  {
    id: 'ta-mismatch',
    title: '2 1 1 of a root that signed nothing here',
    means: 'failed',
    zone: [`${tlsa} 2 1 1 other`],
  },
  {
    id: 'ta-gap',
    danetool: 'unusable',
    title: '2 0 0 of the root, the intermediate not sent',
    means: 'failed',
    zone: [`${tlsa} 2 0 0 root`],
    leaf: { sends: 'leaf-only' },
  },
  {
    id: 'ta-client-only',
    danetool: 'verified',
    title: '2 0 1, the leaf for TLS clients only',
    means: 'failed',
    zone: [`${tlsa} 2 0 1 intermediate`],
    leaf: { keyPurposes: ['clientAuth'] },
  },
  {
    id: 'ta-or-ee',
    title: '2 0 1 that fits beside 3 1 1 that does not (C26)',
    means: 'verified',
    zone: [`${tlsa} 2 0 1 intermediate`, `${tlsa} 3 1 1 other`],
  },
];

const records: readonly DaneCase[] = [
  {
    id: 'pkix-ee',
    danetool: 'verified',
    title: '1 1 1 alone, matching (C23, C24)',
    means: 'unusable',
    zone: [`${tlsa} 1 1 1 leaf`],
  },
  {
    id: 'pkix-ta',
    danetool: 'verified',
    title: '0 0 1 alone, matching (C23)',
    means: 'unusable',
    zone: [`${tlsa} 0 0 1 intermediate`],
  },
  {
    id: 'pkix-beside',
    danetool: 'verified',
    title: '1 1 1 that matches beside 3 1 1 that does not (C25)',
    means: 'failed',
    zone: [`${tlsa} 1 1 1 leaf`, `${tlsa} 3 1 1 other`],
  },
  {
    id: 'short-digest',
    danetool: 'failed',
    title: '3 1 1 with 31 bytes (C27)',
    means: 'unusable',
    zone: [`${tlsa} 3 1 1 ${'ab'.repeat(31)}`],
  },
  {
    id: 'unknown-selector',
    title: 'selector 9 (C27)',
    means: 'unusable',
    zone: [`${tlsa} 3 9 1 ${'ab'.repeat(32)}`],
  },
  {
    id: 'unknown-matching',
    danetool: 'failed',
    title: 'matching type 9 (C27)',
    means: 'unusable',
    zone: [`${tlsa} 3 1 9 ${'ab'.repeat(32)}`],
  },
  { id: 'unknown-usage', title: 'usage 9', means: 'unusable', zone: [`${tlsa} 9 1 1 ${'ab'.repeat(32)}`] },
  {
    id: 'not-der',
    danetool: 'failed',
    title: '3 0 0 that is no certificate (C28)',
    means: 'unusable',
    zone: [`${tlsa} 3 0 0 deadbeef`],
  },
  {
    id: 'unusable-beside',
    title: '3 1 1 with 31 bytes beside one that matches',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 ${'ab'.repeat(31)}`, `${tlsa} 3 1 1 leaf`],
  },
  {
    id: 'agility-strong',
    title: '3 1 2 that matches beside 3 1 1 that does not (C29)',
    means: 'verified',
    zone: [`${tlsa} 3 1 2 leaf`, `${tlsa} 3 1 1 other`],
  },
  {
    id: 'agility-weak',
    danetool: 'verified',
    title: '3 1 1 that matches beside 3 1 2 that does not (C29)',
    means: 'failed',
    zone: [`${tlsa} 3 1 1 leaf`, `${tlsa} 3 1 2 other`],
  },
  {
    id: 'agility-selectors',
    title: '3 1 1 that matches beside 3 0 2 that does not (C29)',
    means: 'verified',
    zone: [`${tlsa} 3 1 1 leaf`, `${tlsa} 3 0 2 other`],
  },
  {
    id: 'no-starttls',
    title: 'TLSA, but no STARTTLS (C45)',
    means: 'no-tls',
    zone: [`${tlsa} 3 1 1 leaf`],
    server: 'no-starttls',
    danetool: null,
  },
  {
    id: 'many-records',
    title: 'forty records, too many for UDP, the last one matches',
    means: 'verified',
    zone: [
      ...Array.from({ length: 39 }, (_, i) => `${tlsa} 3 1 1 ${String(i).padStart(64, '0')}`),
      `${tlsa} 3 1 1 leaf`,
    ],
  },
];

const mx = '{domain} MX 10 {mx}.';
const address = '{mx} A {address}';
const own = { routing: 'own', ...selfSigned } as const;
const plain = { name: 'plain.{domain}', kind: 'unsigned' } as const;

const names: readonly DaneCase[] = [
  {
    id: 'cname-target',
    danetool: 'none',
    title: 'the MX host is an alias, TLSA at its target (C19)',
    means: 'verified',
    ...own,
    zone: [
      mx,
      '{mx} CNAME real.{domain}.',
      'real.{domain} A {address}',
      '_25._tcp.real.{domain} TLSA 3 1 1 leaf',
    ],
  },
  {
    id: 'cname-original',
    title: 'the MX host is an alias, TLSA at its own name only (C19)',
    means: 'verified',
    ...own,
    zone: [mx, '{mx} CNAME real.{domain}.', 'real.{domain} A {address}', `${tlsa} 3 1 1 leaf`],
  },
  {
    id: 'cname-both',
    danetool: 'failed',
    title: 'TLSA at the target fits, at the own name not (C19)',
    means: 'verified',
    ...own,
    zone: [
      mx,
      '{mx} CNAME real.{domain}.',
      'real.{domain} A {address}',
      '_25._tcp.real.{domain} TLSA 3 1 1 leaf',
      `${tlsa} 3 1 1 other`,
    ],
  },
  {
    id: 'cname-target-first',
    danetool: 'verified',
    title: 'TLSA at the own name fits, at the target not (C19)',
    means: 'failed',
    ...own,
    zone: [
      mx,
      '{mx} CNAME real.{domain}.',
      'real.{domain} A {address}',
      '_25._tcp.real.{domain} TLSA 3 1 1 other',
      `${tlsa} 3 1 1 leaf`,
    ],
  },
  {
    id: 'cname-unsigned',
    title: 'the alias leads out of the signed DNS, TLSA at its own name (C20)',
    means: 'verified',
    ...own,
    children: [plain],
    zone: [mx, '{mx} CNAME real.plain.{domain}.', 'real.plain.{domain} A {address}', `${tlsa} 3 1 1 leaf`],
  },
  {
    id: 'cname-unsigned-target',
    title: 'the alias leads out of the signed DNS, TLSA only there (C20)',
    means: 'none',
    ...own,
    children: [plain],
    zone: [
      mx,
      '{mx} CNAME real.plain.{domain}.',
      'real.plain.{domain} A {address}',
      '_25._tcp.real.plain.{domain} TLSA 3 1 1 leaf',
    ],
  },
  {
    id: 'cname-mixed',
    title: 'signed alias, unsigned alias, signed host; TLSA at its own name (C20)',
    means: 'verified',
    ...own,
    children: [plain],
    links: ['{mx}', 'A', ['secure', 'insecure']],
    zone: [
      mx,
      '{mx} CNAME way.plain.{domain}.',
      'way.plain.{domain} CNAME real.{domain}.',
      'real.{domain} A {address}',
      '_25._tcp.real.{domain} TLSA 3 1 1 other',
      `${tlsa} 3 1 1 leaf`,
    ],
  },
  {
    id: 'cname-unsigned-start',
    title: 'an unsigned alias leads to a signed host with TLSA (C20)',
    means: 'none',
    ...own,
    children: [plain],
    links: ['way.plain.{domain}', 'A', ['insecure']],
    zone: [
      '{domain} MX 10 way.plain.{domain}.',
      'way.plain.{domain} CNAME {mx}.',
      address,
      `${tlsa} 3 1 1 other`,
    ],
    danetool: null,
  },
  {
    id: 'cname-bogus-end',
    title: 'a signed alias leads to a host whose address is spoiled (C15)',
    means: 'lookup-failed',
    ...own,
    links: ['{mx}', 'A', ['secure']],
    state: ['{mx}', 'A', 'bogus'],
    spoiled: ['real.{domain}', 'A'],
    zone: [mx, '{mx} CNAME real.{domain}.', 'real.{domain} A {address}', `${tlsa} 3 1 1 leaf`],
    danetool: null,
  },
  {
    id: 'aaaa-only',
    title: 'the host has a signed AAAA and no A (C14)',
    means: 'verified',
    ...own,
    zone: [mx, '{mx} AAAA ::ffff:{address}', `${tlsa} 3 1 1 leaf`],
  },
  {
    id: 'tlsa-cname-mixed',
    title: 'the TLSA name leads through an unsigned zone into a signed one (C21)',
    means: 'none',
    children: [plain],
    ...selfSigned,
    links: ['_25._tcp.{mx}', 'TLSA', ['secure', 'insecure']],
    zone: [
      '_25._tcp.{mx} CNAME way.plain.{domain}.',
      'way.plain.{domain} CNAME tlsa.{domain}.',
      'tlsa.{domain} TLSA 3 1 1 other',
    ],
  },
  {
    id: 'tlsa-cname-bogus',
    title: 'the TLSA name is an alias of a spoiled record (C15, C21)',
    means: 'lookup-failed',
    ...selfSigned,
    links: ['_25._tcp.{mx}', 'TLSA', ['secure']],
    state: ['_25._tcp.{mx}', 'TLSA', 'bogus'],
    spoiled: ['tlsa.{domain}', 'TLSA'],
    zone: ['_25._tcp.{mx} CNAME tlsa.{domain}.', 'tlsa.{domain} TLSA 3 1 1 leaf'],
  },
  {
    id: 'tlsa-wildcard-cname',
    title: 'the TLSA name is an alias by a wildcard (C21)',
    means: 'verified',
    ...selfSigned,
    links: ['_25._tcp.{mx}', 'TLSA', ['secure']],
    zone: ['*._tcp.{mx} CNAME tlsa.{domain}.', 'tlsa.{domain} TLSA 3 1 1 leaf'],
  },
  {
    id: 'tlsa-cname',
    title: 'the TLSA name is an alias (C21)',
    means: 'verified',
    ...selfSigned,
    zone: ['_25._tcp.{mx} CNAME tlsa.{domain}.', 'tlsa.{domain} TLSA 3 1 1 leaf'],
  },
  {
    id: 'tlsa-cname-unsigned',
    state: ['_25._tcp.{mx}', 'TLSA', 'insecure'],
    title: 'the TLSA name is an alias into an unsigned zone (C21)',
    means: 'none',
    children: [plain],
    ...selfSigned,
    zone: ['_25._tcp.{mx} CNAME tlsa.plain.{domain}.', 'tlsa.plain.{domain} TLSA 3 1 1 leaf'],
  },
  {
    id: 'tlsa-wildcard',
    title: 'TLSA by a wildcard',
    means: 'verified',
    ...selfSigned,
    zone: ['*._tcp.{mx} TLSA 3 1 1 leaf'],
  },
  {
    id: 'tlsa-at-domain',
    title: 'TLSA at the mail domain, which is not the MX (C22)',
    means: 'none',
    zone: ['_25._tcp.{domain} TLSA 3 1 1 other'],
  },
  {
    id: 'implicit-mx',
    title: 'no MX: TLSA at the domain itself (C1, C22)',
    means: 'verified',
    ...own,
    zone: ['{domain} A {address}', '_25._tcp.{domain} TLSA 3 1 1 leaf'],
    danetool: null,
  },
  {
    id: 'mx-alias',
    title: 'the mail domain is an alias, securely',
    means: 'verified',
    ...own,
    zone: ['{domain} CNAME real.{domain}.', 'real.{domain} MX 10 {mx}.', address, `${tlsa} 3 1 1 leaf`],
  },
  {
    id: 'cname-chain',
    title: 'the MX host is an alias of an alias, TLSA at the end (C19)',
    means: 'verified',
    ...own,
    zone: [
      mx,
      '{mx} CNAME a.{domain}.',
      'a.{domain} CNAME b.{domain}.',
      'b.{domain} A {address}',
      '_25._tcp.b.{domain} TLSA 3 1 1 leaf',
    ],
    danetool: 'none',
  },
  {
    id: 'cname-loop',
    title: 'the MX host is an alias of itself, in a circle',
    means: 'lookup-failed',
    ...own,
    zone: [mx, '{mx} CNAME a.{domain}.', 'a.{domain} CNAME {mx}.'],
    danetool: null,
  },
  {
    id: 'tlsa-cname-dangling',
    title: 'the TLSA name is an alias of nothing',
    means: 'none',
    zone: ['_25._tcp.{mx} CNAME tlsa.{domain}.'],
  },
  {
    id: 'tlsa-cname-loop',
    danetool: 'none',
    title: 'the TLSA name is an alias in a circle',
    means: 'lookup-failed',
    zone: ['_25._tcp.{mx} CNAME tlsa.{domain}.', 'tlsa.{domain} CNAME _25._tcp.{mx}.'],
  },
];

const signing: readonly DaneCase[] = [
  {
    id: 'no-tlsa',
    state: ['_25._tcp.{mx}', 'TLSA', 'secure'],
    title: 'signed, no TLSA: NXDOMAIN (C10)',
    means: 'none',
    zone: [],
  },
  {
    id: 'no-tlsa-nodata',
    state: ['_25._tcp.{mx}', 'TLSA', 'secure'],
    title: 'signed, no TLSA: NODATA (C10)',
    means: 'none',
    zone: ['_25._tcp.{mx} TXT "here"'],
  },
  {
    id: 'no-tlsa-nsec3',
    state: ['_25._tcp.{mx}', 'TLSA', 'secure'],
    title: 'no TLSA, denied by NSEC3',
    means: 'none',
    zone: [],
    children: [{ name: '{domain}', kind: 'nsec3' }],
  },
  {
    id: 'nsec3',
    title: 'TLSA in a zone with NSEC3',
    means: 'verified',
    ...selfSigned,
    zone: [`${tlsa} 3 1 1 leaf`],
    children: [{ name: '{domain}', kind: 'nsec3' }],
  },
  {
    id: 'unsigned',
    state: ['{domain}', 'MX', 'insecure'],
    title: 'all in an unsigned zone, TLSA that would not match (C9)',
    means: 'none',
    zone: [`${tlsa} 3 1 1 other`],
    children: [{ name: '{domain}', kind: 'unsigned' }],
  },
  {
    id: 'unsigned-host',
    state: ['{mx}', 'A', 'insecure'],
    title: 'signed MX, the host in an unsigned zone with TLSA (C12)',
    means: 'none',
    zone: [`${tlsa} 3 1 1 other`],
    children: [{ name: '{mx}', kind: 'unsigned' }],
  },
  {
    id: 'unsigned-host-servfail',
    title: 'unsigned host, its TLSA answered SERVFAIL (C13)',
    means: 'none',
    zone: [],
    children: [
      { name: '{mx}', kind: 'unsigned' },
      { name: '_tcp.{mx}', kind: 'servfail' },
    ],
  },
  {
    id: 'unsigned-mx',
    state: ['{domain}', 'MX', 'insecure'],
    title: 'unsigned MX, the host in the signed zone with TLSA (C17)',
    means: 'verified',
    ...own,
    zone: [
      '{domain} MX 10 host-of-unsigned-mx.signed.example.',
      'host-of-unsigned-mx.signed.example A {address}',
      '_25._tcp.host-of-unsigned-mx.signed.example TLSA 3 1 1 leaf',
    ],
    children: [{ name: '{domain}', kind: 'unsigned' }],
    danetool: null,
  },
  {
    id: 'bogus-tlsa',
    state: ['_25._tcp.{mx}', 'TLSA', 'bogus'],
    title: 'the signature over TLSA is spoiled (C15)',
    means: 'lookup-failed',
    zone: [`${tlsa} 3 1 1 leaf`],
    spoiled: ['_25._tcp.{mx}', 'TLSA'],
  },
  {
    id: 'bogus-denial',
    state: ['_25._tcp.{mx}', 'TLSA', 'bogus'],
    danetool: 'none',
    title: 'no TLSA, and the signature over that is spoiled',
    means: 'lookup-failed',
    zone: ['_24._tcp.{mx} TXT "before"'],
    spoiled: ['_24._tcp.{mx}', 'NSEC'],
  },
  {
    id: 'missing-denial',
    state: ['_25._tcp.{mx}', 'TLSA', 'bogus'],
    danetool: 'none',
    title: 'no TLSA, and no NSEC that says so',
    means: 'lookup-failed',
    zone: ['_24._tcp.{mx} TXT "before"'],
    undenied: '_24._tcp.{mx}',
  },
  {
    id: 'bogus-mx',
    state: ['{domain}', 'MX', 'bogus'],
    danetool: 'verified',
    title: 'the signature over MX is spoiled (C6)',
    means: 'lookup-failed',
    zone: [`${tlsa} 3 1 1 leaf`],
    spoiled: ['{domain}', 'MX'],
  },
  {
    id: 'bogus-address',
    state: ['{mx}', 'A', 'bogus'],
    danetool: null,
    title: 'the signature over A is spoiled',
    means: 'lookup-failed',
    zone: [`${tlsa} 3 1 1 leaf`],
    spoiled: ['{mx}', 'A'],
  },
  {
    id: 'expired-signatures',
    state: ['{mx}', 'A', 'bogus'],
    danetool: null,
    title: "the signatures of the host's zone have expired",
    means: 'lookup-failed',
    zone: [`${tlsa} 3 1 1 leaf`],
    children: [{ name: '{mx}', kind: 'expired' }],
  },
  {
    id: 'wrong-ds',
    state: ['{mx}', 'A', 'bogus'],
    danetool: null,
    title: "the DS of the host's zone is of another key",
    means: 'lookup-failed',
    zone: [`${tlsa} 3 1 1 leaf`],
    children: [{ name: '{mx}', kind: 'wrong-ds' }],
  },
  {
    id: 'tlsa-servfail',
    state: ['_25._tcp.{mx}', 'TLSA', 'indeterminate'],
    danetool: 'none',
    title: 'TLSA answered SERVFAIL (C15)',
    means: 'lookup-failed',
    zone: [],
    children: [{ name: '_tcp.{mx}', kind: 'servfail' }],
  },
  {
    id: 'tlsa-silent',
    state: ['_25._tcp.{mx}', 'TLSA', 'indeterminate'],
    danetool: 'none',
    title: 'TLSA never answered (C15)',
    means: 'lookup-failed',
    zone: [],
    children: [{ name: '_tcp.{mx}', kind: 'silent' }],
  },
  {
    id: 'tlsa-filtered',
    state: ['_25._tcp.{mx}', 'A', 'secure'],
    danetool: 'none',
    title: 'a filter eats TLSA questions, A at the same name is answered (C94)',
    means: 'lookup-failed',
    zone: [`${tlsa} 3 1 1 leaf`],
    children: [{ name: '_tcp.{mx}', kind: 'filtered' }],
  },
  {
    id: 'mx-servfail',
    state: ['{domain}', 'MX', 'indeterminate'],
    danetool: null,
    title: 'MX answered SERVFAIL (C6)',
    means: 'lookup-failed',
    zone: [],
    children: [{ name: '{domain}', kind: 'servfail' }],
  },
  {
    id: 'mx-silent',
    danetool: null,
    title: 'MX never answered (C6)',
    means: 'lookup-failed',
    zone: [],
    children: [{ name: '{domain}', kind: 'silent' }],
  },
  {
    id: 'address-silent',
    title: 'the address of the host never answered',
    means: 'lookup-failed',
    zone: [],
    children: [{ name: '{mx}', kind: 'silent' }],
    state: ['{mx}', 'A', 'indeterminate'],
    danetool: null,
  },
];

export const daneCases: readonly DaneCase[] = [
  ...endEntity,
  ...trustAnchor,
  ...records,
  ...names,
  ...signing,
];
