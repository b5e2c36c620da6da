/**
 * A public authority's certificate is valid for longer than it may issue (CA/B Forum BR §6.3.2, ballots 193, SC31, SC-081v3).
 * The limit is that of the day of issue, for which notBefore stands. Private authorities may do as they like.
 */
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { loadRenewed } from './server-side.ts';

const daySeconds = 86_400;

/** Newest first; what began before 2018-03 has long ended. */
export const validityLimits: readonly { readonly from: string; readonly days: number }[] = [
  { from: '2029-03-15T00:00:00Z', days: 47 },
  { from: '2027-03-15T00:00:00Z', days: 100 },
  { from: '2026-03-15T00:00:00Z', days: 200 },
  { from: '2020-09-01T00:00:00Z', days: 398 },
  { from: '2018-03-01T00:00:00Z', days: 825 },
];

export const validityTooLong: Rule = {
  id: 'cert.validity-too-long',
  severity: 'notice',
  acts: 'mx-operator',
  title: 'The certificate is valid for longer than public ones may be',
  explanation:
    'Public authorities may issue for 398 days at most, for 200 since 15 March 2026, for 100 from 15 March 2027 and for 47 from 15 March 2029. This certificate has more, so its authority broke the rules; some clients refuse such certificates, and it may be revoked.',
  fix: 'Ask the authority for a new certificate, and let a tool renew it from now on (ACME): what lasts 47 days is not renewed by hand.',
  effective: '2018-03-01',
  fixes: [...loadRenewed],
  citations: [baselineRequirements('6.3.2', 'SC-081v3'), rfc(5280, '4.1.2.5')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const { notBefore, notAfter } = chain.leaf;
      const { anchor } = chain.path;
      const limit = validityLimits.find(({ from }) => Date.parse(notBefore) >= Date.parse(from));
      if (!anchor?.isPublic || !limit) return [];
      // Both ends belong to it (RFC 5280 §4.1.2.5), and a second over a day counts as another day (BR §6.3.2).
      const seconds = (Date.parse(notAfter) - Date.parse(notBefore)) / 1000 + 1;
      if (seconds <= limit.days * daySeconds) return [];
      const days = Math.ceil(seconds / daySeconds);
      const evidence = {
        notBefore,
        notAfter,
        days,
        limitDays: limit.days,
        authority: anchor.label,
      };
      return [{ subject, evidence, effective: limit.from.slice(0, 10) }];
    }),
};
