import { describe, expect, it } from 'vitest';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { daneNames, findDaneName } from '../../../src/core/dane/names.ts';
import { presentTlsa, safeToDeployAt, tlsaFor, zoneLine } from '../../../src/core/dane/publish.ts';
import { parseCertificate } from '../../../src/core/x509/certificate.ts';
import { vector } from './vectors.ts';

const parsed = (title: string) => {
  const result = parseCertificate(vector(title).chain[0] ?? new Uint8Array());
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};

describe('tlsaFor', () => {
  it.each(['3 0 0', '3 0 1', '3 0 2', '3 1 0', '3 1 1', '3 1 2'])(
    'writes the %s that vectors have',
    (text) => {
      const [usage, selector, matchingType] = text.split(' ').map(Number);
      const [expected] = vector(`${text} of the leaf`).records;
      if (usage !== 3 || (selector !== 0 && selector !== 1)) throw new TypeError(text);
      if (matchingType !== 0 && matchingType !== 1 && matchingType !== 2) throw new TypeError(text);
      const record = tlsaFor(parsed(`${text} of the leaf`), cryptography, { usage, selector, matchingType });
      expect(record).toEqual(expected);
    },
  );

  it('writes 3 1 1 unless told otherwise', () => {
    const record = tlsaFor(parsed('3 1 1 of the leaf'), cryptography);
    expect(presentTlsa(record)).toBe(`3 1 1 ${vector('3 1 1 of the leaf').records[0]?.data}`);
  });
});

describe('zoneLine', () => {
  it('C22: names the port and the mail host, and ends the name', () => {
    const record = { usage: 3, selector: 1, matchingType: 1, data: 'AB' };
    expect(zoneLine('mx.example.net', 25, record)).toBe('_25._tcp.mx.example.net. IN TLSA 3 1 1 ab');
    expect(zoneLine('mx.example.net.', 465, record)).toBe('_465._tcp.mx.example.net. IN TLSA 3 1 1 ab');
  });
});

describe('safeToDeployAt', () => {
  it('C42: is two TTLs after the record was published, or one and the propagation where that is later', () => {
    const published = new Date('2026-11-22T10:00:00Z');
    expect(safeToDeployAt(published, 300, 3600).toISOString()).toBe('2026-11-22T11:05:00.000Z');
    expect(safeToDeployAt(published, 7200, 3600).toISOString()).toBe('2026-11-22T14:00:00.000Z');
  });
});

describe('daneNames', () => {
  it('C34: base domain first, then next hop and its expansion, each once', () => {
    const nextHop = { domain: 'Example.ORG.', expanded: 'mx.example.net' };
    expect(daneNames({ baseDomain: 'mx.example.net.', nextHop })).toEqual(['mx.example.net', 'example.org']);
    expect(daneNames({ baseDomain: 'mx.example.net' })).toEqual(['mx.example.net']);
  });
});

describe('findDaneName', () => {
  it('takes a common name only where there is no SAN', () => {
    expect(findDaneName(parsed('a common name where there is no SAN'), ['example.com'])).toBe('example.com');
    expect(findDaneName(parsed('a leaf of another name'), ['other', 'example.com'])).toBeUndefined();
  });
});
