/**
 * What a profile says of a sender beside its tables of reactions, in sentences for readers: how it reads what servers and domains offer.
 */
import type { SenderProfile } from './profile.ts';
import type { FactGroup } from './profile-sources.ts';

interface Habit {
  readonly says: (profile: SenderProfile) => string | false | undefined;
  /** Its source is that of this group. */
  readonly group: FactGroup;
}

const habits: readonly Habit[] = [
  {
    group: 'starttls',
    says: ({ starttlsKeyword: keyword }) =>
      keyword === 'upper-case' ? 'reads STARTTLS in capitals only' : keyword && 'reads STARTTLS in any case',
  },
  {
    group: 'starttls',
    says: ({ starttlsParameter: parameter }) =>
      parameter === 'not-an-offer' && 'takes STARTTLS with a parameter for no offer',
  },
  { group: 'starttls', says: ({ starttlsEquals }) => starttlsEquals && 'takes STARTTLS= for an offer' },
  {
    group: 'starttls',
    says: ({ starttlsUnoffered }) => starttlsUnoffered && 'says STARTTLS whatever is offered',
  },
  {
    group: 'starttls',
    says: ({ injectedText: text }) =>
      text &&
      `${text === 'thrown-away' ? 'throws away' : 'breaks off at'} text that comes behind the 220 to STARTTLS`,
  },
  {
    group: 'starttls',
    says: ({ saysMailUngreeted }) =>
      saysMailUngreeted && 'says MAIL, not HELO, where EHLO over TLS is refused',
  },
  { group: 'starttls', says: ({ greets220Only }) => greets220Only && 'takes no greeting but 220' },
  {
    group: 'starttls',
    says: ({ blankGreeting }) =>
      blankGreeting === 'refused'
        ? 'takes no greeting without a text'
        : blankGreeting === 'helo' && 'says HELO where a firewall has blotted out the greeting',
  },
  { group: 'tls', says: ({ tls }) => tls?.endsAtWarning && 'ends the handshake at a warning alert' },
  {
    group: 'tls',
    says: ({ announcedEnd }) => announcedEnd && 'waits where close_notify announces the end of a handshake',
  },
  {
    group: 'mtaSts',
    says: ({ mtaSts }) => mtaSts?.reader && `reads MTA-STS records and policies as ${mtaSts.reader} does`,
  },
  { group: 'mtaSts', says: ({ mtaSts }) => mtaSts?.takesAnyId && 'minds no id of an MTA-STS record' },
  {
    group: 'mtaSts',
    says: ({ mtaSts }) =>
      mtaSts?.sanMatching === 'exact-string' && 'understands no wildcard where MTA-STS binds',
  },
  {
    group: 'routing',
    says: ({ nullMxBesideOthers: beside }) =>
      beside && `${beside === 'bounce' ? 'bounces at' : 'passes over'} a null MX beside others`,
  },
  {
    group: 'routing',
    says: ({ nullMxOfPreference0Only }) =>
      nullMxOfPreference0Only && 'knows a null MX by its preference 0 alone',
  },
  {
    group: 'hosts',
    says: ({ oneAddressAHost }) =>
      oneAddressAHost && 'tries no other address of a host that failed past the connection',
  },
  {
    group: 'hosts',
    says: ({ oneAddressAtRandom }) => oneAddressAtRandom && 'takes one of several addresses by chance',
  },
  { group: 'hosts', says: ({ ipv4Alone }) => ipv4Alone && 'tries no IPv6 address beside an IPv4 one' },
  {
    group: 'hosts',
    says: ({ oneLookupForAll }) => oneLookupForAll && 'tries no host where one of them has no address',
  },
];

/** In the order of a delivery. */
export function habitsOf(
  profile: SenderProfile,
): readonly { readonly habit: string; readonly group: FactGroup }[] {
  return habits.flatMap(({ says, group }) => {
    const habit = says(profile);
    return habit ? [{ habit, group }] : [];
  });
}
