/**
 * Exim with OpenSSL where it is another than with GnuTLS, as the lab recorded it: the session after the handshake, TLSA records that nobody can
 * use, and DANE-TA anchors (src/dane-openssl.c).
 */
import { describe, expect, test } from 'vitest';
import { fromBase64, toHex } from '../../../src/core/base/text.ts';
import type { Observation, TlsaLookup } from '../../../src/core/observation.ts';
import {
  type CertificateName,
  chainOf,
  completed,
  healthyObservation,
  host,
  reply,
  sessionUpTo,
  starttlsSession,
  tlsaRecords,
  withSession,
} from '../observation-builder.ts';
import { causesIn, fateOf, lost, predicted } from './outcomes.ts';
import { spkiOf } from './spki.ts';

const id = 'exim-openssl';

function hexOf(name: CertificateName): string {
  const der = fromBase64(chainOf(name)[0] ?? '');
  if (!der.ok) throw new Error(der.error);
  return toHex(der.value);
}

const waits = 'deferred > deferred = bounced';
const overTls = 'delivered-tls = delivered-tls';

function signed(tlsa: TlsaLookup, base: Observation = healthyObservation()): Observation {
  const hosts = base.hosts.map((each) => ({ ...each, addressDnssec: 'secure' as const, tlsa }));
  return { ...base, routing: { kind: 'mx', dnssec: 'secure' }, hosts };
}

describe('a session that dies after the handshake', () => {
  const dies = withSession(starttlsSession({ ehloOverTls: lost('closed') }));

  test('waits, where with GnuTLS the mail goes on in cleartext', () => {
    expect(fateOf(dies, id)).toBe(waits);
    expect(fateOf(dies, 'exim')).toBe('delivered-cleartext = delivered-cleartext');
  });

  test('and its log says no word of TLS', () => {
    expect(predicted(dies, id).log).toBe(
      'H=mx.example.test [192.0.2.25]: Remote host closed connection in response to EHLO ',
    );
  });

  test('a silent one is waited for without an end, and without a line', () => {
    const silent = withSession(starttlsSession({ ehloOverTls: lost('timeout') }));
    expect(fateOf(silent, id)).toBe(waits);
    expect(predicted(silent, id).log).toBeUndefined();
  });
});

describe('TLSA records, none of them usable', () => {
  const unusable = tlsaRecords(`1 1 1 ${spkiOf('good')}`);

  test('crash it when it starts TLS, whatever the certificate', () => {
    expect(fateOf(signed(unusable), id)).toBe(waits);
    const { log, timeline } = predicted(signed(unusable), id);
    expect(log).toBe('DANE error: No usable TLSA records');
    expect(timeline[0]?.why).toMatch(/crashes/);
    expect(causesIn(signed(unusable), id)).toEqual(['dane.tlsa-unusable']);
  });

  test('so a second host that is good is never tried', () => {
    const both = signed(unusable, healthyObservation());
    const second = host({ name: 'mx2.example.test', preference: 20 });
    expect(predicted({ ...both, hosts: [...both.hosts, second] }, id).first).toBe('deferred');
    expect(predicted({ ...both, hosts: [...both.hosts, second] }, 'exim').first).toBe('delivered-tls');
  });

  test('where STARTTLS is not offered it lives, and says why it waits', () => {
    const plain = signed(unusable, withSession(sessionUpTo('ehlo', { extensions: [] })));
    expect(fateOf(plain, id)).toBe(waits);
    expect(predicted(plain, id).log).toMatch(/TLS session is required, but the server did not offer/);
    const refused = sessionUpTo('starttls', { starttls: reply(454, '4.7.0 No') });
    expect(predicted(signed(unusable, withSession(refused)), id).log).toMatch(
      /error from remote mail server after STARTTLS: 454/,
    );
  });

  test.each([
    ['a digest of the wrong length', `3 1 1 ${'00'.repeat(31)}`],
    ['a whole certificate that is none', '2 0 0 abcdef'],
    ['a selector that is not assigned', `3 2 1 ${spkiOf('good')}`],
  ])('%s is no such record: it never matches', (_what, record) => {
    expect(fateOf(signed(tlsaRecords(record)), id)).toBe(waits);
    expect(predicted(signed(tlsaRecords(record)), id).log).toMatch(/certificate verify failed$/);
    expect(causesIn(signed(tlsaRecords(record)), id)).toEqual(['dane.tlsa-unusable']);
  });
});

describe('DANE-TA', () => {
  const sent = (...names: readonly CertificateName[]) =>
    withSession(starttlsSession({ handshake: completed({ certificates: chainOf(...names) }) }));

  test('an anchor that the record holds and nobody sends will do for OpenSSL and for Exim with it, not for GnuTLS', () => {
    const whole = signed(tlsaRecords(`2 0 0 ${hexOf('intermediate')}`), sent('good'));
    for (const each of [id, 'postfix-dane']) {
      expect(predicted(whole, each).first).toBe('delivered-tls-authenticated');
    }
    expect(fateOf(whole, 'exim')).toBe(waits);
  });

  test('for another name waits, trusted or not, in words of a certificate without a signature', () => {
    const byKey = signed(tlsaRecords(`2 1 1 ${spkiOf('intermediate')}`), sent('otherName', 'intermediate'));
    expect(fateOf(byKey, id)).toBe(waits);
    expect(predicted(byKey, id).log).toMatch(
      /: error:068000DE:asn1 encoding routines::illegal zero content$/,
    );
    expect(fateOf(byKey, 'exim')).toBe(overTls);
  });
});
