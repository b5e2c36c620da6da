/** Stapled OCSP responses (RFC 6960): what they say, when they say it, and who may say it. */
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../src/core/base/text.ts';
import { parseCertificate } from '../../../src/core/x509/certificate.ts';
import { checkStaple, type StapleInput } from '../../../src/core/x509/staple.ts';
import { writeCertificate } from '../../../src/demo/certificate.ts';
import { objectIdentifier, sequence } from '../../../src/demo/der.ts';
import { opensslOcsp } from '../../fixtures/certificates/ocsp.ts';
import { cryptography } from '../judging.ts';
import { intermediateKey, issue, newKey, parse, spkiOf } from '../rules/issue.ts';
import { type StapleOptions, writeStaple } from './ocsp-writer.ts';

const leaf = parse(issue());
const span = { thisUpdate: new Date('2026-06-01T00:00:00Z'), nextUpdate: new Date('2026-06-08T00:00:00Z') };

const check = (overrides: Partial<StapleOptions> = {}, input: Partial<StapleInput> = {}) =>
  checkStaple({
    response: writeStaple({ leaf, issuer: intermediateKey, ...span, ...overrides }),
    leaf,
    issuerKey: spkiOf(intermediateKey),
    now: new Date('2026-06-02T00:00:00Z'),
    cryptography,
    ...input,
  });

describe('what it says', () => {
  it('takes good, unknown and revoked from the issuer, with either hash', () => {
    const times = { thisUpdate: '2026-06-01T00:00:00Z', nextUpdate: '2026-06-08T00:00:00Z' };
    expect(check()).toEqual({ kind: 'good', ...times, hasScts: false });
    expect(check({ hash: 'sha256', hasScts: true })).toEqual({ kind: 'good', ...times, hasScts: true });
    expect(check({ status: 'unknown' })).toEqual({ kind: 'unknown', ...times, hasScts: false });
    const revokedAt = new Date('2026-05-05T05:05:05Z');
    expect(check({ status: 'revoked', reason: 1, revokedAt })).toEqual({
      kind: 'revoked',
      at: '2026-05-05T05:05:05Z',
      reason: 'keyCompromise',
      thisUpdate: times.thisUpdate,
    });
    expect(check({ status: 'revoked', revokedAt })).not.toHaveProperty('reason');
  });

  it.each([
    ['2026-05-31T23:59:59Z', 'not-yet-valid'],
    ['2026-06-01T00:00:00Z', undefined],
    ['2026-06-08T00:00:00Z', undefined],
    ['2026-06-08T00:00:01Z', 'expired'],
  ])('at %s: %s', (now, code) => {
    const result = check({}, { now: new Date(now) });
    expect(result.kind === 'unusable' ? result.code : undefined).toBe(code);
  });

  it('is good without an end where it names none', () => {
    const { thisUpdate } = span;
    const response = writeStaple({ leaf, issuer: intermediateKey, thisUpdate });
    expect(check({}, { response, now: new Date('2030-01-01T00:00:00Z') }).kind).toBe('good');
  });
});

describe('what it costs', () => {
  it('is one digest of the issuer and one of its key, however many entries are about this serial number', () => {
    const other = newKey();
    const stranger = parse(issue({ issuer: 'Other', issuerKey: other }));
    let digests = 0;
    const counting = {
      ...cryptography,
      hash: (...input: Parameters<typeof cryptography.hash>) => {
        digests++;
        return cryptography.hash(...input);
      },
    };
    const options = { leaf: stranger, issuer: other, serial: leaf.serial, copies: 500 };
    expect(check(options, { cryptography: counting })).toMatchObject({ code: 'other-certificate' });
    expect(digests).toBe(2);
  });
});

describe('who says it, and of whom', () => {
  const unusable = (code: string) => ({ kind: 'unusable', code });

  it('asks for this certificate and this issuer', () => {
    expect(check({ serial: '01' })).toMatchObject(unusable('other-certificate'));
    expect(check({ issuer: newKey() })).toMatchObject(unusable('other-certificate'));
  });

  it('refuses a stranger as signer, and takes nothing unsigned for granted', () => {
    expect(check({ signer: newKey() })).toMatchObject(unusable('bad-signature'));
    const { response } = { response: writeStaple({ leaf, issuer: intermediateKey, ...span }) };
    const blind = checkStaple({ response, leaf, now: new Date('2026-06-02T00:00:00Z'), cryptography });
    expect(blind).toMatchObject(unusable('not-checked'));
  });

  it('takes a responder whom the issuer named, and no other', () => {
    const signer = newKey();
    const responder = (oid: string, by = intermediateKey, until = '2027-01-01T00:00:00Z') =>
      writeCertificate({
        subject: 'responder',
        subjectKey: signer.publicKey,
        issuer: 'Public Intermediate',
        issuerKey: by,
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date(until),
        extensions: [{ oid: '2.5.29.37', value: sequence(objectIdentifier(oid)) }],
      });
    const [ocspSigning, serverAuth] = ['1.3.6.1.5.5.7.3.9', '1.3.6.1.5.5.7.3.1'];
    const by = (certificate: Uint8Array) => check({ signer, certificates: [certificate] });
    expect(by(responder(ocspSigning)).kind).toBe('good');
    expect(by(responder(serverAuth))).toMatchObject(unusable('bad-signature'));
    expect(by(responder(ocspSigning, newKey()))).toMatchObject(unusable('bad-signature'));
    expect(by(responder(ocspSigning, intermediateKey, '2026-06-01T00:00:00Z'))).toMatchObject(
      unusable('bad-signature'),
    );
  });

  it('names a refusal and garbage', () => {
    expect(check({ responseStatus: 3 })).toEqual({
      kind: 'unusable',
      code: 'refused',
      detail: 'the responder answered tryLater',
    });
    expect(check({}, { response: Uint8Array.of(0x30, 1) })).toMatchObject(unusable('malformed'));
  });

  it('survives every truncation and every changed byte', () => {
    const whole = writeStaple({ leaf, issuer: intermediateKey, ...span, status: 'revoked', reason: 1 });
    for (let i = 0; i < whole.length; i++) {
      expect(check({}, { response: whole.subarray(0, i) })).toMatchObject(unusable('malformed'));
      const changed = whole.slice();
      changed[i] = (changed[i] ?? 0) ^ 0xff;
      // The outer frame is not signed, so a change there may leave the answer as it is; nothing else may come of it.
      const result = check({}, { response: changed });
      expect(['unusable', 'revoked']).toContain(result.kind);
    }
  });
});

it("reads OpenSSL's own response, by a delegated responder", () => {
  const [own, issuer, response] = [opensslOcsp.leaf, opensslOcsp.issuer, opensslOcsp.response].map((text) => {
    const bytes = fromBase64(text);
    if (!bytes.ok) throw new TypeError(bytes.error);
    return bytes.value;
  });
  const [read, above] = [own, issuer].map((bytes) => parseCertificate(bytes ?? new Uint8Array()));
  if (!read?.ok || !above?.ok || !response) throw new TypeError('fixture');
  const issuerKey = above.value.publicKey.spki;
  const now = new Date('2026-12-01T00:00:00Z');
  expect(checkStaple({ response, leaf: read.value, issuerKey, now, cryptography })).toEqual({
    kind: 'revoked',
    at: '2026-06-01T00:00:00Z',
    reason: 'keyCompromise',
    thisUpdate: '2026-11-22T11:39:20Z',
  });
});
