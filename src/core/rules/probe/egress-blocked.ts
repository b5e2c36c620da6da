/**
 * This vantage can not dial the port at all: a fact about us, not about the host. Nothing was measured, so nothing else is said.
 */
import type { HostObservation } from '../../observation.ts';
import { type Rule, rfc } from '../rule.ts';

export const egressBlocked: Rule = {
  id: 'probe.egress-blocked',
  severity: 'info',
  acts: 'nobody',
  title: 'The port is blocked where this probe runs',
  explanation:
    'The network that this probe runs in lets no connection to the port out, as most clouds and home networks do for port 25. The mail server was not reached and nothing is known about it: this result says neither good nor bad.',
  fix: "Ask again through a vantage whose provider leaves the port open, or run the probe on the mail server's own network.",
  citations: [rfc(5068)],
  find: (facts) => {
    const { egress, port } = facts.observation;
    // The facts leave out what could not be dialled, so the observation itself is asked.
    const blocked = egress.kind === 'blocked' || facts.observation.hosts.some(isBlocked);
    return blocked ? [{ subject: {}, evidence: { port, egress: egress.kind, detail: egress.detail } }] : [];
  },
};

function isBlocked({ unknown, addresses }: HostObservation): boolean {
  return (
    unknown?.reason === 'egress-blocked' ||
    addresses.some(
      (address) =>
        address.unknown?.reason === 'egress-blocked' ||
        address.sessions.some(({ connect }) => connect.kind === 'egress-blocked'),
    )
  );
}
