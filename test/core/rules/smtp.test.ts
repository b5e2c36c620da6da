/** The rules of the SMTP dialogue, each against an Observation that differs from the healthy one in that alone. */
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.ts';
import type { Session } from '../../../src/core/smtp/session.ts';
import { findingsOf, idsOf } from '../judging.ts';
import {
  address,
  cleartextSession,
  completed,
  failedHandshake,
  healthyObservation,
  host,
  mailAddress,
  mailHost,
  mtaSts,
  policyText,
  reply,
  sessionUpTo,
  starttlsSession,
  tlsaRecords,
  withHandshake,
  withSession,
} from '../observation-builder.ts';

const place = { mx: mailHost, address: mailAddress };
const plainEhlo = { ehlo: reply(250, mailHost, 'PIPELINING'), extensions: ['PIPELINING'] };
const withoutStarttls = sessionUpTo('ehlo', plainEhlo);

function refusing(code: number, text: string): Session {
  return sessionUpTo('starttls', { starttls: reply(code, text) });
}

it('finds nothing wrong with a healthy host', () => {
  expect(findingsOf(healthyObservation())).toEqual([]);
});

describe('smtp: exact sets', () => {
  const closed = { failure: { kind: 'closed', detail: '' } } as const;
  const rows: readonly [string, Observation, string[]][] = [
    ['STARTTLS is absent', withSession(withoutStarttls), ['smtp.starttls-not-offered warning']],
    [
      'STARTTLS in lower case is STARTTLS (C76)',
      withSession(starttlsSession({ extensions: ['starttls'] })),
      [],
    ],
    [
      '454 refuses STARTTLS (C80)',
      withSession(refusing(454, '4.7.0 TLS not available')),
      ['smtp.starttls-refused warning'],
    ],
    ['501 refuses STARTTLS (C80)', withSession(refusing(501, 'Syntax')), ['smtp.starttls-refused warning']],
    [
      '421 to STARTTLS makes senders wait',
      withSession(refusing(421, '4.3.0 Later')),
      ['smtp.starttls-refused error'],
    ],
    ['250 to STARTTLS is no answer', withSession(refusing(250, 'OK')), ['smtp.starttls-refused error']],
    [
      'the connection closes after the 220',
      withHandshake(failedHandshake({ kind: 'closed', step: 'server-hello' })),
      ['smtp.starttls-closed error'],
    ],
    [
      'the connection is reset after the 220',
      withHandshake(failedHandshake({ kind: 'reset', step: 'server-hello' })),
      ['smtp.starttls-closed error'],
    ],
    [
      'the connection closes in place of the 220',
      withSession(sessionUpTo('starttls', { starttls: { failure: { kind: 'closed', detail: '' } } })),
      ['smtp.starttls-closed error'],
    ],
    [
      'no TLS follows the 220',
      withHandshake(failedHandshake({ kind: 'not-tls', step: 'server-hello', received: '500 what?' })),
      ['smtp.starttls-garbage error'],
    ],
    [
      'stray bytes come before a handshake that completes (C79)',
      withSession(starttlsSession({ injectedBytes: '250 OK' })),
      ['smtp.starttls-garbage error'],
    ],
    [
      'nothing follows the 220',
      withHandshake(failedHandshake({ kind: 'timeout', step: 'server-hello' })),
      ['smtp.starttls-silent error'],
    ],
    [
      'cleartext is refused by a 530 (C77)',
      withSession(
        starttlsSession(),
        cleartextSession({ mailFrom: reply(530, '5.7.0 Must issue a STARTTLS command first') }),
      ),
      ['smtp.tls-required warning'],
    ],
    [
      'cleartext is refused by a 554 5.7.x that names TLS (C77)',
      withSession(starttlsSession(), cleartextSession({ mailFrom: reply(554, '5.7.3 TLS required') })),
      ['smtp.tls-required warning'],
    ],
    [
      'a 550 about something else is no demand for TLS (C77)',
      withSession(starttlsSession(), cleartextSession({ mailFrom: reply(550, '5.7.1 Blocked') })),
      [],
    ],
    [
      'MAIL in cleartext is never answered, and there is no STARTTLS',
      withSession(withoutStarttls, cleartextSession({ extensions: [], mailFrom: closed })),
      ['smtp.dialogue-broken error', 'smtp.starttls-not-offered warning'],
    ],
    [
      'MAIL in cleartext is never answered, and over TLS it is',
      withSession(starttlsSession(), cleartextSession({ mailFrom: closed })),
      [],
    ],
    [
      'only HELO is understood',
      withSession(sessionUpTo('ehlo', { ehlo: reply(250, mailHost), extensions: [], helo: true })),
      ['smtp.ehlo-refused warning'],
    ],
    [
      'EHLO and HELO are both refused',
      withSession(sessionUpTo('ehlo', { ehlo: reply(550, 'no'), extensions: [], helo: true })),
      ['smtp.ehlo-refused error'],
    ],
    [
      'STARTTLS is offered again over TLS (C78)',
      withSession(starttlsSession({ extensionsOverTls: ['STARTTLS'] })),
      ['smtp.starttls-again notice'],
    ],
    [
      'the session closes after the handshake',
      withSession(starttlsSession({ ehloOverTls: { failure: { kind: 'closed', detail: '' } } })),
      ['smtp.session-dies-after-handshake error'],
    ],
    [
      'EHLO is refused over TLS',
      withSession(starttlsSession({ ehloOverTls: reply(503, '5.5.1 no') })),
      ['smtp.session-dies-after-handshake error'],
    ],
    [
      'our own budget ends the session: nothing is said',
      withSession(starttlsSession({ ehloOverTls: { failure: { kind: 'budget', detail: '' } } })),
      [],
    ],
  ];
  it.each(rows)('%s', (_title, observation, expected) => {
    expect(idsOf(findingsOf(observation))).toEqual(expected);
  });
});

describe('smtp: before STARTTLS', () => {
  const both = (session: Session) => withSession(session, { ...session, purpose: 'cleartext' });

  it('says a refused greeting once for both sessions, and nothing of TLS (C81)', () => {
    const findings = findingsOf(both(sessionUpTo('greeting', { greeting: reply(554, '5.7.1 Not welcome') })));
    expect(findings.map(({ rule, subject, evidence }) => ({ id: rule.id, subject, evidence }))).toEqual([
      {
        id: 'smtp.greeting-rejected',
        subject: place,
        evidence: { code: 554, reply: '554 5.7.1 Not welcome' },
      },
    ]);
  });

  it('treats 421 in the greeting alike (C81)', () => {
    const observation = both(sessionUpTo('greeting', { greeting: reply(421, '4.7.0 Later') }));
    expect(idsOf(findingsOf(observation))).toEqual(['smtp.greeting-rejected error']);
  });

  it('names a connection that breaks before it could ask', () => {
    for (const step of ['greeting', 'ehlo'] as const) {
      const session = {
        ...sessionUpTo('greeting', { [step]: { failure: { kind: 'closed', detail: 'x' } } }),
      };
      const findings = findingsOf(both(session));
      expect(findings.map(({ rule, evidence }) => [rule.id, evidence])).toEqual([
        ['smtp.dialogue-broken', { step, failure: 'closed' }],
      ]);
    }
  });
});

describe('smtp.unreachable', () => {
  const dead = (kind: 'refused' | 'timeout' | 'unreachable' | 'budget', ip = mailAddress) =>
    address({ ip, sessions: [sessionUpTo('connect', { connect: { kind, detail: '' } })] });
  const other = host({ name: 'mx2.example.test', preference: 20 });

  it('speaks where every address of a host fails', () => {
    const observation = healthyObservation({
      hosts: [host({ addresses: [dead('refused'), dead('timeout', '192.0.2.26')] })],
    });
    const [finding, ...rest] = findingsOf(observation);
    expect(rest).toEqual([]);
    expect(finding?.rule.id).toBe('smtp.unreachable');
    expect(finding?.subject).toEqual({ mx: mailHost });
    expect(finding?.evidence).toEqual({
      connects: [
        { address: mailAddress, failure: 'refused' },
        { address: '192.0.2.26', failure: 'timeout' },
      ],
    });
  });

  it('is silent where one address answers', () => {
    const addresses = [dead('refused', '192.0.2.26'), address()];
    expect(findingsOf(healthyObservation({ hosts: [host({ addresses })] }))).toEqual([]);
  });

  it('weighs less while another host answers (C8)', () => {
    const observation = healthyObservation({ hosts: [host({ addresses: [dead('timeout')] }), other] });
    expect(idsOf(findingsOf(observation)).filter((id) => id.startsWith('smtp.'))).toEqual([
      'smtp.unreachable warning',
    ]);
  });

  it('is silent about what was not dialled in earnest', () => {
    for (const addresses of [[dead('budget')], [dead('unreachable', '2001:db8::1')]]) {
      expect(findingsOf(healthyObservation({ hosts: [host({ addresses })] }))).toEqual([]);
    }
  });
});

describe('a promise makes missing TLS an error', () => {
  it('MTA-STS enforce', () => {
    const observation = { ...withSession(withoutStarttls), mtaSts: mtaSts(policyText('enforce')) };
    expect(idsOf(findingsOf(observation))).toContain('smtp.starttls-not-offered error');
  });

  it('MTA-STS testing promises nothing yet (C61)', () => {
    const observation = { ...withSession(withoutStarttls), mtaSts: mtaSts(policyText('testing')) };
    expect(idsOf(findingsOf(observation))).toContain('smtp.starttls-not-offered warning');
  });

  it('DANE (C45)', () => {
    const addresses = [address({ sessions: [withoutStarttls, cleartextSession()] })];
    const hosts = [
      host({ addresses, addressDnssec: 'secure', tlsa: tlsaRecords(`3 1 1 ${'00'.repeat(32)}`) }),
    ];
    expect(idsOf(findingsOf(healthyObservation({ hosts })))).toContain('smtp.starttls-not-offered error');
  });

  it('a submission port', () => {
    expect(idsOf(findingsOf({ ...withSession(withoutStarttls), port: 587 }))).toContain(
      'smtp.starttls-not-offered error',
    );
  });
});

describe('smtp.starttls-stripped (C95)', () => {
  const ids = (session: Session, more: Partial<Observation> = {}) =>
    findingsOf({ ...withSession(session), ...more }).find(({ rule }) => rule.id === 'smtp.starttls-stripped');

  it.each(['XXXXXXXA', 'XXXXXXXX', 'XSTARTTLS', 'X-STARTTLS', 'STARTTLX', 'STARTTXX'])(
    'sees %s',
    (keyword) => {
      const session = sessionUpTo('ehlo', { extensions: ['PIPELINING', keyword] });
      expect(ids(session)?.evidence).toEqual({ signs: [`overwritten keyword: ${keyword}`] });
      expect(ids(session)?.subject).toEqual(place);
    },
  );

  it.each(['XCLIENT', 'XFORWARD', 'X-EXPS GSSAPI', 'SMTPUTF8', 'CHUNKING'])(
    'is not misled by %s',
    (keyword) => {
      expect(ids(sessionUpTo('ehlo', { extensions: [keyword] }))).toBeUndefined();
    },
  );

  it('sees a banner of asterisks', () => {
    const banner = '*************2*******0*0****';
    const session = sessionUpTo('ehlo', { ...plainEhlo, greeting: reply(220, banner) });
    expect(ids(session)?.evidence).toEqual({ signs: [`masked banner: ${banner}`] });
  });

  it('sees STARTTLS absent where TLSA records promise it', () => {
    const addresses = [address({ sessions: [withoutStarttls, cleartextSession()] })];
    const tlsa = tlsaRecords(`3 1 1 ${'00'.repeat(32)}`);
    const hosts = [host({ addresses, addressDnssec: 'secure', tlsa })];
    expect(ids(withoutStarttls, { hosts })?.evidence).toEqual({ signs: ['TLSA records promise STARTTLS'] });
  });

  it('sees STARTTLS absent where MTA-STS promises it', () => {
    const evidence = ids(withoutStarttls, { mtaSts: mtaSts(policyText('testing')) })?.evidence;
    expect(evidence).toEqual({ signs: ['the MTA-STS policy promises STARTTLS'] });
  });

  it('says nothing where STARTTLS is offered beside an odd keyword', () => {
    expect(
      ids(starttlsSession({ extensions: ['XXXXXXXA', 'STARTTLS'], handshake: completed() })),
    ).toBeUndefined();
  });
});
