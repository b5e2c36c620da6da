/**
 * The hello that asks for every sender goes over the wire as one ClientHello that reads back whole, common suites first.
 */
import { describe, expect, test } from 'vitest';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { everySenderHello, everySenderHelloName } from '../../../src/core/senders/every-sender-hello.ts';
import { createTlsClient } from '../../../src/core/tls/client.ts';
import { parseClientHello } from '../../../src/core/tls/client-hello.ts';
import { broadHello } from '../../../src/core/tls/hellos.ts';
import { suiteName } from '../../../src/core/tls/suites.ts';
import { mailHost } from '../observation-builder.ts';

const recordHeader = 5;

describe('the hello that asks for every sender', () => {
  const client = createTlsClient({
    hello: everySenderHello,
    helloName: everySenderHelloName,
    serverName: mailHost,
    cryptography,
  });
  const flight = client.start();
  const parsed = parseClientHello(flight.subarray(recordHeader));

  test('is one record, and reads back', () => {
    expect(parsed).toMatchObject({ ok: true });
    expect(flight.length).toBeLessThan(16_384);
  });

  test('begins with what the broad hello asks, so that a server which reads only the first 64 suites sees it', () => {
    expect(everySenderHello.suites.slice(0, broadHello.suites.length)).toEqual(broadHello.suites);
    expect(broadHello.suites.length).toBeLessThanOrEqual(64);
  });

  test('puts anonymous suites last', () => {
    const names = everySenderHello.suites.map(suiteName);
    const first = names.findIndex((name) => name.includes('_anon_'));
    expect(first).toBeGreaterThan(0);
    expect(names.slice(first).every((name) => name.includes('_anon_'))).toBe(true);
  });
});
