import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../../src/core/base/text.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { parseCertificate } from '../../../src/core/x509/certificate.ts';
import { matchHostName } from '../../../src/core/x509/names.ts';
import { validatePath } from '../../../src/core/x509/path.ts';
import { isStrictMatch, strictPolicy } from '../../../src/core/x509/strict.ts';
import { apollo } from '../../fixtures/certificates/apollo.ts';
import { world } from '../../fixtures/certificates/world.ts';
import { anchorsOf, certificateOf, derOf } from './fixtures.ts';
import { countingVerifier, extension, type Forged, forge, forgeFacts, oid, sequence, tlv } from './forge.ts';

const now = new Date('2026-11-22T12:00:00Z');
const root = forgeFacts({ subject: 'root', issuer: 'root', key: 'root', signer: 'root', ca: true });
const anchors = createAnchorStore([anchorOf(root, '00')]);
const ca = (subject: string, issuer: string, more: Partial<Forged> = {}) =>
  forgeFacts({ subject, issuer, key: subject, signer: issuer, ca: true, ...more });
const leafOf = (issuer: string, more: Partial<Forged> = {}) =>
  forgeFacts({ subject: 'leaf', issuer, key: 'leaf', signer: issuer, dns: ['mx.example.test'], ...more });

function validate(leaf: Parameters<typeof validatePath>[0]['leaf'], sent: (typeof leaf)[]) {
  const { counter, cryptography } = countingVerifier();
  const result = validatePath({ leaf, sent, anchors, now, cryptography, purpose: 'serverAuth' });
  return { result, codes: result.problems.map(({ code }) => code), checks: counter.checks };
}

/** Park and Miller's generator: the same mutations on every run. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48271) % 0x7fffffff;
    yield state;
  }
}

describe('mutated certificates', () => {
  const originals = [world.leaf, world.inter, world.named, world.staple, apollo].map(derOf);
  const random = randomNumbers(20100907);
  const next = (below: number) => random.next().value % below;
  const mutate = (der: Uint8Array): Uint8Array => {
    const bytes = Uint8Array.from(der);
    for (let count = 1 + next(4); count > 0; count--) bytes[next(bytes.length)] = next(256);
    const cut = next(bytes.length);
    return next(8) === 0 ? bytes.subarray(0, cut) : bytes;
  };
  const mutants = Array.from({ length: 1000 }, (_, i) =>
    mutate(originals[i % originals.length] ?? new Uint8Array()),
  );

  it('parse, or are refused by name, all 1,000', () => {
    const outcomes = mutants.map((bytes) => {
      const parsed = parseCertificate(bytes);
      return parsed.ok ? 'parsed' : parsed.error.code;
    });
    expect(outcomes.filter((outcome) => outcome === 'parsed').length).toBeGreaterThan(100);
    expect(outcomes.filter((outcome) => outcome === 'malformed').length).toBeGreaterThan(100);
    expect(new Set(outcomes)).toEqual(new Set(['parsed', 'malformed', 'trailing-bytes']));
  });

  it('are judged without a throw where they parse, as leaf and as issuer', () => {
    const intact = certificateOf(world.leaf);
    const { cryptography } = countingVerifier();
    const kinds = mutants.flatMap((bytes) => {
      const parsed = parseCertificate(bytes);
      if (!parsed.ok) return [];
      const input = {
        anchors: anchorsOf(world.root),
        now,
        cryptography,
        purpose: 'serverAuth',
        policy: strictPolicy,
      } as const;
      isStrictMatch(matchHostName(parsed.value, 'mx.example.test'));
      return [
        validatePath({ ...input, leaf: parsed.value, sent: [] }).kind,
        validatePath({ ...input, leaf: intact, sent: [parsed.value] }).kind,
      ];
    });
    expect(new Set(kinds)).toEqual(new Set(['untrusted']));
  });
});

describe('large certificates', () => {
  const hosts = Array.from({ length: 11_000 }, (_, i) => `host-${i}.mail.example.test`);

  it('of 9,000 names (250 KB) are read, and searched to the last name; larger ones are refused by name', () => {
    const der = forge({
      subject: '',
      issuer: 'root',
      key: 'leaf',
      signer: 'root',
      dns: hosts.slice(0, 9_000),
    });
    expect(der.length).toBeGreaterThan(250_000);
    const parsed = parseCertificate(der);
    if (!parsed.ok) throw new TypeError(parsed.error.detail);
    expect(parsed.value.subjectAltNames?.dns).toHaveLength(9_000);
    expect(matchHostName(parsed.value, 'host-8999.mail.example.test')).toMatchObject({ kind: 'matched' });
    expect(
      parseCertificate(forge({ subject: '', issuer: 'root', key: 'leaf', signer: 'root', dns: hosts })),
    ).toMatchObject({
      ok: false,
      error: { code: 'too-large' },
    });
  });

  it('whose names and constraints would be quadratic are given up by budget', () => {
    const permittedDns = Array.from({ length: 3_000 }, (_, i) => `d${i}.test`);
    const leaf = leafOf('named', { dns: hosts.slice(0, 3_000) });
    const { result, codes } = validate(leaf, [
      ca('named', 'root', { permittedDns: [...permittedDns, 'example.test'] }),
    ]);
    expect(result.kind).toBe('untrusted');
    expect(codes).toEqual(['budget']);
  });

  it('with an extension that is no DER keep the others', () => {
    const broken = extension('2.5.29.37', Uint8Array.of(0x30, 5, 1));
    const facts = leafOf('root', { extensions: [broken, extension('1.2.3.4', oid('1.2.3'))] });
    expect(facts.faults.map(({ code, oid: id }) => [code, id])).toEqual([
      ['malformed-extension', '2.5.29.37'],
    ]);
    expect(facts.subjectAltNames?.dns).toEqual(['mx.example.test']);
    expect(validate(facts, []).codes).toEqual(['malformed-extension']);
  });

  it('with an extension twice are said to have it twice', () => {
    const twice = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1')));
    const facts = leafOf('root', { extensions: [twice, twice] });
    expect(facts.faults.map(({ code }) => code)).toEqual(['duplicate-extension']);
    expect(validate(facts, []).codes).toEqual(['malformed-extension']);
  });
});

describe('many certificates', () => {
  const names = Array.from({ length: 100 }, (_, i) => `ca${i}`);
  const deep = names.map((subject, i) => ca(subject, names[i + 1] ?? 'root'));

  it('in a chain of 100, sent backwards, are one signature check each', () => {
    const { result, checks } = validate(leafOf('ca0'), deep.toReversed());
    expect(result).toMatchObject({ kind: 'trusted' });
    expect(result.path).toHaveLength(101);
    expect(checks).toBe(101);
  });

  it('in a chain of 100 that ends nowhere are a missing issuer at its top', () => {
    const { result, checks } = validate(leafOf('ca0'), deep.slice(0, -1));
    expect(result.problems.map(({ code, depth }) => [code, depth])).toEqual([['missing-issuer', 99]]);
    expect(checks).toBe(99);
  });

  it('that all sign each other end in a budget, not in a search of all paths', () => {
    const mesh = names.slice(0, 20).flatMap((subject) =>
      names
        .slice(0, 20)
        .filter((other) => other !== subject)
        .map((issuer) => ca(subject, issuer)),
    );
    const { codes, checks } = validate(leafOf('ca0'), mesh);
    expect(codes).toEqual(['budget']);
    expect(checks).toBeLessThanOrEqual(128);
  });

  it('that all sign each other do not hide the way to an anchor', () => {
    const ring = names.slice(0, 5);
    const mesh = ring.flatMap((subject) =>
      ring.filter((other) => other !== subject).map((issuer) => ca(subject, issuer)),
    );
    expect(validate(leafOf('ca0'), [...mesh, ca('ca4', 'root')]).result.kind).toBe('trusted');
  });

  it('that all sign each other are checked once each', () => {
    const ring = names.slice(0, 4);
    const mesh = ring.flatMap((subject) =>
      ring.filter((other) => other !== subject).map((issuer) => ca(subject, issuer)),
    );
    const { codes, checks } = validate(leafOf('ca0'), mesh);
    expect(codes).toEqual(['missing-issuer']);
    expect(checks).toBeLessThanOrEqual(1 + mesh.length);
  });

  it('show a missing issuer rather than a forgery where both are to be had', () => {
    const forged = ca('x', 'root', { signer: 'nobody' });
    expect(validate(leafOf('x'), [forged, ca('x', 'gone')]).codes).toEqual(['missing-issuer']);
    expect(validate(leafOf('x'), [forged]).codes).toEqual(['bad-signature']);
  });

  it('of one name and 200 keys are tried within the budget', () => {
    const crowd = Array.from({ length: 200 }, (_, i) => ca('crowd', 'root', { key: `key${i}` }));
    const { result, codes, checks } = validate(leafOf('crowd', { signer: 'nobody' }), crowd);
    expect(result.kind).toBe('untrusted');
    expect(codes).toContain('budget');
    expect(checks).toBeLessThanOrEqual(128);
  });
});

describe('impostors', () => {
  it('with the name of an anchor and a key of their own are not trusted', () => {
    const impostor = forgeFacts({ subject: 'root', issuer: 'root', key: 'evil', signer: 'evil' });
    expect(validate(impostor, []).codes).toEqual(['self-signed-leaf']);
    expect(validate(leafOf('root', { signer: 'evil' }), []).codes).toEqual(['bad-signature']);
    const evilRoot = ca('root', 'root', { key: 'evil', signer: 'evil' });
    expect(validate(leafOf('root', { signer: 'evil' }), [evilRoot]).codes).toEqual([
      'self-signed-root-not-trusted',
    ]);
  });

  it('that name one algorithm inside and another outside have no good signature', () => {
    const der = Uint8Array.from(derOf(world.leaf));
    // The outer ecdsa-with-SHA256 (1.2.840.10045.4.3.2), behind the part that is signed.
    const marker = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
    const at = der.findLastIndex((_, i) => marker.every((byte, k) => der[i + k] === byte));
    der[at + 7] = 0x03;
    const parsed = parseCertificate(der);
    if (!parsed.ok) throw new TypeError(parsed.error.detail);
    expect(parsed.value.faults.map(({ code }) => code)).toEqual(['signature-algorithm-mismatch']);
    const sent = [certificateOf(world.inter)];
    const result = validatePath({
      leaf: parsed.value,
      sent,
      anchors: anchorsOf(world.root),
      now,
      cryptography: { verify: () => 'valid' },
      purpose: 'serverAuth',
    });
    expect(result.problems.map(({ code, depth }) => [code, depth])).toEqual([['bad-signature', 0]]);
  });
});

describe("an anchor's name constraints", () => {
  const judge = (nameConstraints: Uint8Array) => {
    const store = createAnchorStore([{ ...anchorOf(root, '00'), nameConstraints }]);
    const { cryptography } = countingVerifier();
    const input = { sent: [], anchors: store, now, cryptography, purpose: 'serverAuth' } as const;
    return validatePath({ ...input, leaf: leafOf('root') }).problems.map(({ code, depth }) => [code, depth]);
  };
  const permitting = (host: string) => sequence(tlv(0xa0, sequence(tlv(0x82, asciiBytes(host)))));

  it('bind what lies below, and distrust everything where they can not be read', () => {
    expect(judge(permitting('example.test'))).toEqual([]);
    expect(judge(permitting('example.org'))).toEqual([['name-constraints', 0]]);
    expect(judge(Uint8Array.of(0x30, 5, 1))).toEqual([['malformed-extension', 1]]);
  });
});

describe('policies (RFC 5280 §6.1)', () => {
  const chain = (leaf: Partial<Forged>, issuer: Partial<Forged>) =>
    validate(leafOf('issuer', leaf), [ca('issuer', 'root', issuer)]).codes;

  it('matter only where a CA demands one', () => {
    expect(chain({ policies: ['1.2.3'] }, { policies: ['1.2.4'] })).toEqual([]);
    expect(chain({ policies: ['1.2.3'] }, { policies: ['1.2.4'], requireExplicitPolicy: 0 })).toEqual([
      'policy',
    ]);
    expect(chain({ policies: ['1.2.3'] }, { policies: ['1.2.3'], requireExplicitPolicy: 0 })).toEqual([]);
    expect(chain({ policies: ['1.2.3'] }, { policies: ['2.5.29.32.0'], requireExplicitPolicy: 0 })).toEqual(
      [],
    );
    expect(chain({}, { policies: ['1.2.3'], requireExplicitPolicy: 0 })).toEqual(['policy']);
  });

  it('may be wanted one certificate later, and are still wanted at the end (§6.1.5)', () => {
    expect(chain({}, { policies: ['1.2.3'], requireExplicitPolicy: 1 })).toEqual(['policy']);
    expect(chain({}, { policies: ['1.2.3'], requireExplicitPolicy: 2 })).toEqual([]);
  });

  it('are lost where the first certificate goes without', () => {
    const above = ca('above', 'root', { policies: ['1.2.3'], requireExplicitPolicy: 0 });
    const { result } = validate(leafOf('below', { policies: ['1.2.3'] }), [ca('below', 'above'), above]);
    expect(result.problems.map(({ code, depth }) => [code, depth])).toEqual([['policy', 1]]);
  });
});
