/**
 * No address of a mail host lets itself be connected to (RFC 5321 §5.1). Only what was dialled counts: a blocked vantage,
 * a guarded address or a spent budget says nothing about the host, and neither does an IPv6 address that has no route from here.
 */
import type { AddressFacts } from '../../facts.ts';
import { type HostPlace, hostPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';

export const unreachable: Rule = {
  id: 'smtp.unreachable',
  severity: 'error',
  acts: 'mx-operator',
  title: 'No address of the mail host can be reached',
  explanation:
    'Every connection to this mail host was refused or timed out. Senders try the next mail host; where there is none, they wait, ' +
    'and return the mail when their queue time is over.',
  fix:
    'See that the mail server runs and listens on this port, that firewall and provider let it through, and that the addresses in the DNS are the ones it has today. ' +
    'Take a mail host that is gone for good out of the MX records.',
  citations: [rfc(5321, '5.1')],
  find: (facts) =>
    hostPlaces(facts).flatMap((place) => {
      const failures = place.host.addresses.map(dialFailure);
      if (failures.length === 0 || failures.some((failure) => failure === undefined)) return [];
      const evidence = { connects: failures.filter((failure) => failure !== undefined) };
      return [{ subject: place.subject, evidence, ...(hasOther(place) && { severity: 'warning' as const }) }];
    }),
};

/** How dialling this address failed; nothing where it worked, or was not tried in earnest. */
function dialFailure({ observation }: AddressFacts): { address: string; failure: string } | undefined {
  const { ip, sessions } = observation;
  const [first] = sessions;
  if (!first || sessions.some(({ connect }) => connect.kind === 'connected')) return undefined;
  switch (first.connect.kind) {
    case 'refused':
    case 'timeout':
    case 'reset':
      return { address: ip, failure: first.connect.kind };
    case 'unreachable':
      return ip.includes(':') ? undefined : { address: ip, failure: first.connect.kind };
    case 'connected':
    case 'egress-blocked':
    case 'special-address':
    case 'budget':
      return undefined;
    default:
      return first.connect satisfies never;
  }
}

/** C8: one dead host is no disaster while another one answers. */
function hasOther({ facts, host }: HostPlace): boolean {
  return facts.hosts.some(
    (other) =>
      other !== host &&
      other.addresses.some(({ observation }) =>
        observation.sessions.some(({ connect }) => connect.kind === 'connected'),
      ),
  );
}
