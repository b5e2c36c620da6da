/**
 * Judge: facts -> findings. Every rule of the catalogue is asked once; what several sessions of one address show alike is said once.
 * Severity decides the order, then the catalogue; nothing here knows a single rule.
 */
import type { Facts } from '../facts.ts';
import { rules as catalogue } from './catalogue.ts';
import { type Evidence, type Finding, type Rule, type Severity, severities } from './rule.ts';

/**
 * Everything that is wrong, worst first.
 *
 * @param rules  default: the whole catalogue
 * @returns one finding a rule, subject and evidence; a rule whose subject was not measured is silent
 */
export function findAll(facts: Facts, rules: readonly Rule[] = catalogue): readonly Finding[] {
  const findings = rules.flatMap((rule) => {
    const seen = new Set<string>();
    return rule.find(facts).flatMap((match): Finding[] => {
      const key = canonical([match.subject, match.evidence]);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ ...match, rule }];
    });
  });
  return findings.sort((a, b) => severities.indexOf(severityOf(a)) - severities.indexOf(severityOf(b)));
}

/** What the finding weighs: the case at hand before the rule in general. */
export function severityOf(finding: Finding): Severity {
  return finding.severity ?? finding.rule.severity;
}

/** JSON with sorted keys: equal values are equal strings. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: Evidence | unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
