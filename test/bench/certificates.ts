/**
 * How the cost of a certificate grows with what a peer puts into it: each case at 1x and at 10x, the ratio beside it.
 * Linear is about 10, quadratic about 100; a case that a budget ends stays below. Run by hand: node test/bench/certificates.ts
 */
import { toBase64 } from '../../src/core/base/text.ts';
import { deriveFacts } from '../../src/core/facts/derive.ts';
import { findAll } from '../../src/core/rules/engine.ts';
import { anchorOf, createAnchorStore } from '../../src/core/x509/anchors.ts';
import { parseCertificate } from '../../src/core/x509/certificate.ts';
import { missingLinkUrls } from '../../src/core/x509/missing-links.ts';
import { matchHostName } from '../../src/core/x509/names.ts';
import { validatePath } from '../../src/core/x509/path.ts';
import { cryptography } from '../core/judging.ts';
import {
  completed,
  healthyObservation,
  host,
  judgedAt,
  starttlsSession,
  withHandshake,
} from '../core/observation-builder.ts';
import { countingVerifier, type Forged, forge, forgeFacts } from '../core/x509/forge.ts';

interface Case {
  readonly title: string;
  /** What 1x is. */
  readonly size: number;
  /** Prepared outside of what is timed. */
  readonly prepare: (size: number) => () => unknown;
}

const now = new Date(judgedAt);
const anchors = createAnchorStore([
  anchorOf(forgeFacts({ subject: 'root', issuer: 'root', key: 'root', signer: 'root', ca: true }), 'root'),
]);
const verify = countingVerifier().cryptography;

const named = (count: number): Forged => ({
  subject: '',
  issuer: 'root',
  key: 'leaf',
  signer: 'root',
  dns: Array.from({ length: count }, (_, i) => `host-${i}.mail.example.test`),
});
const issuer = (i: number, count: number) => (i === count ? 'root' : `ca${i}`);
/** Leaf first, each signed by the next. */
const deep = (count: number): Forged[] => [
  {
    subject: 'leaf',
    issuer: issuer(1, count),
    key: 'leaf',
    signer: issuer(1, count),
    dns: ['mx.example.test'],
  },
  ...Array.from({ length: count - 1 }, (_, i) => ({
    subject: `ca${i + 1}`,
    issuer: issuer(i + 2, count),
    key: `ca${i + 1}`,
    signer: issuer(i + 2, count),
    ca: true,
  })),
];
/** Many authorities of one name and different keys, each vouching for the others. */
const mesh = (count: number): Forged[] =>
  Array.from({ length: count }, (_, i) => ({
    subject: 'mesh',
    issuer: 'mesh',
    key: `mesh${i}`,
    signer: `mesh${(i + 1) % count}`,
    ca: true,
  }));

const judgeChain = (chain: readonly Forged[]) => {
  const observation = withHandshake(completed({ certificates: chain.map((each) => toBase64(forge(each))) }));
  const context = { anchors, cryptography: { ...cryptography, ...verify }, now };
  return () => findAll(deriveFacts(observation, context));
};

const judgeSessions = (chains: readonly (readonly Forged[])[]) => {
  const sessions = chains.map((chain) =>
    starttlsSession({
      handshake: completed({ certificates: chain.map((each) => toBase64(forge(each))) }),
    }),
  );
  const addresses = [{ ip: '192.0.2.1', sessions }];
  const observation = { ...healthyObservation(), hosts: [host({ addresses })] };
  const context = { anchors, cryptography: { ...cryptography, ...verify }, now };
  return () => findAll(deriveFacts(observation, context));
};

const cases: readonly Case[] = [
  {
    title: 'parse a certificate of n names',
    size: 900,
    prepare: (size) => {
      const der = forge(named(size));
      return () => parseCertificate(der);
    },
  },
  {
    title: 'match the last of n names',
    size: 900,
    prepare: (size) => {
      const facts = forgeFacts(named(size));
      return () => matchHostName(facts, `host-${size - 1}.mail.example.test`);
    },
  },
  {
    title: 'validate a chain of n, sent backwards',
    size: 10,
    prepare: (size) => {
      const [leaf, ...sent] = deep(size).map(forgeFacts);
      if (!leaf) throw new RangeError('no leaf');
      const input = { leaf, sent: sent.toReversed(), anchors, now, cryptography: verify };
      return () => validatePath({ ...input, purpose: 'serverAuth' });
    },
  },
  {
    title: 'validate below n authorities that vouch for each other (a budget ends it)',
    size: 10,
    prepare: (size) => {
      const leaf = forgeFacts({ subject: 'leaf', issuer: 'mesh', key: 'leaf', signer: 'mesh0' });
      const input = { leaf, sent: mesh(size).map(forgeFacts), anchors, now, cryptography: verify };
      return () => validatePath({ ...input, purpose: 'serverAuth' });
    },
  },
  {
    title: 'look for the missing link of a chain of n',
    size: 60,
    prepare: (size) => {
      const chain = deep(size).map(forgeFacts);
      return () => missingLinkUrls(chain, () => false);
    },
  },
  { title: 'judge a chain of n, facts and all rules', size: 10, prepare: (size) => judgeChain(deep(size)) },
  {
    title: 'judge a leaf with n strangers behind it',
    size: 60,
    prepare: (size) => judgeChain([...deep(1), ...mesh(size)]),
  },
  {
    title: 'judge n sessions that show the same 32 strangers',
    size: 6,
    prepare: (size) => judgeSessions(Array.from({ length: size }, () => mesh(32))),
  },
  {
    title: 'judge n sessions that each show 32 others (a budget ends it)',
    size: 6,
    prepare: (size) =>
      judgeSessions(
        Array.from({ length: size }, (_, n) => mesh(32).map((each, i) => ({ ...each, key: `k${n}-${i}` }))),
      ),
  },
  { title: 'judge a certificate of n names', size: 900, prepare: (size) => judgeChain([named(size)]) },
];

/** Milliseconds of one run: the least of several, since whatever else the machine does only adds. */
function leastMs(run: () => unknown): number {
  run();
  let least = Number.POSITIVE_INFINITY;
  const end = performance.now() + 500;
  for (let runs = 0; runs < 3 || performance.now() < end; runs++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

console.log('ms at 1x'.padStart(10), 'at 10x'.padStart(10), 'ratio'.padStart(7));
for (const { title, size, prepare } of cases) {
  const [once, tenfold] = [leastMs(prepare(size)), leastMs(prepare(10 * size))];
  const columns = [
    once.toFixed(3).padStart(10),
    tenfold.toFixed(3).padStart(10),
    (tenfold / once).toFixed(1).padStart(7),
  ];
  console.log(...columns, ` ${title}, n = ${size} and ${10 * size}`);
}
