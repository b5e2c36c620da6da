/** cert.too-many-sent: where GnuTLS gives up, and where we do. */
import { describe, expect, it } from 'vitest';
import { completed, mtaSts, policyText, withHandshake } from '../observation-builder.ts';
import { chain, intermediateDer, intermediateKey, issue, judge, newKey } from './issue.ts';

const stranger = newKey();
const strangers = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    issue({
      subject: `Stranger ${i}`,
      subjectKey: stranger.publicKey,
      issuer: 'Nobody',
      issuerKey: stranger,
    }),
  );
const sending = (...certificates: Uint8Array[]) =>
  withHandshake(completed({ certificates: chain(...certificates) }));
const found = (count: number) =>
  judge(sending(issue(), intermediateDer, ...strangers(count - 2))).find(
    ({ rule }) => rule.id === 'cert.too-many-sent',
  );

describe('cert.too-many-sent', () => {
  it('says nothing of sixteen', () => {
    expect(found(16)).toBeUndefined();
  });

  it('says who refuses seventeen', () => {
    const finding = found(17);
    expect(finding?.severity).toBe('notice');
    expect(finding?.evidence).toEqual({
      sent: 17,
      read: 17,
      refusedByVerifying: ['GnuTLS 3.7 and 3.8, NORMAL'],
      gnutls: ['Some constraint limits were reached.'],
    });
  });

  it('stands in for an unknown issuer where the chain is not read to its end', () => {
    const unknown = issue({ issuer: 'Another', issuerKey: intermediateKey });
    const ids = judge(sending(unknown, ...strangers(40))).map(({ rule }) => rule.id);
    expect(ids).toContain('cert.too-many-sent');
    expect(ids).not.toContain('cert.untrusted-issuer');
    expect(found(42)?.evidence).toMatchObject({ sent: 42, read: 32 });
  });

  it('weighs more where the domain has promised a good certificate', () => {
    const enforced = {
      ...sending(issue(), intermediateDer, ...strangers(20)),
      mtaSts: mtaSts(policyText('enforce')),
    };
    const finding = judge(enforced).find(({ rule }) => rule.id === 'cert.too-many-sent');
    expect(finding?.severity).toBe('warning');
  });
});
