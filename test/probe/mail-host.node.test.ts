/** The addresses of one mail host: each goes on by itself. */
import { afterEach, expect, test } from 'vitest';
import { cryptography } from '../../src/adapters/cryptography.ts';
import { createDial } from '../../src/adapters/sockets.ts';
import type { DnsAnswer } from '../../src/core/dns/answer.ts';
import { budgetsFor, Deadline, defaultBudgets, Gate } from '../../src/probe/budgets.ts';
import { observeHost } from '../../src/probe/mail-host.ts';
import type { DialResult } from '../../src/probe/ports.ts';
import { type MailServer, startMailServer } from './tls-mail-server.ts';

const silent = '127.0.0.2';
let server: MailServer | undefined;
afterEach(async () => await server?.close());

async function resolve(name: string, type: DnsAnswer['type']): Promise<DnsAnswer> {
  const here = type === 'A' && !name.startsWith('_');
  return {
    name,
    type,
    outcome: here ? 'answer' : 'no-data',
    records: here ? [silent, '127.0.0.1'].map((address) => ({ type: 'A', address })) : [],
    cnames: [],
    rcode: 'NOERROR',
    ad: false,
    dnssec: 'insecure',
    ede: [],
    ttlSeconds: 60,
    resolver: 'test',
    failedResolvers: [],
  };
}

test('one that is silent does not keep another from being enumerated', async () => {
  const mail = await startMailServer({ ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
  server = mail;
  const budgets = budgetsFor('full', defaultBudgets);
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  const dialMail = createDial({ ports: [25], portMap: () => mail.port });
  const waiting: (() => void)[] = [];
  let done = false;
  const observing = observeHost(
    { name: 'mx.test', preference: 10 },
    {
      ports: {
        dial: (endpoint, options) =>
          endpoint.address === silent
            ? new Promise<DialResult>((give) =>
                waiting.push(() => give({ kind: 'timeout', detail: 'silent' })),
              )
            : dialMail(endpoint, options),
        createResolve: () => ({ resolve, resolvers: [] }),
        fetchPolicy: () => Promise.reject(new TypeError('no policy is asked for')),
        cryptography,
        clock,
        vantage: { id: 'test', runtime: 'test', ehloName: 'probe.test' },
        egressReferences: [],
        allowSpecialAddresses: true,
      },
      resolve,
      budgets,
      deadline: new Deadline(() => clock.monotonic(), budgets),
      gate: new Gate(budgets.connectionsAtOnce),
      port: 25,
      depth: 'full',
      beyondBudget: false,
    },
  ).finally(() => {
    done = true;
  });
  // The three ordinary sessions, and more: an enumeration.
  await expect.poll(() => mail.connections(), { timeout: 10_000 }).toBeGreaterThan(8);
  expect(done).toBe(false);
  const release = setInterval(() => {
    for (const give of waiting.splice(0)) give();
  }, 5);
  const { addresses } = await observing;
  clearInterval(release);
  expect(addresses.map(({ ip, enumeration }) => [ip, enumeration?.versions])).toEqual([
    [silent, undefined],
    ['127.0.0.1', ['TLSv1.3', 'TLSv1.2']],
  ]);
});
