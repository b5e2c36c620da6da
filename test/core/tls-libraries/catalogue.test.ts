/** The tables of TLS libraries: whole, and each row with where it comes from. */
import { expect, it } from 'vitest';
import { libraries, librariesThat } from '../../../src/core/tls-libraries/catalogue.ts';

it('knows the libraries of the policy engine, each once', () => {
  const ids = libraries.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    expect.arrayContaining(['openssl-level-2', 'gnutls', 'boringssl-default', 'libressl', 'schannel', 'go']),
  );
});

it.each(libraries)('$id says of each row how sure it is', ({ id: _id, library: _library, ...rows }) => {
  for (const [name, row] of Object.entries(rows)) {
    expect(['measured', 'source-code', 'vendor-documentation', 'report'], name).toContain(row.confidence);
    expect(row.source.length, name).toBeGreaterThan(3);
  }
});

it('tells who refuses a Diffie-Hellman group of 1024 bits', () => {
  expect(librariesThat(({ minimumDhBits }) => minimumDhBits.value > 1024)).toEqual([
    'OpenSSL 3, security level 2',
  ]);
});
