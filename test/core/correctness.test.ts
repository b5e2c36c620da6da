/** Sentences of the acceptance list that belong to no single module. */
import { describe, expect, test } from 'vitest';
import { senderProfiles } from '../../src/core/senders/catalogue.ts';
import { judge } from '../../src/core/verdict.ts';
import { anchors, cryptography, findingsOf, idsOf } from './judging.ts';
import {
  address,
  cleartextSession,
  completed,
  healthyObservation,
  host,
  mtaSts,
  policyText,
  showing,
  starttlsSession,
} from './observation-builder.ts';

describe('C67: on the SMTP leg of MTA-STS', () => {
  const under = (...sessions: ReturnType<typeof starttlsSession>[]) =>
    healthyObservation({
      mtaSts: mtaSts(policyText('enforce')),
      hosts: [host({ addresses: [address({ sessions: [...sessions, cleartextSession()] })] })],
    });
  const ids = (observation: Parameters<typeof findingsOf>[0]) =>
    idsOf(findingsOf(observation)).filter((id) => id.startsWith('sts.'));

  test('every sender that heeds a policy names the host in SNI', () => {
    const heeding = senderProfiles.filter(({ mtaSts: use }) => use !== undefined);
    expect(heeding.length).toBeGreaterThan(3);
    for (const { id, tls, tlsUnderPolicy } of heeding) {
      const used = tlsUnderPolicy ?? tls;
      expect(`${id} ${used?.sni ?? 'unknown'}`).not.toBe(`${id} false`);
    }
  });

  test('what the host shows without SNI does not count', () => {
    const other = starttlsSession({ handshake: completed({ ...showing('selfSigned'), serverName: null }) });
    expect(ids(under(starttlsSession(), other))).toEqual([]);
  });

  test('what it shows for SNI does', () => {
    const other = starttlsSession({ handshake: completed({ serverName: null }) });
    const named = starttlsSession({ handshake: showing('selfSigned') });
    expect(ids(under(named, other))).toEqual(['sts.certificate-invalid error']);
  });

  test('a TLS 1.0 session is no ground by itself to fail', () => {
    const { version: _, suite: __, group: ___, ...rest } = completed();
    const old = starttlsSession({
      handshake: { ...rest, version: 'TLSv1', suite: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA' },
    });
    const observation = under(old);
    expect(ids(observation)).toEqual([]);
    const { mx } = judge(observation, { anchors, cryptography });
    expect(mx[0]?.precedence?.find(({ policy }) => policy === 'mta-sts')?.standing).toBe('wins');
  });
});
