/**
 * A certificate of the path ends soon: less than a sixth of its life is left, two weeks at most (RFC 5280 §4.1.2.5).
 * Renewal tools act with a third left (90 days: at 30), so by then one has failed, or nobody runs one.
 */
import { chainPlaces } from '../places.ts';
import { certificateSeverity } from '../promise.ts';
import { type Rule, rfc, type Severity } from '../rule.ts';
import { subjectOf } from './chain-problems.ts';
import { loadRenewed } from './server-side.ts';

const dayMs = 86_400_000;
const twoWeeksMs = 14 * dayMs;

/** What it will weigh is an expired certificate's weight; until then one step less. */
const untilThen: Readonly<Record<Severity, Severity>> = {
  error: 'warning',
  warning: 'notice',
  notice: 'notice',
  info: 'info',
};

export const expiresSoon: Rule = {
  id: 'cert.expires-soon',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate expires soon',
  explanation:
    'Little is left of the time of a certificate in the chain, less than renewal tools usually leave. Nothing fails yet; when it has expired, senders that verify hold the mail or give an error.',
  fix: 'Look why it has not been renewed (certbot: certbot renew --dry-run), renew it, and reload the mail server: a renewal on disk is not yet one on the wire. If DANE records name the old key, keep the key or publish the new record first.',
  fixes: [...loadRenewed],
  citations: [rfc(5280, '4.1.2.5')],
  find: (facts) =>
    chainPlaces(facts).flatMap((place) =>
      place.chain.path.path.flatMap((certificate, depth) => {
        const { notBefore, notAfter, subject } = certificate;
        const end = Date.parse(notAfter);
        const left = end - facts.now.getTime();
        const life = end - Date.parse(notBefore);
        if (left < 0 || left >= Math.min(twoWeeksMs, life / 6)) return [];
        const evidence = { depth, subject: subject.text, notAfter, daysLeft: Math.floor(left / dayMs) };
        const severity = untilThen[certificateSeverity(place, 'dates')];
        return [{ subject: subjectOf(place, certificate), evidence, severity }];
      }),
    ),
};
