/**
 * The policy is in mode testing: senders report, and nothing is protected yet (RFC 8461 §5; C61).
 */
import { policyFile, policyRecord } from '../../mta-sts/publish.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const testing: Rule = {
  id: 'sts.testing',
  severity: 'info',
  acts: 'domain-owner',
  title: 'The MTA-STS policy is in testing',
  explanation:
    'Mode "testing" asks senders to check and to report, never to hold mail back. Until it is "enforce" an attacker on the path can still have the mail sent in cleartext or to another host.',
  fix: 'When the TLS reports (RFC 8460) show no failures for a while, change "mode: testing" to "mode: enforce", then the id in the _mta-sts record.',
  citations: [rfc(8461, '5'), rfc(8460, '3')],
  find: ({ mtaSts, tlsRpt, observation, now }): readonly Match[] => {
    if (mtaSts.kind !== 'policy' || mtaSts.policy.mode !== 'testing') return [];
    const reports = tlsRpt.kind === 'record';
    const { host } = observation;
    const unasked = `Nobody is asked for reports, so testing tells you nothing. Publish: _smtp._tls.${host}. IN TXT "v=TLSRPTv1; rua=mailto:tls-reports@${host}"\n`;
    const file = policyFile({ ...mtaSts.policy, mode: 'enforce' });
    const fix = `${tlsRpt.kind === 'none' ? unasked : ''}When the TLS reports (RFC 8460) show no failures for a while, publish:\n${file}\nThen change the record: ${policyRecord(host, now, 'enforce')}`;
    const evidence = { mode: 'testing', reportsAsked: reports };
    return [{ subject: {}, evidence, fix }];
  },
};
