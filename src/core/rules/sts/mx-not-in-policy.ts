/**
 * The MTA-STS policy does not name a mail host that the DNS names (RFC 8461 §4.1; C56).
 */
import type { Facts } from '../../facts.ts';
import { mxPatternFault } from '../../mta-sts/match.ts';
import { policyFile, policyRecord } from '../../mta-sts/publish.ts';
import { hostPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

/** A hostile policy has thousands, and a hostile zone hundreds of hosts that none of them names. */
const maxPatterns = 100;

export const mxNotInPolicy: Rule = {
  id: 'sts.mx-not-in-policy',
  severity: 'error',
  acts: 'domain-owner',
  title: 'The MTA-STS policy does not list this mail host',
  explanation:
    'The mail host is in the MX records and not in the policy\'s mx lines. Under "enforce", senders that honour MTA-STS do not deliver to it: they try another host, wait, and at last return the mail. Under "testing" they deliver and report. ' +
    'A wildcard stands for exactly one label.',
  fix: 'Add the mail host to the policy file, then change the id in the _mta-sts record so that senders fetch the file anew. Change the policy before the MX records whenever mail hosts move.',
  citations: [rfc(8461, '4.1'), rfc(8461, '8.1')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    hostPlaces(facts).flatMap((place): Match[] => {
      const { mtaSts, observation } = place.host;
      if (!mtaSts || mtaSts.mode === 'none' || mtaSts.pattern !== undefined) return [];
      const patterns = facts.mtaSts.kind === 'policy' ? facts.mtaSts.policy.mx.slice(0, maxPatterns) : [];
      const evidence = {
        mode: mtaSts.mode,
        mx: observation.name,
        patterns,
        ...(mtaSts.near && { near: { ...mtaSts.near } }),
      };
      const severity = mtaSts.mode === 'enforce' ? 'error' : 'warning';
      const fix = fixFor(observation.name, facts);
      return [{ subject: place.subject, evidence, severity, ...(fix && { fix }) }];
    }),
};

/** The file names all hosts that are not listed: were each added to one of its own, the last one copied would be without the others. */
function fixFor(name: string, { hosts, mtaSts, observation: { host }, now }: Facts): string | undefined {
  // An address in the place of a name can stand in no policy; mx.is-address says what to do.
  if (mtaSts.kind !== 'policy' || mxPatternFault(name) !== undefined) return undefined;
  const unlisted = hosts
    .filter((other) => other.mtaSts?.pattern === undefined)
    .map(({ observation }) => observation.name)
    .filter((each) => mxPatternFault(each) === undefined);
  const file = policyFile({ ...mtaSts.policy, mx: [...unlisted, ...mtaSts.policy.mx] });
  return `Add the line "mx: ${name}" to the policy file:\n${file}\nThen change the record, so that senders fetch the file anew: ${policyRecord(host, now, 'mx')}`;
}
