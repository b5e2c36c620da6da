/** Senders at a server whose signature could not be checked here (RFC 8446 §4.4.3): what they do is not known, and never called authenticated. */
import { describe, expect, test } from 'vitest';
import type { Observation, TlsaLookup } from '../../../src/core/observation.ts';
import { reportMailHosts } from '../../../src/core/report/mail-hosts.ts';
import { hostLines } from '../../../src/core/report/text-hosts.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import { judge } from '../../../src/core/verdict.ts';
import { anchors, cryptography, factsOf } from '../judging.ts';
import {
  completed,
  healthyObservation,
  judgedAt,
  tlsaRecords,
  withHandshake,
} from '../observation-builder.ts';
import { fateOf, predicted } from './outcomes.ts';
import { spkiOf } from './spki.ts';

const tlsa = tlsaRecords(`3 1 1 ${spkiOf('good')}`);
const unchecked = completed({ signatureVerified: 'unsupported' });

/** Everything secure, with a TLSA record that matches what is shown. */
function signed(base: Observation, lookup: TlsaLookup = tlsa): Observation {
  const hosts = base.hosts.map((each) => ({ ...each, addressDnssec: 'secure' as const, tlsa: lookup }));
  return { ...base, routing: { kind: 'mx', dnssec: 'secure' }, hosts };
}

const ids = ['postfix-may', 'postfix-dane', 'exim', 'sendmail-dane', 'go', 'python-smtplib', 'microsoft365'];

describe('a signature that could not be checked here', () => {
  test.each(ids)('leaves unknown what %s does, with the reason', (id) => {
    const { first, final, unknown, peer } = predicted(withHandshake(unchecked), id);
    expect({ first, final, peer }).toEqual({ first: 'unknown', final: 'unknown', peer: undefined });
    expect(unknown).toContain('ecdsa_secp256r1_sha256');
  });

  test.each(['postfix-dane', 'exim', 'sendmail-dane', 'microsoft365'])(
    'does not authenticate the host for %s, though a TLSA record matches what was shown',
    (id) => {
      expect(fateOf(signed(healthyObservation()), id)).toBe(
        'delivered-tls-authenticated = delivered-tls-authenticated',
      );
      expect(fateOf(signed(withHandshake(unchecked)), id)).toBe('unknown = unknown');
    },
  );

  test('changes nothing for a sender that never does TLS', () => {
    expect(fateOf(withHandshake(unchecked), 'dma')).toBe(fateOf(healthyObservation(), 'dma'));
  });

  test('does not hide what a library refuses by itself', () => {
    const small = { version: 'TLSv1.2', keyExchange: 'dhe', dhBits: 512, group: undefined } as const;
    const weak = (handshake: Handshake) => fateOf(withHandshake(handshake), 'postfix-may');
    const suite = 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256';
    const dhe = { ...unchecked, ...small, suite };
    const { group: _, ...without } = dhe;
    expect(weak(without)).toBe(weak({ ...without, signatureVerified: 'valid' }));
    expect(weak(without)).not.toContain('unknown');
  });
});

describe('the report', () => {
  const tlsOf = (handshake: Handshake) =>
    reportMailHosts(factsOf(withHandshake(handshake)))[0]?.addresses[0]?.tls;

  test('keeps trust and name, and says that the key is not proven', () => {
    expect(tlsOf(unchecked)).toMatchObject({
      handshake: 'completed',
      keyProven: false,
      trusted: true,
      matched: true,
    });
    expect(tlsOf(completed())).toMatchObject({ keyProven: true });
  });

  test('says so in the text, for people', () => {
    const text = (handshake: Handshake) =>
      hostLines(judge(withHandshake(handshake), { anchors, cryptography, at: new Date(judgedAt) }), 200);
    expect(text(unchecked).join()).toContain('signature not checked here, trusted, name fits');
    expect(text(completed()).join()).not.toContain('not checked');
  });

  test('says nothing of a key where none was shown', () => {
    const anonymous = { version: 'TLSv1.2', keyExchange: 'anonymous', certificates: [] } as const;
    const { signatureVerified: _, ...handshake } = completed({ ...anonymous, certificates: [] });
    expect(tlsOf(handshake)).not.toHaveProperty('keyProven');
  });
});
