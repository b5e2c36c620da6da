/** What follows from an Observation: chains, DANE, MTA-STS, TLS-RPT; nothing judged. */
import { describe, expect, it } from 'vitest';
import type { DnsAnswer } from '../../src/core/dns/answer.ts';
import type { HostObservation } from '../../src/core/observation.ts';
import { certificateNamed, factsOf, fingerprintOf } from './judging.ts';
import {
  address,
  chainOf,
  cleartextSession,
  completed,
  dnsAnswer,
  healthyObservation,
  host,
  mailHost,
  mtaSts,
  policyText,
  sessionUpTo,
  showing,
  starttlsSession,
  tlsaRecords,
  withHandshake,
} from './observation-builder.ts';

const onlyAddress = (facts: ReturnType<typeof factsOf>) => facts.hosts[0]?.addresses[0];
const onlyChain = (facts: ReturnType<typeof factsOf>) => onlyAddress(facts)?.tls[0]?.chain;

describe('chains', () => {
  it('keeps trusted and matched apart', () => {
    const chain = onlyChain(factsOf(withHandshake(showing('otherName', 'intermediate'))));
    expect(chain?.path.kind).toBe('trusted');
    expect(chain?.name.kind).toBe('mismatch');
    expect(chain?.fingerprint).toBe(fingerprintOf('otherName'));
    expect(chain?.fingerprints.map(({ certificate }) => certificate)).toEqual([
      fingerprintOf('otherName'),
      fingerprintOf('intermediate'),
    ]);
  });

  it('names a leaf that can not be read, and has no chain then', () => {
    const tls = onlyAddress(factsOf(withHandshake(completed({ certificates: ['MIIB'] }))))?.tls[0];
    expect(tls?.chain).toBeUndefined();
    expect(tls?.unreadable?.code).toBe('malformed');
  });

  it('goes on without an intermediate that can not be read', () => {
    const handshake = completed({ certificates: [...chainOf('good'), 'AAAA', ...chainOf('intermediate')] });
    const chain = onlyChain(factsOf(withHandshake(handshake)));
    expect(chain?.path.kind).toBe('trusted');
    expect(chain?.refused.map(({ position }) => position)).toEqual([1]);
  });

  it('has no chain where no certificate was sent', () => {
    const tls = onlyAddress(factsOf(withHandshake(completed({ certificates: [] }))))?.tls[0];
    expect(tls?.chain).toBeUndefined();
    expect(tls?.unreadable).toBeUndefined();
  });

  it('throws at an Observation whose certificate is no base64: that is our own mistake', () => {
    expect(() => factsOf(withHandshake(completed({ certificates: ['***'] })))).toThrow(TypeError);
  });

  it('splits the sessions by what they were for', () => {
    const facts = onlyAddress(factsOf(healthyObservation()));
    expect(facts?.tls.map(({ session }) => session.purpose)).toEqual(['starttls']);
    expect(facts?.cleartext?.purpose).toBe('cleartext');
  });
});

describe('DANE', () => {
  const dane = (tlsa: HostObservation['tlsa'], dnssec: 'secure' | 'insecure' = 'secure') =>
    factsOf(healthyObservation({ routing: { kind: 'mx', dnssec }, hosts: [host({ tlsa })] })).hosts[0]?.dane;
  const asked = (...answers: readonly ReturnType<typeof dnsAnswer>[]): HostObservation['tlsa'] => ({
    kind: 'asked',
    answers: [...answers],
  });
  const [secure] = (tlsaRecords(`3 1 1 ${'ab'.repeat(32)}`) as { answers: ReturnType<typeof dnsAnswer>[] })
    .answers;
  if (!secure) throw new Error('the builder makes an answer');

  it('C18 knows whether the way to the host is secure too', () => {
    expect(dane(asked(secure))).toMatchObject({ kind: 'records', baseDomain: mailHost, routingSecure: true });
    expect(dane(asked(secure), 'insecure')).toMatchObject({ kind: 'records', routingSecure: false });
  });

  it('C9, C10 tells absence, insecurity and failure apart', () => {
    const name = `_25._tcp.${mailHost}`;
    const answer = (more: Parameters<typeof dnsAnswer>[3]) => dnsAnswer(name, 'TLSA', [], more);
    expect(dane({ kind: 'skipped', detail: 'insecure' })?.kind).toBe('not-applicable');
    expect(dane(asked({ ...secure, dnssec: 'insecure', ad: false }))?.kind).toBe('none');
    expect(dane(asked({ ...secure, dnssec: 'bogus', ad: false }))?.kind).toBe('lookup-failed');
    expect(dane(asked(answer({ outcome: 'no-data', dnssec: 'secure' })))?.kind).toBe('none');
    expect(dane(asked(answer({ outcome: 'name-error', dnssec: 'insecure' })))?.kind).toBe('none');
    for (const outcome of ['servfail', 'refused', 'timeout', 'malformed', 'other-rcode'] as const) {
      expect(dane(asked(answer({ outcome, dnssec: 'indeterminate' })))?.kind).toBe('lookup-failed');
    }
    // Nobody was asked: what a sender's own resolver would have said is open.
    expect(dane(asked(answer({ outcome: 'unreachable', dnssec: 'indeterminate' })))?.kind).toBe('unknown');
  });

  it('C19 takes the second candidate where the first has no records', () => {
    const first = dnsAnswer('_25._tcp.real.example.test', 'TLSA', [], { dnssec: 'secure', ad: true });
    expect(dane(asked(first, secure))).toMatchObject({ kind: 'records', baseDomain: mailHost });
  });

  it('C15 stops at a first candidate that fails', () => {
    const first = dnsAnswer('_25._tcp.real.example.test', 'TLSA', [], { outcome: 'timeout' });
    expect(dane(asked(first, secure))?.kind).toBe('lookup-failed');
  });

  it('C26 matches a chain', () => {
    const observation = healthyObservation({
      hosts: [host({ tlsa: tlsaRecords(`3 0 1 ${fingerprintOf('good')}`) })],
    });
    expect(onlyChain(factsOf(observation))?.dane).toEqual({
      kind: 'matched',
      usage: 3,
      depth: 0,
      record: `3 0 1 ${fingerprintOf('good')}`,
    });
  });

  it('C34 lets the mail domain be the name only where DNSSEC led to it', () => {
    const record = `2 0 1 ${fingerprintOf('intermediate')}`;
    const tls = [starttlsSession({ handshake: showing('otherName', 'intermediate') })];
    const at = (domain: string, dnssec: 'secure' | 'insecure', dns: DnsAnswer[] = []) => {
      const hosts = [host({ tlsa: tlsaRecords(record), addresses: [address({ sessions: tls })] })];
      return onlyChain(
        factsOf(healthyObservation({ host: domain, routing: { kind: 'mx', dnssec }, hosts, dns })),
      )?.dane;
    };
    expect(at('www.example.test', 'secure')?.kind).toBe('matched');
    expect(at('www.example.test', 'insecure')?.kind).toBe('failed');
    expect(at('example.test', 'secure')?.kind).toBe('failed');
    const to = (cname: string) => [
      dnsAnswer('example.test', 'MX', [], {
        dnssec: 'secure',
        cnames: [{ from: 'example.test', to: cname }],
      }),
    ];
    expect(at('example.test', 'secure', to('www.example.test'))?.kind).toBe('matched');
    expect(at('example.test', 'secure', to('b.example.test'))?.kind).toBe('failed');
    expect(at('example.test', 'insecure', to('www.example.test'))?.kind).toBe('failed');
  });
});

describe('policies', () => {
  it('reads a policy and holds each host against it (C56)', () => {
    const hosts = [host(), host({ name: 'a.b.example.test', preference: 20 })];
    const observation = {
      ...healthyObservation({ hosts }),
      mtaSts: mtaSts(policyText('enforce', '*.example.test')),
    };
    const facts = factsOf(observation);
    expect(facts.mtaSts.kind).toBe('policy');
    expect(facts.hosts.map((each) => each.mtaSts)).toEqual([
      { mode: 'enforce', pattern: '*.example.test' },
      { mode: 'enforce', near: { pattern: '*.example.test', why: 'wildcard-depth' } },
    ]);
  });

  it('C63 has no policy for a host where it can not be fetched', () => {
    const whole = mtaSts(policyText('enforce'));
    const observation = {
      ...healthyObservation(),
      mtaSts: { ...whole, ...(whole.fetch && { fetch: { ...whole.fetch, status: 404 } }) },
    };
    const facts = factsOf(observation);
    expect(facts.mtaSts.kind).toBe('failed');
    expect(facts.hosts[0]?.mtaSts).toBeUndefined();
  });

  it('says not-applicable where nothing was asked', () => {
    const facts = factsOf(healthyObservation());
    expect(facts.mtaSts.kind).toBe('not-applicable');
    expect(facts.tlsRpt.kind).toBe('not-applicable');
  });

  it('C68 reads the TLS-RPT record', () => {
    const tlsRpt = dnsAnswer('_smtp._tls.example.test', 'TXT', [
      { type: 'TXT', strings: ['v=TLSRPTv1; rua=mailto:tls@example.test'] },
    ]);
    expect(factsOf(healthyObservation({ tlsRpt })).tlsRpt).toMatchObject({
      kind: 'record',
      record: { rua: ['mailto:tls@example.test'] },
    });
  });
});

describe('a blocked vantage', () => {
  const egress = { kind: 'blocked', detail: 'why' } as const;
  const timedOut = sessionUpTo('connect', { connect: { kind: 'timeout', detail: '' } });

  it('measured nothing at an address that it could not dial', () => {
    const hosts = [host({ addresses: [address({ sessions: [timedOut] })] })];
    const seen = onlyAddress(factsOf(healthyObservation({ egress, hosts })));
    expect(seen?.observation).toEqual({
      ip: '192.0.2.25',
      sessions: [],
      unknown: { reason: 'egress-blocked', detail: 'why' },
    });
    expect(seen?.tls).toEqual([]);
  });

  it('keeps what did connect', () => {
    const sessions = [starttlsSession(), { ...timedOut, purpose: 'cleartext' as const }];
    const seen = onlyAddress(
      factsOf(healthyObservation({ egress, hosts: [host({ addresses: [address({ sessions })] })] })),
    );
    expect(seen?.tls).toHaveLength(1);
    expect(seen?.cleartext).toBeUndefined();
    expect(seen?.observation.unknown).toBeUndefined();
  });

  it('is no excuse where the port is open', () => {
    const hosts = [host({ addresses: [address({ sessions: [timedOut, cleartextSession()] })] })];
    expect(onlyAddress(factsOf(healthyObservation({ hosts })))?.observation.sessions).toHaveLength(2);
  });
});

it('parses a certificate the same whoever asks', () => {
  expect(onlyChain(factsOf(healthyObservation()))?.leaf.serial).toBe(certificateNamed('good').serial);
});
