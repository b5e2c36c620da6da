/** Names that RFC 9525 refuses, as senders take them that check names: a common name as the table of their library has it (test/lab/libraries). */
import { expect, it } from 'vitest';
import { senderProfiles } from '../../../src/core/senders/catalogue.ts';
import { fitsPolicy, isMatched } from '../../../src/core/senders/trust.ts';
import * as der from '../../../src/demo/der.ts';
import { completed, mailHost, withHandshake } from '../observation-builder.ts';
import { chain, factsUnderRoot, intermediateDer, issue } from '../rules/issue.ts';

const otherNames = (...names: Uint8Array[]) => ({
  names: [],
  extensions: [{ oid: '2.5.29.17', value: der.sequence(...names) }],
});
const address = der.implicit(7, Uint8Array.of(192, 0, 2, 1));
const mailbox = der.implicitText(1, 'postmaster@example.test');

const base = mailHost.replace(/^mx\./, '');

const senders = ['exim', 'msmtp', 'python-smtplib', 'nodemailer', 'opensmtpd-6.8', 'go'];

function chainOf(overrides: Parameters<typeof issue>[0]) {
  const handshake = completed({ certificates: chain(issue(overrides), intermediateDer) });
  const seen = factsUnderRoot(withHandshake(handshake)).hosts[0]?.addresses[0]?.tls[0]?.chain;
  if (!seen) throw new TypeError('no chain');
  return seen;
}

it.each([
  ['a common name alone', { names: [] }, [true, true, true, true, true, false]],
  ['one beside an e-mail address', otherNames(mailbox), [true, true, true, true, undefined, false]],
  ['one beside an IP address', otherNames(address), [false, false, true, true, undefined, false]],
  [
    'a wildcard that is a part of a label',
    { names: [`m*.${base}`] },
    [false, false, false, true, false, false],
  ],
  ['its star first', { names: [`*x.${base}`] }, [true, true, false, true, false, false]],
  ['another one', { subject: 'www.example.test', names: [] }, Array(6).fill(false)],
  ['another one beside an e-mail address', { subject: 'x', ...otherNames(mailbox) }, Array(6).fill(false)],
])('%s', (_title, overrides, expected) => {
  const seen = chainOf(overrides);
  const judged = senders.map((id) => {
    const { verification, tls } = profileOf(id);
    if (!tls) throw new TypeError(`${id} without TLS`);
    return isMatched(seen, { verification, personality: tls.personality }, mailHost);
  });
  expect(judged).toEqual(expected);
});

it('Postfix under MTA-STS reads a common name where there is no dNSName, whatever else there is', () => {
  const { mtaSts } = profileOf('postfix-sts');
  if (!mtaSts) throw new TypeError('postfix-sts without MTA-STS');
  const patterns = [mailHost, mailHost.replace(/^[^.]+/, '*')];
  for (const pattern of patterns) {
    const asked = { host: mailHost, patterns: [pattern] };
    expect(fitsPolicy(chainOf(otherNames(address)), mtaSts, asked)).toBe(true);
    expect(fitsPolicy(chainOf({ names: ['www.other.test'] }), mtaSts, asked)).toBe(false);
  }
});

function profileOf(id: string) {
  const profile = senderProfiles.find((each) => each.id === id);
  if (!profile) throw new TypeError(`no sender ${id}`);
  return profile;
}
