/**
 * No DNS resolver could be asked: a fact about us, not about the domain.
 */
import { type Rule, rfc } from '../rule.ts';

export const resolverUnreachable: Rule = {
  id: 'probe.resolver-unreachable',
  severity: 'info',
  acts: 'nobody',
  title: 'This probe has no DNS resolver',
  explanation:
    'None of the resolvers that this probe is set to ask could be reached over HTTPS. What the DNS says about the domain is not known: this result says neither good nor bad.',
  fix: 'Whoever runs this probe: see that it may connect to its resolvers, or name others that it can reach (DOH_URL, --resolver). Then ask again.',
  citations: [rfc(8484)],
  find: (facts) => {
    const lost = facts.observation.dns.filter(({ outcome }) => outcome === 'unreachable');
    if (lost.length === 0) return [];
    const errors = lost.flatMap(({ failedResolvers }) =>
      failedResolvers.map(({ resolver, error }) => `${resolver}: ${error}`),
    );
    const questions = lost.map(({ name, type }) => `${name} ${type}`);
    return [{ subject: {}, evidence: { questions, resolvers: [...new Set(errors)] } }];
  },
};
