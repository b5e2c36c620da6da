/**
 * Findings as a page shows them: worst first, each with its fix; evidence and sources are one click away.
 */
import type { ReportedFinding } from '../../core/report/finding-schema.ts';
import { actorWords, evidenceTexts } from '../../core/report/text-findings.ts';
import { basisWords, type Fix, type Workaround } from '../../core/rules/remedies.ts';
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
    h('p', { class: 'fix' }, h('strong', `${fixWords(finding.acts)}: `), finding.fix),
    ...remedies(finding),
    h(
      'details',
      h('summary', 'Evidence and sources'),
      h('dl', ...evidenceTexts(finding.evidence).flatMap(([name, text]) => [h('dt', name), h('dd', text)])),
      citationList(finding.citations),
    ),
  );
}

/** Folded: most readers run one software, and some none of these. */
export function remedies({
  fixes,
  workarounds,
}: Pick<ReportedFinding, 'fixes' | 'workarounds'>): readonly Content[] {
  const block = (title: string, all: readonly (Fix | Workaround)[]) =>
    all.length === 0 ? null : h('details', h('summary', title), ...all.flatMap(remedy));
  return [
    block(`Commands for ${[...new Set(fixes.map(({ software }) => software))].join(', ')}`, fixes),
    block('Until it is mended: a way round for senders', workarounds),
  ];
}

function remedy(each: Fix | Workaround): Content[] {
  const { software, steps, lines = [], basis, source } = each;
  return [
    h(
      'p',
      h('strong', `${software}: `),
      steps,
      h('span', { class: 'quiet' }, ` (${basisWords[basis](source)})`),
    ),
    lines.length > 0 ? h('pre', lines.join('\n')) : null,
    'price' in each ? h('p', h('strong', 'The price: '), each.price) : null,
  ];
}

export const fixWords = (acts: ReportedFinding['acts']): string =>
  acts === 'nobody' ? 'Fix' : `Fix, by ${actorWords[acts]}`;

export function citationList(citations: ReportedFinding['citations']): Content {
  return h(
    'p',
    ...citations.flatMap(({ title, url }) => [h('a', { href: url, rel: 'noreferrer' }, title), ' ']),
  );
}
