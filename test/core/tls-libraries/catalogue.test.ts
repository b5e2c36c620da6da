/** The tables of TLS libraries: whole, and each row with where it comes from. */
import { expect, it } from 'vitest';
import { confidences } from '../../../src/core/base/confidence.ts';
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
    expect([...confidences, 'none'], name).toContain(row.confidence);
    // What is not known rests on nothing, and what rests on nothing is not known.
    if (row.confidence === 'none') expect(row.value, name).toBe('unknown');
    if (row.value !== 'unknown') expect(row.source, name).not.toMatch(/not (measured|published|tried)/i);
    expect(row.source.length, name).toBeGreaterThan(3);
  }
});

it('tells who refuses a Diffie-Hellman group of 1024 bits', () => {
  expect(librariesThat(({ minimumDhBits }) => minimumDhBits.value > 1024)).toEqual([
    'OpenSSL 3, security level 2',
  ]);
});
