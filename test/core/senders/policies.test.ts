/**
 * DANE and MTA-STS at the senders that heed them, and at those that don't. Founding cases: Sendmail's FEATURE(sts) against wildcard SANs,
 * DANE senders on a TLSA time-out.
 */
import { describe, expect, test } from 'vitest';
import type { Observation, TlsaLookup } from '../../../src/core/observation.ts';
import {
  type CertificateName,
  chainOf,
  completed,
  dnsAnswer,
  failedHandshake,
  healthyObservation,
  host,
  mailHost,
  mtaSts,
  policyText,
  sessionUpTo,
  starttlsSession,
  tlsaRecords,
  withSession,
} from '../observation-builder.ts';
import { causesIn, fateOf, predicted } from './outcomes.ts';
import { spkiOf } from './spki.ts';

const authenticated = 'delivered-tls-authenticated = delivered-tls-authenticated';
const overTls = 'delivered-tls = delivered-tls';
const waits = 'deferred > deferred = bounced';
const inClear = 'delivered-cleartext = delivered-cleartext';
const daneSenders = ['postfix-dane', 'exim', 'sendmail-dane', 'microsoft365'];
const others = ['postfix-may', 'postfix-sts', 'exim-nodane', 'sendmail'];

/** A signed world: everything secure, with these TLSA records. */
function signed(tlsa: TlsaLookup, base: Observation = healthyObservation()): Observation {
  const hosts = base.hosts.map((each) => ({ ...each, addressDnssec: 'secure' as const, tlsa }));
  return { ...base, routing: { kind: 'mx', dnssec: 'secure' }, hosts };
}

const matching = tlsaRecords(`3 1 1 ${spkiOf('good')}`);
const wrong = tlsaRecords(`3 1 1 ${'00'.repeat(32)}`);
const lookup = (outcome: 'timeout' | 'servfail'): TlsaLookup => ({
  kind: 'asked',
  answers: [dnsAnswer(`_25._tcp.${mailHost}`, 'TLSA', [], { outcome, dnssec: 'indeterminate', rcode: null })],
});

describe('DANE', () => {
  test.each(daneSenders)('a matching record authenticates the host for %s', (id) => {
    expect(fateOf(signed(matching), id)).toBe(authenticated);
  });

  test.each([
    ['postfix-dane', 'Verified'],
    ['exim', 'CV=dane'],
    ['sendmail-dane', 'verify=TRUSTED'],
  ])('%s says %s', (id, word) => {
    expect(predicted(signed(matching), id).peer).toBe(word);
  });

  test.each(daneSenders)('a record that does not match makes %s wait', (id) => {
    expect(fateOf(signed(wrong), id)).toBe(waits);
    expect(causesIn(signed(wrong), id)).toContain('dane.tlsa-mismatch');
  });

  test.each(daneSenders)('C15: a TLSA look-up that fails makes %s wait, never send unauthenticated', (id) => {
    for (const outcome of ['timeout', 'servfail'] as const) {
      expect(fateOf(signed(lookup(outcome)), id)).toBe(waits);
      expect(causesIn(signed(lookup(outcome)), id)).toEqual(['dane.tlsa-lookup-failed']);
    }
  });

  test.each(daneSenders)('C45: records without STARTTLS make %s wait', (id) => {
    const observation = signed(matching, withSession(sessionUpTo('ehlo', { extensions: ['PIPELINING'] })));
    expect(fateOf(observation, id)).toBe(waits);
    expect(causesIn(observation, id)).toContain('smtp.starttls-not-offered');
  });

  test.each(daneSenders)('a failed handshake never ends in cleartext for %s', (id) => {
    const reset = failedHandshake({ kind: 'reset', step: 'server-hello' });
    expect(fateOf(signed(matching, withSession(sessionUpTo('handshake', { handshake: reset }))), id)).toBe(
      waits,
    );
  });

  test.each(others)('%s does not look at TLSA', (id) => {
    for (const tlsa of [matching, wrong, lookup('timeout')]) expect(fateOf(signed(tlsa), id)).toBe(overTls);
  });

  test('C93: under DANE-EE an expired, self-signed certificate authenticates', () => {
    const session = starttlsSession({ handshake: completed({ certificates: chainOf('selfSigned') }) });
    const observation = signed(tlsaRecords(`3 1 1 ${spkiOf('selfSigned')}`), withSession(session));
    expect(fateOf(observation, 'postfix-dane')).toBe(authenticated);
    expect(predicted(observation, 'postfix-dane', '2030-01-01T00:00:00Z').first).toBe(
      'delivered-tls-authenticated',
    );
  });

  test('C24: only unusable records: TLS without authentication; without TLS Postfix and Exim wait', () => {
    const unusable = tlsaRecords(`1 1 1 ${spkiOf('good')}`);
    expect(fateOf(signed(unusable), 'postfix-dane')).toBe(overTls);
    const plain = signed(unusable, withSession(sessionUpTo('ehlo', { extensions: [] })));
    expect(fateOf(plain, 'postfix-dane')).toBe(waits);
    expect(fateOf(plain, 'exim')).toBe(waits);
  });

  test('a digest of the wrong length is unusable, but for Sendmail a record that never matches', () => {
    const short = tlsaRecords(`3 1 1 ${'00'.repeat(31)}`);
    expect(fateOf(signed(short), 'exim')).toBe(overTls);
    expect(fateOf(signed(short), 'sendmail-dane')).toBe(waits);
  });

  test('C28: a whole certificate that is none is unusable for Postfix, and matches nothing for Exim', () => {
    const garbage = tlsaRecords('3 0 0 deadbeef');
    expect(fateOf(signed(garbage), 'postfix-dane')).toBe(overTls);
    expect(fateOf(signed(garbage), 'exim')).toBe(waits);
  });

  test('a SHA-256 digest that fits, beside a SHA-512 that does not, counts for Exim alone (dane-agility; RFC 7671 §9)', () => {
    const both = (sha256: string) => signed(tlsaRecords(`3 1 2 ${'00'.repeat(64)}`, `3 1 1 ${sha256}`));
    expect(fateOf(both(spkiOf('good')), 'exim')).toBe(authenticated);
    expect(fateOf(both(spkiOf('good')), 'postfix-dane')).toBe(waits);
    expect(fateOf(both('00'.repeat(32)), 'exim')).toBe(waits);
  });

  test('an alias with records of its own: Sendmail asks for those alone (dane-cname-both, d-cname-badexp)', () => {
    const at = (name: string, digest: string) =>
      dnsAnswer(
        `_25._tcp.${name}`,
        'TLSA',
        [{ type: 'TLSA', usage: 3, selector: 1, matchingType: 1, data: digest }],
        { ad: true, dnssec: 'secure' },
      );
    const aliased = (expanded: string, own: string) =>
      signed(
        { kind: 'asked', answers: [at('real.test', expanded), at(mailHost, own)] },
        healthyObservation({ hosts: [host({ canonicalName: 'real.test' })] }),
      );
    const zeros = '00'.repeat(32);
    const expandedFits = aliased(spkiOf('good'), zeros);
    expect(fateOf(expandedFits, 'sendmail-dane')).toBe(waits);
    expect(fateOf(expandedFits, 'postfix-dane')).toBe(authenticated);
    const ownFits = aliased(zeros, spkiOf('good'));
    expect(fateOf(ownFits, 'sendmail-dane')).toBe(authenticated);
    expect(fateOf(ownFits, 'postfix-dane')).toBe(waits);
  });

  test('C17: behind an unsigned MX only Postfix heeds TLSA, and a match authenticates nobody', () => {
    const unsignedMx = { ...signed(matching), routing: { kind: 'mx', dnssec: 'insecure' } as const };
    expect(fateOf(unsignedMx, 'postfix-dane')).toBe(overTls);
    const mismatch = { ...signed(wrong), routing: { kind: 'mx', dnssec: 'insecure' } as const };
    expect(fateOf(mismatch, 'postfix-dane')).toBe(waits);
    expect(fateOf(mismatch, 'exim')).toBe(overTls);
  });

  test('GnuTLS refuses keyUsage before DANE has a say (C32)', () => {
    const handshake = completed({
      signatureScheme: 'rsa_pss_rsae_sha256',
      certificates: chainOf('keyEnciphermentOnly', 'intermediate'),
    });
    const tlsa = tlsaRecords(`3 1 1 ${spkiOf('keyEnciphermentOnly')}`);
    const observation = signed(tlsa, withSession(starttlsSession({ handshake })));
    expect(fateOf(observation, 'exim')).toBe(waits);
    expect(fateOf(observation, 'postfix-dane')).toBe(authenticated);
  });
});

describe('MTA-STS', () => {
  const stsSenders = ['postfix-sts', 'sendmail-sts', 'gmail', 'microsoft365'];
  const enforced = (base: Observation = healthyObservation(), mx?: string): Observation => ({
    ...base,
    mtaSts: mtaSts(policyText('enforce', mx)),
  });
  const showing = (...names: readonly CertificateName[]): Observation =>
    withSession(starttlsSession({ handshake: completed({ certificates: chainOf(...names) }) }));

  test.each(stsSenders)('a host that keeps the policy is authenticated for %s', (id) => {
    expect(fateOf(enforced(), id)).toBe(authenticated);
  });

  test.each(stsSenders)(
    'a certificate that nobody vouches for makes %s wait; testing mode does not (C61)',
    (id) => {
      expect(fateOf(enforced(showing('selfSigned')), id)).toBe(waits);
      expect(causesIn(enforced(showing('selfSigned')), id)).toContain('cert.self-signed');
      const testing = { ...showing('selfSigned'), mtaSts: mtaSts(policyText('testing')) };
      expect(fateOf(testing, id)).toBe(overTls);
    },
  );

  test('FEATURE(sts) of Sendmail understands no wildcard SAN; the others do', () => {
    const observation = enforced(showing('wildcard', 'intermediate'));
    expect(fateOf(observation, 'sendmail-sts')).toBe(waits);
    expect(fateOf(observation, 'sendmail-sts-8.18')).toBe(waits);
    expect(causesIn(observation, 'sendmail-sts')).toEqual(['cert.wildcard-only']);
    expect(predicted(observation, 'sendmail-sts').log).toContain(
      '450 4.7.0 mx.example.test not listed in SANs',
    );
    for (const id of ['postfix-sts', 'gmail', 'microsoft365'])
      expect(fateOf(observation, id)).toBe(authenticated);
    const exact = enforced(showing('wildcardAndExact', 'intermediate'));
    expect(fateOf(exact, 'sendmail-sts')).toBe(authenticated);
  });

  test('an MX that the policy does not name: Postfix compares the certificate with the policy, the others the host', () => {
    const unlisted = enforced(healthyObservation(), 'mail.other.test');
    for (const id of stsSenders) expect(fateOf(unlisted, id)).toBe(waits);
    const certified = enforced(showing('otherName', 'intermediate'), otherName);
    expect(fateOf(certified, 'postfix-sts')).toBe(authenticated);
    expect(fateOf(certified, 'gmail')).toBe(waits);
  });

  describe('a record with a malformed id', () => {
    const record = (text: string) =>
      dnsAnswer('_mta-sts.example.test', 'TXT', [{ type: 'TXT', strings: [text] }]);
    const behind = (base: Observation, text = 'v=STSv1; id=2026-01-01;', policy = policyText('enforce')) => ({
      ...base,
      mtaSts: { ...mtaSts(policy), record: record(text) },
    });
    const resolverSenders = ['postfix-sts', 'sendmail-sts'];

    test.each(resolverSenders)('%s heeds the policy behind it (sts-txt-id-hyphen, sts-txt-id-long)', (id) => {
      for (const text of ['v=STSv1; id=2026-01-01;', `v=STSv1; id=${'1'.repeat(40)};`]) {
        expect(fateOf(behind(showing('selfSigned'), text), id)).toBe(waits);
        expect(fateOf(behind(healthyObservation(), text), id)).toBe(authenticated);
      }
      const causes = causesIn(behind(showing('selfSigned')), id);
      expect(causes).toEqual(expect.arrayContaining(['cert.self-signed', 'sts.record-invalid']));
    });

    test.each(['gmail', 'microsoft365'])('%s: unknown where it matters whether it counts', (id) => {
      expect(predicted(behind(showing('selfSigned')), id)).toMatchObject({
        first: 'unknown',
        unknown: 'the MTA-STS record is malformed; whether this sender minds is not known',
      });
      expect(fateOf(behind(healthyObservation()), id)).toBe(overTls);
      expect(predicted(behind(healthyObservation()), id)).not.toHaveProperty('peer');
      const testing = behind(showing('selfSigned'), 'v=STSv1; id=2026-01-01;', policyText('testing'));
      expect(fateOf(testing, id)).toBe(overTls);
    });

    test('whose policy nobody fetched: not known', () => {
      const observation = { ...showing('selfSigned'), mtaSts: { record: record('v=STSv1; id=a-b;') } };
      for (const id of resolverSenders) expect(predicted(observation, id).first).toBe('unknown');
    });

    test.each(['v=STSv1; id', 'v=STSv1 ; id=1'])(
      '%s is one for postfix-mta-sts-resolver (sts-txt-id-bare, sts-txt-blank)',
      (text) => {
        for (const id of resolverSenders) expect(fateOf(behind(showing('selfSigned'), text), id)).toBe(waits);
        expect(predicted(behind(showing('selfSigned'), text), 'gmail').first).toBe('unknown');
      },
    );

    test('two versions, or a record of another version beside: none for it (sts-txt-two-versions, sts-txt-v10-beside)', () => {
      const twice = behind(showing('selfSigned'), 'v=STSv1; v=STSv2; id=1;');
      const beside = {
        ...twice,
        mtaSts: {
          ...twice.mtaSts,
          record: dnsAnswer(
            '_mta-sts.example.test',
            'TXT',
            ['v=STSv1; id=1;', 'v=STSv10; id=2;'].map((text) => ({ type: 'TXT', strings: [text] })),
          ),
        },
      };
      for (const observation of [twice, beside]) {
        for (const id of resolverSenders) expect(fateOf(observation, id)).toBe(overTls);
        expect(fateOf(observation, 'gmail')).toBe(waits);
      }
    });

    test.each(['v=STSv1;', 'v=STSv1; ID=1', 'id=a-b; v=STSv1;'])('%s is none for everybody', (text) => {
      for (const id of stsSenders) expect(fateOf(behind(showing('selfSigned'), text), id)).toBe(overTls);
    });
  });

  test('the record is answered SERVFAIL: none for postfix-mta-sts-resolver (sts-txt-servfail), not known of others', () => {
    const answer = dnsAnswer('_mta-sts.example.test', 'TXT', []);
    const failing = (dnssec: typeof answer.dnssec) => ({
      ...showing('selfSigned'),
      mtaSts: { record: { ...answer, outcome: 'servfail', dnssec } as const },
    });
    for (const id of ['postfix-sts', 'sendmail-sts'])
      expect(fateOf(failing('indeterminate'), id)).toBe(overTls);
    expect(predicted(failing('indeterminate'), 'gmail').first).toBe('unknown');
    // Who does not validate sees the record.
    expect(predicted(failing('bogus'), 'postfix-sts').first).toBe('unknown');
  });

  test('a policy of another media type: unknown only where it matters', () => {
    const html = (base: Observation) => {
      const sts = mtaSts(policyText('enforce'));
      return {
        ...base,
        mtaSts: { ...sts, ...(sts.fetch && { fetch: { ...sts.fetch, contentType: 'text/html' } }) },
      };
    };
    expect(predicted(html(showing('selfSigned')), 'gmail').first).toBe('unknown');
    expect(fateOf(html(healthyObservation()), 'gmail')).toBe(overTls);
    expect(fateOf(html(showing('selfSigned')), 'postfix-sts')).toBe(overTls);
  });

  test.each(stsSenders)('without STARTTLS %s waits under an enforced policy', (id) => {
    expect(fateOf(enforced(withSession(sessionUpTo('ehlo', { extensions: [] }))), id)).toBe(waits);
    expect(fateOf(withSession(sessionUpTo('ehlo', { extensions: [] })), id)).toBe(inClear);
  });

  test('C63: a policy that can not be had is none', () => {
    const sts = mtaSts(policyText('enforce'));
    if (!sts.fetch) throw new Error('the builder fetches');
    const observation = {
      ...showing('selfSigned'),
      mtaSts: { ...sts, fetch: { ...sts.fetch, status: 404 } },
    };
    for (const id of stsSenders) expect(fateOf(observation, id)).toBe(overTls);
  });

  test('TLS 1.1, which Postfix takes at level may, it refuses under a policy', () => {
    const { signatureScheme: _scheme, ...handshake } = completed({
      version: 'TLSv1.1',
      suite: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
      group: 'secp256r1',
    });
    const observation = withSession(starttlsSession({ handshake }));
    expect(fateOf(observation, 'postfix-sts')).toBe(overTls);
    expect(fateOf(enforced(observation), 'postfix-sts')).toBe(waits);
  });

  test('DANE goes before MTA-STS (C66)', () => {
    const both = { ...signed(wrong), mtaSts: mtaSts(policyText('enforce')) };
    expect(fateOf(both, 'microsoft365')).toBe(waits);
    expect(
      fateOf({ ...signed(matching), mtaSts: mtaSts(policyText('enforce', 'no.test')) }, 'microsoft365'),
    ).toBe(authenticated);
  });
});

/** The name in the fixture `otherName`. */
const otherName = 'www.example.test';

describe('a handshake with the sender’s own hello', () => {
  const refused = failedHandshake({ kind: 'alert', step: 'server-hello', alert: 'handshake_failure' });
  const own = (name: string) =>
    healthyObservation({
      hosts: [
        host({
          addresses: [
            {
              ip: '192.0.2.1',
              sessions: [sessionUpTo('handshake', { handshake: refused })],
              asSenders: [starttlsSession({ handshake: completed({ hello: name, serverName: null }) })],
            },
          ],
        }),
      ],
    });

  test('decides for that sender, and for no other', () => {
    expect(fateOf(own('gnutls-normal'), 'exim')).toBe(overTls);
    expect(predicted(own('gnutls-normal'), 'sendmail').first).toBe('unknown');
    // The same hello with a server name is another question.
    expect(predicted(own('gnutls-normal'), 'msmtp').first).toBe('unknown');
  });
});
