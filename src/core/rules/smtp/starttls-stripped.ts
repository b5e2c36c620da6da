/**
 * Signs that something between sender and server takes STARTTLS away: an overwritten keyword, a masked banner, or no STARTTLS where
 * DANE or MTA-STS promise it (RFC 3207 §6; C95). One vantage can't prove it: these are signs, and called so.
 */
import { offersExtension } from '../../smtp/extensions.ts';
import { type SessionPlace, starttlsPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { completedReply, replyOf } from './steps.ts';

export const starttlsStripped: Rule = {
  id: 'smtp.starttls-stripped',
  severity: 'warning',
  acts: 'mx-operator',
  title: 'Something on the way seems to remove STARTTLS',
  explanation:
    'The dialogue bears the marks of a device that rewrites SMTP so that no one can encrypt: a keyword blanked out, a masked banner, or STARTTLS absent where the domain ' +
    'publishes that it is there. Opportunistic senders then deliver in cleartext, which that device can read; senders that require TLS hold the mail.',
  fix:
    'Compare with a connection made from inside the same network. On a Cisco ASA or PIX take port 25 out of ESMTP inspection ("no inspect esmtp"); on other ' +
    'firewalls and anti-virus gateways let SMTP pass unchanged. If it happens only from some networks, the device stands on their side.',
  citations: [rfc(3207, '6')],
  tlsRptResultType: 'starttls-not-supported',
  find: (facts) =>
    starttlsPlaces(facts).flatMap((place) => {
      const { session } = place;
      const ehlo = completedReply(session.ehlo);
      if (!ehlo || offersExtension(session.extensions ?? [], 'STARTTLS')) return [];
      const signs = strippingSigns(place);
      return signs.length > 0 ? [{ subject: place.subject, evidence: { signs } }] : [];
    }),
};

function strippingSigns({ session, host }: SessionPlace): string[] {
  const signs: string[] = [];
  for (const line of session.extensions ?? []) {
    if (isOverwritten(line)) signs.push(`overwritten keyword: ${line}`);
  }
  const banner = replyOf(session.greeting)?.lines[0] ?? '';
  if (isMaskedBanner(banner)) signs.push(`masked banner: ${banner}`);
  if (host.dane.kind === 'records') signs.push('TLSA records promise STARTTLS');
  if (host.mtaSts?.pattern && host.mtaSts.mode !== 'none') signs.push('the MTA-STS policy promises STARTTLS');
  return signs;
}

/**
 * `XXXXXXXA` (the A is left of an 8 letter word's checksum), a run of X, `X-STARTTLS`-like or `STARTTLX` misspellings:
 * a packet filter must keep the length of what it spoils, so an 8 letter word that is nearly STARTTLS is one.
 */
function isOverwritten(line: string): boolean {
  const keyword = line.trim().split(/\s+/)[0]?.toUpperCase() ?? '';
  if (/^X{4,}[A-Z]?$/.test(keyword) || /^X-?STARTTLS/.test(keyword)) return true;
  if (keyword.length !== 8) return false;
  const same = [...'STARTTLS'].filter((letter, i) => keyword.charAt(i) === letter).length;
  return same >= 5 && same < 8;
}

/** `220 ****************2******`: Cisco's inspection stars out all of the banner but a few letters. */
function isMaskedBanner(banner: string): boolean {
  const stars = banner.replace(/[^*]/g, '').length;
  return stars >= 8 && stars >= banner.length / 2;
}
