/**
 * Findings as the verdict carries them: the rule's texts and the case's own facts in one flat object.
 */

import { severityOf } from '../rules/engine.ts';
import { workaroundText } from '../rules/remedies.ts';
import type { Finding } from '../rules/rule.ts';
import type { ReportedFinding } from './finding-schema.ts';

/** In the order found: worst first. */
export function reportFindings(findings: readonly Finding[]): ReportedFinding[] {
  return findings.map((finding) => {
    const { rule, subject, evidence, fix } = finding;
    const { fixes = [], workarounds = [] } = rule;
    const effective = finding.effective ?? rule.effective;
    const workaround = workaroundText(workarounds);
    const tlsRptResultType = finding.tlsRptResultType ?? rule.tlsRptResultType;
    return {
      id: rule.id,
      severity: severityOf(finding),
      acts: rule.acts,
      subject,
      title: rule.title,
      explanation: rule.explanation,
      fix: fix ?? rule.fix,
      fixes: [...fixes],
      ...(workaround !== undefined && { workaround }),
      workarounds: [...workarounds],
      ...(effective !== undefined && { effective }),
      evidence,
      citations: [...rule.citations],
      ...(tlsRptResultType && { tlsRptResultType }),
    };
  });
}
