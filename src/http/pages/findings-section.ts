/**
 * Findings as a page shows them: worst first, each with its fix; evidence and sources are one click away.
 */
import type { ReportedFinding } from '../../core/report/schema.ts';
import { actorWords, evidenceTexts } from '../../core/report/text-findings.ts';
import { type Content, h } from './element.ts';

export function findingsSection(findings: readonly ReportedFinding[]): Content[] {
  if (findings.length === 0)
    return [h('h2', 'Findings'), h('p', 'None: every check that applied has passed.')];
  return [h('h2', 'Findings'), ...findings.map(findingArticle)];
}

function findingArticle(finding: ReportedFinding): Content {
  const { mx, address } = finding.subject;
  const place = [mx, address].filter((part) => part !== undefined).join(' ');
  return h(
    'article',
    { class: `finding ${finding.severity}` },
    h('h3', finding.title),
    h(
      'p',
      { class: 'quiet' },
      h('span', { class: 'severity' }, finding.severity),
      ' ',
      h('a', { href: `/rules/${finding.id}` }, finding.id),
      place === '' ? null : ` · ${place}`,
    ),
    h('p', finding.explanation),
    h('p', h('strong', `${fixWords(finding.acts)}: `), finding.fix),
    finding.workaround === undefined
      ? null
      : h('p', h('strong', 'Way round for senders: '), finding.workaround),
    h(
      'details',
      h('summary', 'Evidence and sources'),
      h('dl', ...evidenceTexts(finding.evidence).flatMap(([name, text]) => [h('dt', name), h('dd', text)])),
      citationList(finding.citations),
    ),
  );
}

export const fixWords = (acts: ReportedFinding['acts']): string =>
  acts === 'nobody' ? 'Fix' : `Fix, by ${actorWords[acts]}`;

export function citationList(citations: ReportedFinding['citations']): Content {
  return h(
    'p',
    ...citations.flatMap(({ title, url }) => [h('a', { href: url, rel: 'noreferrer' }, title), ' ']),
  );
}
