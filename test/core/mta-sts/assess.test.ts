import { describe, expect, it } from 'vitest';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { toBase64 } from '../../../src/core/base/text.ts';
import { assessMtaSts, type DomainMtaSts } from '../../../src/core/mta-sts/assess.ts';
import type { PolicyFetch } from '../../../src/core/mta-sts/observation.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { anchorOf, createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { parseCertificate } from '../../../src/core/x509/certificate.ts';
import { certificates } from './policy-host-certificates.ts';
import { txtAnswer } from './txt-answer.ts';

const body = 'version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n';
const record = txtAnswer('_mta-sts.example.com', ['v=STSv1; id=1;']);
const url = 'https://mta-sts.example.com/.well-known/mta-sts.txt';
const response: PolicyFetch = {
  url,
  outcome: 'response',
  detail: 'HTTP 200',
  status: 200,
  contentType: 'text/plain',
  body,
};

const root = parseCertificate(certificates.root);
if (!root.ok) throw new Error(root.error.detail);
const anchors = createAnchorStore([anchorOf(root.value, '')]);
const assess = (fetch: PolicyFetch | undefined, now = new Date('2026-11-22T12:00:00Z')): DomainMtaSts =>
  assessMtaSts({ record, ...(fetch && { fetch }) }, { domain: 'example.com', anchors, cryptography, now });
const reasonsOf = (result: DomainMtaSts) =>
  result.kind === 'failed' || result.kind === 'policy'
    ? result.reasons.map(({ code, resultType }) => `${code} ${resultType}`)
    : result.kind;
const shown = (...chain: Uint8Array[]): PolicyFetch => {
  const handshake: Handshake = {
    hello: 'broad',
    serverName: 'mta-sts.example.com',
    outcome: 'completed',
    certificates: chain.map(toBase64),
  };
  return { ...response, handshake };
};

describe('assessMtaSts', () => {
  it('reads a policy', () => {
    expect(assess(response)).toMatchObject({
      kind: 'policy',
      record: { id: '1' },
      policy: { mode: 'enforce', mx: ['mx.example.com'] },
      reasons: [],
    });
  });

  it.each([
    ['no-record', [['v=spf1 -all']]],
    ['several-records', [['v=STSv1; id=1;'], ['v=STSv1; id=2;']]],
    ['record-invalid', [['v=STSv1;']]],
  ])('C46: %s is no policy', (why, records) => {
    const answer = txtAnswer('_mta-sts.example.com', ...records);
    const context = { domain: 'example.com', anchors, cryptography, now: new Date() };
    expect(assessMtaSts({ record: answer }, context)).toMatchObject({ kind: 'none', why });
  });

  it('C48: a malformed id is no policy, and what stands behind it is told apart', () => {
    const answer = txtAnswer('_mta-sts.example.com', ['v=STSv1; id=2026-01-01;']);
    const context = { domain: 'example.com', anchors, cryptography, now: new Date() };
    expect(assessMtaSts({ record: answer, fetch: response }, context)).toMatchObject({
      kind: 'none',
      why: 'record-invalid',
      despite: { kind: 'policy', record: { id: '2026-01-01' }, policy: { mode: 'enforce' } },
    });
    expect(assessMtaSts({ record: answer }, context)).toMatchObject({ despite: { kind: 'unknown' } });
    const bare = txtAnswer('_mta-sts.example.com', ['v=STSv1;']);
    expect(assessMtaSts({ record: bare, fetch: response }, context)).not.toHaveProperty('despite');
  });

  it('a fetch that was not made is unknown, not failed', () => {
    expect(assess(undefined).kind).toBe('unknown');
  });

  it.each<[string, PolicyFetch, string]>([
    ['C50', { ...response, status: 301 }, 'redirect sts-policy-fetch-error'],
    ['C50', { ...response, status: 308 }, 'redirect sts-policy-fetch-error'],
    ['C51', { ...response, status: 404 }, 'http-status sts-policy-fetch-error'],
    ['C51', { ...response, status: 304 }, 'redirect sts-policy-fetch-error'],
    ['C51', { ...response, status: 206 }, 'http-status sts-policy-fetch-error'],
    ['C53', { url, outcome: 'too-large', detail: 'x' }, 'too-large sts-policy-fetch-error'],
    ['C53', { url, outcome: 'timeout', detail: 'x' }, 'timeout sts-policy-fetch-error'],
    ['C63', { url, outcome: 'dns-failure', detail: 'x' }, 'dns-failure sts-policy-fetch-error'],
    ['C63', { url, outcome: 'connect-failure', detail: 'x' }, 'connect-failure sts-policy-fetch-error'],
    ['C63', { url, outcome: 'tls-failure', detail: 'x' }, 'tls-failure sts-policy-fetch-error'],
    ['C55', { ...response, body: body.replace('604800', '31557601') }, 'policy-invalid sts-policy-invalid'],
  ])('%s: fails with %j', (_, fetch, reason) => {
    const result = assess(fetch);
    expect([result.kind, reasonsOf(result)]).toEqual(['failed', [reason]]);
  });

  it.each([
    ['text/plain; charset=utf-8', []],
    ['TEXT/PLAIN', []],
    ['text/html', ['media-type sts-policy-fetch-error']],
    [undefined, ['media-type sts-policy-fetch-error']],
  ])('C53: media type %s: some senders refuse others than text/plain', (contentType, reasons) => {
    const { contentType: _, ...rest } = response;
    const result = assess({ ...rest, ...(contentType !== undefined && { contentType }) });
    expect([result.kind, reasonsOf(result)]).toEqual(['policy', reasons]);
  });
});

describe('assessMtaSts: the certificate of the policy host', () => {
  it('C52: chains to an anchor and has the SAN mta-sts.<domain>', () => {
    expect(assess(shown(certificates.good))).toMatchObject({ kind: 'policy', reasons: [] });
    expect(assess(shown(certificates.wildcard))).toMatchObject({ kind: 'policy', reasons: [] });
  });

  it.each([
    ['another name', [certificates.otherName], ['certificate-host-mismatch']],
    ['the mail domain itself', [certificates.mailDomain], ['certificate-host-mismatch']],
    ['an expired one', [certificates.expired], ['certificate-expired']],
    ['a self-signed one', [certificates.selfSigned], ['certificate-not-trusted']],
    ['an issuer that is missing', [certificates.belowIssuer], ['certificate-not-trusted']],
    ['bytes that are no certificate', [Uint8Array.of(1, 2, 3)], ['certificate-unreadable']],
    ['none at all', [], ['certificate-missing']],
  ])('C52: refuses %s', (_, chain, codes) => {
    const result = assess(shown(...chain));
    expect(result).toMatchObject({ kind: 'failed', unauthenticated: { mode: 'enforce' } });
    expect(reasonsOf(result)).toEqual(codes.map((code) => `${code} sts-webpki-invalid`));
  });

  it('C52: is unknown where the host has not proven its key, and shows what was read', () => {
    const fetch = shown(certificates.good);
    const unproven = (chain: PolicyFetch): PolicyFetch => ({
      ...chain,
      ...(chain.handshake && { handshake: { ...chain.handshake, signatureVerified: 'unsupported' } }),
    });
    expect(assess(unproven(fetch))).toMatchObject({
      kind: 'unknown',
      detail: expect.stringContaining('certificate-unchecked'),
      unauthenticated: { mode: 'enforce' },
    });
    // What is wrong with the certificate is wrong whoever shows it.
    expect(assess(unproven(shown(certificates.expired))).kind).toBe('failed');
  });

  it('C52: takes the issuer from what was sent', () => {
    expect(assess(shown(certificates.belowIssuer, certificates.issuer)).kind).toBe('policy');
  });

  it.each([
    ['2030-01-01T00:00:00Z', 'policy'],
    ['2030-01-01T00:00:01Z', 'failed'],
  ])('C52: at %s: %s', (time, kind) => {
    expect(assess(shown(certificates.until2030), new Date(time)).kind).toBe(kind);
  });

  it('says nothing where the runtime made the connection', () => {
    expect(assess(response)).toMatchObject({ kind: 'policy', reasons: [] });
  });
});
