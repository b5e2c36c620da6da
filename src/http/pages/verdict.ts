/**
 * A verdict as a page: the answer first, then the senders, then what to do, then the measurements.
 */
import type {
  AddressReport,
  MailHostReport,
  Outcome,
  ReportedFinding,
  SenderOutcome,
  Status,
  Verdict,
} from '../../core/report/schema.ts';
import { type Content, h } from './element.ts';
import { page, probeForm } from './layout.ts';

const headlines: Record<Status, string> = {
  ok: 'Mail arrives encrypted',
  degraded: 'Mail arrives, but not as it should',
  failing: 'Mail is lost for some senders',
  indeterminate: 'This could not be measured',
};

const outcomeWords: Record<Outcome, string> = {
  'delivered-tls-authenticated': 'encrypted, authenticated',
  'delivered-tls': 'encrypted',
  'delivered-cleartext': 'in clear',
  deferred: 'waits',
  bounced: 'bounces',
  'error-to-caller': 'error',
  unknown: 'unknown',
};

export function verdictPage(verdict: Verdict): string {
  const name = verdict.unicodeHost ?? verdict.host;
  return page({
    title: `${name}: ${headlines[verdict.status]}`,
    body: [
      probeForm(verdict.host),
      h(
        'section',
        { class: `answer ${verdict.status}` },
        h('p', { class: 'host' }, name, verdict.port === 25 ? null : ` port ${verdict.port}`),
        h('h1', headlines[verdict.status]),
        h('p', { class: 'lead' }, verdict.summary),
      ),
      ...sendersSection(verdict.senders),
      ...findingsSection(verdict.findings),
      ...hostsSection(verdict.mx),
      h(
        'p',
        { class: 'quiet' },
        `Measured ${verdict.observedAt} from ${verdict.vantage.id}. `,
        h(
          'a',
          {
            href: `/probe?${new URLSearchParams({ host: verdict.host, port: String(verdict.port) })}`,
            type: 'application/json',
          },
          'Link to this probe',
        ),
      ),
    ],
  });
}

function sendersSection(senders: readonly SenderOutcome[]): Content[] {
  if (senders.length === 0) return [];
  return [
    h('h2', 'What each sender does'),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Senders' },
      h(
        'table',
        h(
          'thead',
          h(
            'tr',
            ...['Sender', 'First attempt', 'In the end', 'Why'].map((title) =>
              h('th', { scope: 'col' }, title),
            ),
          ),
        ),
        h('tbody', ...senders.map(senderRow)),
      ),
    ),
  ];
}

function senderRow(sender: SenderOutcome): Content {
  const why = sender.unknown ?? sender.timeline.map((entry) => entry.why).join(' ');
  return h(
    'tr',
    h('th', { scope: 'row' }, sender.name),
    h('td', chip(sender.first)),
    h('td', chip(sender.final)),
    h('td', why, sender.log === undefined ? null : h('code', { class: 'log' }, sender.log)),
  );
}

const chip = (outcome: Outcome): Content => h('span', { class: `chip ${outcome}` }, outcomeWords[outcome]);

function findingsSection(findings: readonly ReportedFinding[]): Content[] {
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
      ` ${finding.id}${place === '' ? '' : ` · ${place}`}`,
    ),
    h('p', finding.explanation),
    h('p', h('strong', `Fix (${finding.acts.replace('-', ' ')}): `), finding.fix),
    finding.workaround === undefined ? null : h('p', h('strong', 'Until then: '), finding.workaround),
    h(
      'details',
      h('summary', 'Evidence and sources'),
      h(
        'dl',
        ...Object.entries(finding.evidence).flatMap(([name, value]) => [
          h('dt', name),
          h('dd', typeof value === 'string' ? value : JSON.stringify(value)),
        ]),
      ),
      h(
        'p',
        ...finding.citations.flatMap((citation) => [
          h('a', { href: citation.url, rel: 'noreferrer' }, citation.title),
          ' ',
        ]),
      ),
    ),
  );
}

function hostsSection(hosts: readonly MailHostReport[]): Content[] {
  if (hosts.length === 0) return [];
  return [h('h2', 'Mail hosts'), ...hosts.map(hostArticle)];
}

function hostArticle(host: MailHostReport): Content {
  return h(
    'article',
    { class: 'mail-host' },
    h(
      'h3',
      host.host,
      host.preference === null ? null : h('span', { class: 'quiet' }, ` preference ${host.preference}`),
    ),
    host.unknown === undefined ? null : h('p', host.unknown.detail),
    ...host.addresses.map(addressList),
  );
}

function addressList(address: AddressReport): Content {
  const { smtp, tls } = address;
  const leaf = address.certificates[0];
  const rows: [string, string | undefined][] = [
    ['Greeting', smtp.greeting ?? smtp.detail],
    ['STARTTLS', smtp.starttlsReply ?? smtp.starttls.replace('-', ' ')],
    [
      'TLS',
      tls.failure?.detail ??
        [tls.version, tls.suite, tls.group].filter((part) => part !== undefined).join(', '),
    ],
    [
      'Certificate',
      leaf === undefined ? undefined : `${leaf.subject}, until ${leaf.notAfter.slice(0, 10)}, ${leaf.key}`,
    ],
    ['Names', leaf?.names.join(', ')],
    [
      'Trusted',
      tls.trusted === undefined
        ? undefined
        : tls.trusted
          ? 'yes'
          : (tls.trustProblems ?? []).map((problem) => problem.text).join('; '),
    ],
    ['DANE', address.dane.detail ?? address.dane.state],
    ['Without TLS', smtp.cleartextReply ?? smtp.cleartext],
  ];
  return h(
    'dl',
    h('dt', 'Address'),
    h('dd', h('code', address.ip)),
    ...rows.flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [h('dt', name), h('dd', value)],
    ),
  );
}
