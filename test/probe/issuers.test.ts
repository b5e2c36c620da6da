/** Missing links, fetched: how many URLs, how far up, and what the findings make of them; then end to end against badmx. */
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../src/core/base/text.ts';
import type { HostObservation } from '../../src/core/observation.ts';
import type { FetchedIssuer } from '../../src/core/x509/fetched-issuer.ts';
import { Deadline, defaultBudgets, Gate } from '../../src/probe/budgets.ts';
import { observeIssuers } from '../../src/probe/issuers.ts';
import type { ProbePorts } from '../../src/probe/ports.ts';
import { txtAnswer } from '../core/mta-sts/txt-answer.ts';
import { address, completed, host, starttlsSession, withHandshake } from '../core/observation-builder.ts';
import {
  chain,
  intermediateDer,
  issue,
  judge,
  newKey,
  parse,
  rootDer,
  rootKey,
} from '../core/rules/issue.ts';
import { ask, townService } from '../town.ts';

const upper = newKey();
const lowerUrl = 'http://ca.example.net/lower.cer';
const upperUrl = 'http://ca.example.net/upper.cer';
const lower = newKey();
const ca = { authority: {}, names: [], keyUsage: ['keyCertSign'], extensions: [] } as const;
const upperDer = issue({
  ...ca,
  subject: 'Upper',
  subjectKey: upper.publicKey,
  issuer: 'Public Root',
  issuerKey: rootKey,
});
const lowerDer = issue({
  ...ca,
  subject: 'Lower',
  subjectKey: lower.publicKey,
  issuer: 'Upper',
  issuerKey: upper,
  issuerUrl: upperUrl,
});
const leaf = issue({ issuer: 'Lower', issuerKey: lower, issuerUrl: lowerUrl });

const shop: Readonly<Record<string, Uint8Array>> = { [lowerUrl]: lowerDer, [upperUrl]: upperDer };

async function fetchFor(hosts: readonly HostObservation[], serves = shop) {
  const asked: string[] = [];
  const fetch = async (url: string): Promise<FetchedIssuer> => {
    asked.push(url);
    const found = serves[url];
    return found
      ? { url, outcome: 'certificates', detail: '', certificates: [toBase64(found)] }
      : { url, outcome: 'http-failure', detail: 'HTTP 404', status: 404, certificates: [] };
  };
  const rootNames = parse(rootDer).subject.rdns.join();
  const issuers = { fetch, isAnchor: (issuer: readonly string[]) => issuer.join() === rootNames };
  const found = await observeIssuers(hosts, {
    // Nothing else of the ports is touched.
    ports: { issuers } as unknown as ProbePorts,
    resolve: async () => txtAnswer('unused.example'),
    budgets: defaultBudgets,
    deadline: new Deadline(() => 0, defaultBudgets),
    gate: new Gate(1),
    port: 25,
    depth: 'normal',
  });
  return { asked, found };
}

const showing = (...certificates: Uint8Array[]) =>
  host({
    addresses: [
      address({
        sessions: [starttlsSession({ handshake: completed({ certificates: chain(...certificates) }) })],
      }),
    ],
  });

describe('observeIssuers', () => {
  it('climbs two links, and no further', async () => {
    expect((await fetchFor([showing(leaf)])).asked).toEqual([lowerUrl, upperUrl]);
    const third = newKey();
    const middle = issue({
      ...ca,
      subject: 'Upper',
      subjectKey: upper.publicKey,
      issuer: 'Third',
      issuerKey: third,
      issuerUrl: 'http://ca.example.net/third.cer',
    });
    expect((await fetchFor([showing(leaf)], { ...shop, [upperUrl]: middle })).asked).toEqual([
      lowerUrl,
      upperUrl,
    ]);
  });

  it('asks for nothing where the chain is whole', async () => {
    expect((await fetchFor([showing(leaf, lowerDer, upperDer)])).asked).toEqual([]);
    expect((await fetchFor([showing(leaf, upperDer, lowerDer)])).asked).toEqual([]);
  });

  it('looks at 32 certificates of a chain, and at 40 different chains', async () => {
    const roots = (count: number) => Array.from({ length: count }, () => rootDer);
    expect((await fetchFor([showing(leaf, ...roots(29), lowerDer, upperDer)])).asked).toEqual([]);
    expect((await fetchFor([showing(leaf, ...roots(31), lowerDer)])).asked).toContain(lowerUrl);
    const whole = Array.from({ length: 40 }, (_, i) => showing(leaf, lowerDer, upperDer, ...roots(i)));
    expect((await fetchFor([...whole, showing(leaf)])).asked).toEqual([]);
    expect((await fetchFor([...whole.slice(1), showing(leaf)])).asked).toContain(lowerUrl);
  });

  it('asks once for what several servers lack, and four URLs at most', async () => {
    expect((await fetchFor([showing(leaf), showing(leaf)], {})).asked).toEqual([lowerUrl]);
    const many = [1, 2, 3, 4, 5, 6].map((n) =>
      showing(issue({ issuer: 'Lower', issuerKey: lower, issuerUrl: `http://ca.example.net/${n}.cer` })),
    );
    expect((await fetchFor(many, {})).asked).toHaveLength(4);
  });
});

describe('what the findings make of it', () => {
  const found = (issuers: readonly FetchedIssuer[], ...certificates: Uint8Array[]) =>
    judge({
      ...withHandshake(completed({ certificates: chain(...certificates) })),
      ...(issuers.length > 0 && { issuers: [...issuers] }),
    });

  it('says that the link is missing on the wire and available by AIA, and where', async () => {
    const { found: issuers } = await fetchFor([showing(leaf)]);
    const [finding, ...rest] = found(issuers, leaf);
    expect(rest).toEqual([]);
    expect(finding?.rule.id).toBe('cert.missing-intermediate');
    expect(finding?.evidence.available).toEqual([
      { subject: 'CN=Lower', url: lowerUrl },
      { subject: 'CN=Upper', url: upperUrl },
    ]);
  });

  it('says that the authority is unknown where what was fetched leads nowhere', () => {
    const stranger = newKey();
    const top = issue({
      ...ca,
      subject: 'Lower',
      subjectKey: lower.publicKey,
      issuer: 'Stranger',
      issuerKey: stranger,
    });
    const issuers: FetchedIssuer[] = [
      { url: lowerUrl, outcome: 'certificates', detail: '', certificates: [toBase64(top)] },
    ];
    expect(found(issuers, leaf).map(({ rule }) => rule.id)).toEqual(['cert.untrusted-issuer']);
  });

  it('takes no stranger for the link', () => {
    const issuers: FetchedIssuer[] = [
      { url: lowerUrl, outcome: 'certificates', detail: '', certificates: [toBase64(intermediateDer)] },
    ];
    const [finding] = found(issuers, leaf);
    expect(finding?.rule.id).toBe('cert.missing-intermediate');
    expect(finding?.evidence.available).toEqual([]);
  });
});

it('finds the link that a host of badmx leaves out', async () => {
  const verdict = await townService().probe(ask('missing-intermediate.badmx.test'));
  const [finding] = verdict.findings;
  expect(finding?.id).toBe('cert.missing-intermediate');
  expect(finding?.evidence.available).toEqual([
    { subject: 'CN=badmx intermediate', url: 'http://aia.badmx.test/intermediate.cer' },
  ]);
});
