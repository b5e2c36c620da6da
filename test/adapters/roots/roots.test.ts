import { describe, expect, it } from 'vitest';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { readAnchors } from '../../../src/adapters/roots/anchors.ts';
import { mozillaAnchors, rootsDate } from '../../../src/adapters/roots/mozilla.ts';
import { parseAnchors } from '../../../src/adapters/roots/own.ts';
import { createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { validatePath } from '../../../src/core/x509/path.ts';
import { parsePem } from '../../../src/core/x509/pem.ts';
import { world } from '../../fixtures/certificates/world.ts';
import limbo from '../../vectors/x509-limbo/public.json' with { type: 'json' };

const read = (pem: string) => {
  const parsed = parsePem(pem);
  if (!parsed.ok || !parsed.value[0]) throw new TypeError('fixture refused');
  return parsed.value[0];
};

describe("Mozilla's roots", () => {
  const store = createAnchorStore(mozillaAnchors());

  it('are a dated list with a name, a key and a fingerprint each', () => {
    expect(rootsDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(store.size).toBeGreaterThan(100);
    for (const anchor of mozillaAnchors()) {
      expect(anchor.fingerprint).toMatch(/^[0-9a-f]{64}$/);
      expect(anchor.spki[0]).toBe(0x30);
      expect(anchor.label).not.toBe('');
    }
  });

  it.each(limbo.testcases.filter(({ id }) => id.startsWith('online::')).map((one) => [one.id, one] as const))(
    'trust the real chain of %s',
    (_, one) => {
      const result = validatePath({
        leaf: read(one.peer_certificate),
        sent: one.untrusted_intermediates.map(read),
        anchors: store,
        now: new Date(one.validation_time ?? 0),
        cryptography,
        purpose: 'serverAuth',
        host: one.expected_peer_name?.value ?? '',
      });
      expect(result.problems).toEqual([]);
      expect(result.name?.kind).toBe('matched');
    },
  );
});

describe('parseAnchors', () => {
  it('reads a bundle with prose in it', () => {
    const anchors = parseAnchors(`# ours\n${world.root}\r\nand theirs:\n${world.other}\n`, cryptography);
    expect(anchors.ok ? anchors.value.map(({ label }) => label) : anchors.error).toEqual([
      'Test Root',
      'Other Root',
    ]);
  });

  it.each([
    ['nothing', '', 'no-certificate', 0],
    ['a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'no-certificate', 0],
    ['half a block', world.root.slice(0, 200), 'unfinished', 1],
    [
      'letters that are no base64',
      '-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----',
      'not-base64',
      1,
    ],
    [
      'a good one and a bad one',
      `${world.root}\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----`,
      'malformed',
      2,
    ],
  ])('refuses %s by name', (_, text, code, block) => {
    const anchors = parseAnchors(text, cryptography);
    expect(anchors.ok ? anchors.value : anchors.error).toMatchObject({ code, block });
  });
});

describe('readAnchors', () => {
  const size = mozillaAnchors().length;

  it("adds the administrator's own to Mozilla's", () => {
    const stores = [readAnchors(), readAnchors(`${world.root}\n${world.other}`)];
    expect(stores.map((store) => (store.ok ? store.value.size : store.error))).toEqual([size, size + 2]);
  });

  it('says which certificate is wrong', () => {
    const bad = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----';
    const store = readAnchors(`${world.root}\n${bad}`);
    expect(store.ok ? '' : store.error).toMatch(/^certificate 2: malformed: /);
    expect(readAnchors('hello')).toMatchObject({ ok: false });
  });
});
