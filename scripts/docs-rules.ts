/**
 * docs/rules: an index, and a page an area with every rule whole.
 */
import { actorWords } from '../src/core/report/text-findings.ts';
import { describeRules, type RuleDescription } from '../src/core/rules/describe.ts';
import { basisWords, type Fix, type Workaround } from '../src/core/rules/remedies.ts';
import { anchor, blocks, code, generated, plain, table } from './markdown.ts';

/** In the order in which mail meets them. */
const areas: Readonly<Record<string, { readonly title: string; readonly about: string }>> = {
  dns: { title: 'DNS', about: 'Are the answers there, signed, and the same for everybody?' },
  mx: { title: 'Mail hosts', about: 'Which hosts take the mail of the domain, and where are they?' },
  smtp: { title: 'SMTP and STARTTLS', about: 'Is the host reached, and does it offer and begin TLS?' },
  tls: { title: 'TLS', about: 'Does the handshake end well, and with what?' },
  cert: {
    title: 'Certificates',
    about:
      'Who vouches for the certificate, for which name, until when, and may its key be used so? Most senders encrypt without looking, so these weigh little ' +
      'until the domain promises more (DANE, MTA-STS) or a TLS library looks by itself.',
  },
  dane: { title: 'DANE', about: 'Do the TLSA records fit the certificates, and are they proven?' },
  sts: { title: 'MTA-STS', about: 'Can senders get the policy, and do the hosts keep it?' },
  'tls-rpt': { title: 'TLS reports', about: 'Do senders learn where to report failures?' },
  probe: { title: 'The probe itself', about: 'What could not be measured from here.' },
};

/** File name under docs/rules, and text. */
export function rulePages(): ReadonlyMap<string, string> {
  const byArea = Map.groupBy(describeRules(), ({ id }) => id.slice(0, id.indexOf('.')));
  const stranger = [...byArea.keys()].find((area) => areas[area] === undefined);
  if (stranger !== undefined) throw new Error(`scripts/docs-rules.ts has no words for the area ${stranger}`);
  const present = Object.entries(areas).flatMap(([area, words]) => {
    const rules = byArea.get(area);
    return rules ? [{ area, ...words, rules }] : [];
  });
  return new Map([
    ['README.md', indexPage(present)],
    ...present.map((page) => [`${page.area}.md`, areaPage(page)] as const),
  ]);
}

interface Area {
  readonly area: string;
  readonly title: string;
  readonly about: string;
  readonly rules: readonly RuleDescription[];
}

function indexPage(present: readonly Area[]): string {
  const count = present.reduce((sum, { rules }) => sum + rules.length, 0);
  return page(
    '# Rules',
    `What is checked: ${count} rules. A rule looks at what was measured and says each place where its defect is; what was not measured is not judged. ` +
      'An id is never renamed and never used again. `starttls-probe rules ID` and `GET /rules/ID` show the same texts.',
    table(
      ['severity', 'means'],
      [
        ['error', 'mail is lost or delayed for somebody'],
        ['warning', 'a promise is broken, or will be soon'],
        ['notice', 'worth mending'],
        ['info', 'good to know'],
      ],
    ),
    'A finding may weigh more than its rule does in general: an expired certificate is a notice, unless the domain has promised senders to have a good one.',
    ...present.flatMap(({ area, title, about, rules }) => [
      `## [${title}](${area}.md)`,
      about,
      table(
        ['rule', 'severity', 'what'],
        rules.map(({ id, severity, title: what }) => [
          `[${code(id)}](${area}.md${anchor(id)})`,
          severity,
          plain(what),
        ]),
      ),
    ]),
  );
}

function areaPage({ title, about, rules }: Area): string {
  return page(`# ${title}`, about, '[All rules](README.md)', ...rules.map(ruleSection));
}

function ruleSection(rule: RuleDescription): string {
  const {
    id,
    severity,
    acts,
    title,
    explanation,
    fix,
    fixes,
    workarounds,
    citations,
    effective,
    tlsRptResultType,
  } = rule;
  const labels = [
    severity,
    acts === 'nobody' ? 'nobody has to act' : `to be done by ${actorWords[acts]}`,
    ...(effective === undefined ? [] : [`in force since ${effective}`]),
    ...(tlsRptResultType ? [`in senders' reports ${code(tlsRptResultType)}`] : []),
  ];
  return blocks(
    `## ${id}`,
    `**${plain(title)}** (${labels.join('; ')})`,
    plain(explanation),
    `**Fix:** ${plain(fix)}`,
    ...fixes.map((each) => remedy(each)),
    workarounds.length > 0 ? '**Until it is mended, on the side of the sender:**' : undefined,
    ...workarounds.map(workaroundEntry),
    `See ${citations.map((citation) => `[${plain(citation.title)}](${citation.url})`).join(', ')}.`,
  );
}

/** A list entry: what to do, and below it what to copy. */
function remedy({ software, steps, lines = [], basis, source }: Fix): string {
  const head = `- **${plain(software)}** (${plain(basisWords[basis](source))}): ${plain(steps)}`;
  if (lines.length === 0) return head;
  return blocks(head, ['```', ...lines, '```'].map((line) => `  ${line}`).join('\n'));
}

const workaroundEntry = (workaround: Workaround): string =>
  blocks(remedy(workaround), `  The price: ${plain(workaround.price)} (${code(workaround.id)})`);

const page = (...parts: readonly string[]) => `${blocks(generated, ...parts)}\n`;
