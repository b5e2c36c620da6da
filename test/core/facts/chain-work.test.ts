/** What judging the chains of one probe may cost, counted: certificates read (two digests each) and signatures checked. */
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../src/core/base/text.ts';
import { maxCertificates, readCertificateRequest } from '../../../src/core/certificate-request.ts';
import { deriveFacts } from '../../../src/core/facts/derive.ts';
import type { Facts } from '../../../src/core/facts.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { maxChainCertificates } from '../../../src/core/x509/certificate.ts';
import { verdictPathBudget } from '../../../src/core/x509/path-work.ts';
import { cryptography } from '../judging.ts';
import {
  completed,
  healthyObservation,
  host,
  judgedAt,
  starttlsSession,
  tlsaRecords,
} from '../observation-builder.ts';
import { countingVerifier, type Forged, forge, forgeFacts } from '../x509/forge.ts';

const root = forgeFacts({ subject: 'root', issuer: 'root', key: 'root', signer: 'root', ca: true });
const anchors = createAnchorStore([anchorOf(root, '00')]);
const made = (subject: string, issuer: string, more: Partial<Forged> = {}) =>
  toBase64(forge({ subject, issuer, key: subject, signer: issuer, ca: true, ...more }));
const leaf = (issuer: string, key = 'leaf') =>
  made('leaf', issuer, { key, ca: false, dns: ['mx.example.test'] });
/** A leaf and authorities above it, one after the other, up to the root. */
const chainOf = (length: number) => [
  leaf(length === 1 ? 'root' : 'ca1'),
  ...Array.from({ length: length - 1 }, (_, i) =>
    made(`ca${i + 1}`, i + 2 === length ? 'root' : `ca${i + 2}`),
  ),
];
/** All of one name, none signed by another: every signature is to be checked against every key. */
const crowd = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => made('crowd', 'crowd', { key: `${name}-${i}`, signer: 'nobody' }));

function observe(chains: readonly (readonly string[])[]): Observation {
  const addresses = chains.map((certificates, i) => ({
    ip: `192.0.2.${i + 1}`,
    sessions: [starttlsSession({ handshake: completed({ certificates: [...certificates] }) })],
  }));
  return { ...healthyObservation(), hosts: [host({ addresses })] };
}

function derive(observation: Observation) {
  const { counter, cryptography: verifier } = countingVerifier();
  let digests = 0;
  const counting = {
    ...cryptography,
    ...verifier,
    hash: (...input: Parameters<typeof cryptography.hash>) => {
      digests++;
      return cryptography.hash(...input);
    },
  };
  const facts = deriveFacts(observation, { anchors, cryptography: counting, now: new Date(judgedAt) });
  return { facts, read: digests / 2, checks: counter.checks };
}

const shown = (facts: Facts) => facts.hosts.flatMap(({ addresses }) => addresses.flatMap(({ tls }) => tls));

describe('sessions that show the same chain', () => {
  it('cost as much as one of them', () => {
    const one = derive(observe([chainOf(3)]));
    const sixty = derive(observe(Array.from({ length: 60 }, () => chainOf(3))));
    expect(shown(sixty.facts)).toHaveLength(60);
    expect(new Set(shown(sixty.facts).map(({ chain }) => chain?.path.kind))).toEqual(new Set(['trusted']));
    expect([one.read, one.checks]).toEqual([3, 3]);
    expect([sixty.read, sixty.checks]).toEqual([3, 3]);
  });

  it('cost no more for a certificate that two chains share', () => {
    const { read, checks } = derive(observe([chainOf(3), [leaf('ca1', 'other'), ...chainOf(3).slice(1)]]));
    expect([read, checks]).toEqual([4, 4]);
  });
});

describe('sessions that show hostile chains', () => {
  it('share one budget of signature checks, however many they are', () => {
    const chains = Array.from({ length: 60 }, (_, i) => [leaf('crowd', `leaf${i}`), ...crowd(`c${i}`, 20)]);
    const { facts, read, checks } = derive(observe(chains));
    expect(checks).toBe(verdictPathBudget.signatureChecks);
    expect(read).toBe(512);
    const last = shown(facts).at(-1);
    expect(last?.chain).toBeUndefined();
    expect(last?.unreadable).toMatchObject({ code: 'budget' });
  });

  it('of the largest certificates are read up to a number of bytes', () => {
    const dns = Array.from({ length: 3_000 }, (_, i) => `host-${i}.mail.example.test`);
    const large = Array.from({ length: 20 }, (_, i) => [made('leaf', 'root', { key: `k${i}`, dns })]);
    const size = (large[0]?.[0]?.length ?? 0) * 0.75;
    const { facts, read } = derive(observe(large));
    expect(read).toBe(Math.floor((1024 * 1024) / size));
    expect(shown(facts).filter(({ unreadable }) => unreadable?.code === 'budget')).toHaveLength(20 - read);
  });

  it('leave an honest chain that was seen before them as it is', () => {
    const { facts } = derive(observe([chainOf(3), ...Array.from({ length: 9 }, () => crowd('c', 32))]));
    expect(shown(facts)[0]?.chain?.path.kind).toBe('trusted');
  });
});

describe('a chain that is too long', () => {
  const long = chainOf(maxChainCertificates + 8);

  it('is read up to a limit, which is a fact', () => {
    const { facts, read } = derive(observe([long]));
    const chain = shown(facts)[0]?.chain;
    expect(read).toBe(maxChainCertificates);
    expect(chain?.certificates).toHaveLength(maxChainCertificates);
    expect(chain?.refused).toEqual([
      { position: 32, reason: 'budget: of 40 certificates the first 32 are read' },
    ]);
  });

  it('lacks no issuer: it may be among those not read', () => {
    const { facts } = derive(observe([long]));
    expect(shown(facts)[0]?.chain?.path.problems.map(({ code }) => code)).toEqual(['budget']);
    const short = derive(observe([long.slice(0, maxChainCertificates)]));
    expect(shown(short.facts)[0]?.chain?.path.problems.map(({ code }) => code)).toEqual(['missing-issuer']);
  });

  it('is at odds with no TLSA record for good: what fits may be among those not read', () => {
    const tlsa = (certificates: readonly string[]) => {
      const { hosts: plain, ...observation } = observe([certificates]);
      const hosts = plain.map((each) => ({ ...each, tlsa: tlsaRecords(`2 1 1 ${'ab'.repeat(32)}`) }));
      return shown(derive({ ...observation, hosts }).facts)[0]?.chain?.dane;
    };
    expect(tlsa(long)).toMatchObject({ kind: 'failed', undecided: true });
    expect(tlsa(chainOf(3))).toMatchObject({ kind: 'failed', undecided: false });
  });
});

describe('a question about a certificate', () => {
  const ask = (count: number) => {
    const block = `-----BEGIN CERTIFICATE-----\n${chainOf(1)[0]}\n-----END CERTIFICATE-----\n`;
    const body = { pem: block.repeat(count), host: 'mx.example.test', port: 25 } as const;
    return readCertificateRequest(body, (name) => name);
  };

  it('may hold as many as a chain has, and is refused by name with more', () => {
    expect(ask(maxCertificates)).toMatchObject({ ok: true });
    expect(ask(maxCertificates + 1)).toEqual({
      ok: false,
      error: { parameter: 'pem', detail: '17 certificates, at most 16 are read' },
    });
  });
});
