/**
 * The healthy host, and hosts whose way to a mail host is the matter: null MX, no mail host, several mail hosts (RFC 5321 §5.1, RFC 7505).
 */
import { type HostDefinition, outcome } from '../host.ts';
import { handshakeFails } from './starttls.ts';

const address = (ip: string) => ({ records: [{ type: 'A' as const, address: ip }] });
const mx = (preference: number, exchange: string) => ({ type: 'MX' as const, preference, exchange });

const everybodyBounces = {
  'postfix-may': outcome.bounced,
  exim: outcome.bounced,
  sendmail: outcome.bounced,
} as const;
const everybodyDelivers = { 'postfix-may': outcome.tls, exim: outcome.tls, sendmail: outcome.tls } as const;

export const healthyHost: HostDefinition = {
  name: 'healthy',
  area: 'healthy',
  title: 'Everything is in order',
  describes:
    'TLS 1.2 and 1.3, a trusted chain, the right name; submission on 587 and 465 too. Everybody delivers over TLS.',
  expect: { status: 'ok', findings: [], senders: everybodyDelivers },
  servers: [{ submission: true }],
};

export const routingHosts: readonly HostDefinition[] = [
  {
    name: 'null-mx',
    area: 'routing',
    title: 'A null MX',
    describes: 'The domain says that it takes no mail (RFC 7505). Everybody bounces at once, nobody dials.',
    expect: { status: 'failing', findings: ['mx.null-mx'], senders: everybodyBounces },
    zone: ({ domain, servers }) => ({
      [domain]: {
        records: [mx(0, ''), ...servers.map(({ address: ip }) => ({ type: 'A' as const, address: ip }))],
      },
    }),
  },
  {
    name: 'no-mail-host',
    area: 'routing',
    title: 'No mail host at all',
    describes: 'The name exists, but has neither MX nor address. Everybody bounces.',
    expect: { status: 'failing', findings: ['mx.no-mail-host'] },
    servers: [],
    zone: ({ domain }) => ({ [domain]: { records: [{ type: 'TXT', strings: ['no mail here'] }] } }),
  },
  {
    name: 'no-such-domain',
    area: 'routing',
    title: 'The domain does not exist',
    describes: 'The DNS answers NXDOMAIN. Everybody bounces.',
    expect: { status: 'failing', findings: ['mx.no-mail-host'], senders: everybodyBounces },
    servers: [],
    zone: ({ domain }) => ({ [domain]: null }),
  },
  {
    name: 'implicit-mx',
    area: 'routing',
    title: 'No MX, but an address',
    describes: 'The domain itself is the mail host (RFC 5321 §5.1). Nothing is wrong with that.',
    expect: { status: 'ok', findings: [], senders: everybodyDelivers },
    servers: [{ leaf: ({ domain }) => ({ names: [domain] }) }],
    zone: ({ domain, servers: [first] }) => ({
      [domain]: address(first?.address ?? ''),
      [`mx.${domain}`]: null,
    }),
  },
  {
    name: 'mx-lookup-failed',
    area: 'routing',
    title: 'The MX look-up fails',
    describes: 'The DNS answers SERVFAIL, which is not "no MX": everybody waits, then gives up.',
    expect: {
      status: 'failing',
      findings: ['mx.lookup-failed'],
      senders: { 'postfix-may': outcome.lost, exim: outcome.lost, sendmail: outcome.lost },
    },
    zone: ({ domain }) => ({ [domain]: { records: [mx(10, `mx.${domain}`)], faults: { MX: 'servfail' } } }),
  },
  {
    name: 'mx-without-address',
    area: 'routing',
    title: 'The mail host does not exist',
    describes:
      'The MX names a host that has no address. Everybody bounces; nobody falls back to the domain itself.',
    expect: { status: 'failing', findings: ['mx.no-address'], senders: everybodyBounces },
    servers: [],
    zone: ({ domain }) => ({ [domain]: { records: [mx(10, `mx.${domain}`)] } }),
  },
  {
    name: 'null-mx-beside-others',
    area: 'routing',
    title: 'A null MX beside a real one',
    describes:
      'A null MX must stand alone (RFC 7505 §3). Exim and Sendmail skip it and deliver to the other; Postfix takes it at its word and returns the mail.',
    expect: {
      status: 'failing',
      findings: ['mx.null-mx-beside-others'],
      senders: { 'postfix-may': outcome.bounced, exim: outcome.tls, sendmail: outcome.tls },
    },
    zone: ({ domain }) => ({ [domain]: { records: [mx(0, ''), mx(10, `mx.${domain}`)] } }),
  },
  {
    name: 'mx-alias',
    area: 'routing',
    title: 'The MX names an alias',
    describes: 'The mail host is a CNAME, which RFC 2181 §10.3 forbids and every sender follows.',
    expect: { status: 'ok', findings: ['mx.is-alias'], senders: everybodyDelivers },
    zone: ({ domain, servers: [first] }) => ({
      [`mx.${domain}`]: { records: [{ type: 'CNAME', target: `real.${domain}` }] },
      [`real.${domain}`]: address(first?.address ?? ''),
    }),
  },
  {
    name: 'mx-address',
    area: 'routing',
    title: 'The MX holds an IP address',
    describes:
      'An address where a name must stand. Exim bounces at once; Postfix and Sendmail dial it all the same.',
    expect: {
      status: 'failing',
      findings: ['mx.is-address'],
      senders: { 'postfix-may': outcome.tls, exim: outcome.bounced, sendmail: outcome.tls },
    },
    zone: ({ domain, servers: [first] }) => ({
      [domain]: { records: [mx(10, first?.address ?? '')] },
      [`mx.${domain}`]: null,
    }),
  },
  {
    name: 'refused',
    area: 'routing',
    title: 'Nobody listens',
    describes: 'The mail host refuses the connection. Everybody waits, then gives up.',
    expect: { status: 'failing', findings: ['smtp.unreachable'] },
    servers: [{ absent: true }],
  },
  {
    name: 'two-mx',
    area: 'routing',
    title: 'The first mail host is broken, the second is healthy',
    describes:
      'Postfix and Sendmail go on to the second, over TLS; Exim stays with the first and delivers in cleartext.',
    expect: {
      status: 'degraded',
      findings: ['tls.handshake-failed'],
      senders: { 'postfix-may': outcome.tls, exim: handshakeFails.exim, sendmail: outcome.tls },
    },
    servers: [{ tls: { maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-GCM-SHA256:@SECLEVEL=0' } }, {}],
  },
];
