/**
 * A mail host's certificate does not stand up to the MTA-STS policy in force (RFC 8461 §4.2; C58).
 * The single faults have findings of their own; this one says what they cost.
 */
import { evaluateMtaSts } from '../../mta-sts/evaluate.ts';
import { namedChainPlaces } from '../places.ts';
import { type Match, type Rule, rfc } from '../rule.ts';

export const stsCertificateInvalid: Rule = {
  id: 'sts.certificate-invalid',
  severity: 'error',
  acts: 'mx-operator',
  title: 'The certificate fails the MTA-STS policy',
  explanation:
    'The domain publishes an MTA-STS policy, and the certificate of this mail host does not meet it: it has to be in date, lead to a public root, and carry the host\'s name. Under "enforce", senders that honour MTA-STS wait and at last return the mail; under "testing" they deliver and report.',
  fix: 'Install a certificate from a public authority, with its intermediate, for the name in the MX record. The findings on this certificate say what is wrong with the present one.',
  citations: [rfc(8461, '4.2'), rfc(8461, '5')],
  tlsRptResultType: 'validation-failure',
  find: (facts) =>
    namedChainPlaces(facts).flatMap((place): Match[] => {
      const { chain, host, subject } = place;
      if (facts.mtaSts.kind !== 'policy') return [];
      const { mode, reasons } = evaluateMtaSts({
        domain: facts.mtaSts,
        mxHost: host.observation.name,
        delivery: { kind: 'tls', problems: chain.path.problems, name: chain.name },
        now: facts.now,
      });
      const faults = reasons.filter(({ code }) => code.startsWith('certificate-'));
      if (faults.length === 0 || !mode) return [];
      const evidence = { mode, reasons: faults.map(({ code, detail }) => `${code}: ${detail}`) };
      const severity = mode === 'enforce' ? 'error' : 'warning';
      return [{ subject, evidence, severity, ...(faults[0] && { tlsRptResultType: faults[0].resultType }) }];
    }),
};
