/**
 * The CA/Browser Forum's Baseline Requirements for TLS server certificates, as a citation: version 2.2.6 of March 2026 was read.
 */
import type { Citation } from '../rule.ts';

const page = 'https://cabforum.org/working-groups/server/baseline-requirements/requirements/';

/** By section; the anchors are those of the published page. */
const anchors = {
  '4.2.2': '#422-approval-or-rejection-of-certificate-applications',
  '6.1.1.3': '#6113-subscriber-key-pair-generation',
  '6.1.5': '#615-key-sizes',
  '6.1.6': '#616-public-key-parameters-generation-and-quality-checking',
  '6.3.2': '#632-certificate-operational-periods-and-key-pair-usage-periods',
  '7.1.2.7.10': '#712710-subscriber-certificate-extended-key-usage',
  '7.1.2.7.12': '#712712-subscriber-certificate-subject-alternative-name',
  '7.1.3.2': '#7132-signature-algorithmidentifier',
} as const;

/** @param more  a ballot, say */
export function baselineRequirements(section: keyof typeof anchors, more = ''): Citation {
  return {
    title: `CA/Browser Forum Baseline Requirements §${section}${more && ` (${more})`}`,
    url: `${page}${anchors[section]}`,
  };
}
