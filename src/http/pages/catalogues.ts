/**
 * The senders and the rules for people: each list as a table, each entry as a page. All from the one definition of each.
 */
import { duration } from '../../core/report/text-lines.ts';
import type { RuleDescription } from '../../core/rules/describe.ts';
import type { SenderDescription } from '../../core/senders/description.ts';
import { groupReactions, groupRouting, reactionWords, retryWords } from '../../core/senders/words.ts';
import { type Content, h } from './element.ts';
import { citationList, fixWords, remedies } from './findings-section.ts';
import { page } from './layout.ts';
import { table } from './table.ts';

export function sendersPage(senders: readonly SenderDescription[], statusSenders: readonly string[]): string {
  const rows = senders.map(({ id, name, confidence, behaviour, unknown }) => [
    h('span', h('a', { href: `/senders/${id}` }, name), ' ', h('code', { class: 'quiet mark' }, id)),
    policiesOf(behaviour),
    statusSenders.includes(id) ? 'yes' : 'no',
    unknown === undefined ? confidence : `not predicted: ${unknown}`,
  ]);
  return page({
    title: 'Senders: starttls-probe',
    body: [
      h('h1', 'Senders'),
      h(
        'p',
        `What ${senders.length} senders do with a mail host, as data. A verdict walks each through what was measured.`,
      ),
      table(['Sender', 'Policies', 'In the status', 'Mostly known by'], rows),
    ],
  });
}

type Behaviour = SenderDescription['behaviour'];

function policiesOf(behaviour: Behaviour): string {
  const policies = [...(behaviour?.dane ? ['DANE'] : []), ...(behaviour?.mtaSts ? ['MTA-STS'] : [])];
  return policies.join(', ') || 'none';
}

export function senderPage(sender: SenderDescription): string {
  const { id, name, software, versions, behaviour, unknown, sources } = sender;
  return page({
    title: `${name}: starttls-probe`,
    body: [
      h('h1', name),
      h('p', { class: 'quiet' }, `${id} · ${software}, ${versions} · ${sender.confidence}`),
      ...(unknown === undefined ? [] : [h('p', `Nothing is predicted: ${unknown}.`)]),
      ...(behaviour === undefined ? [] : behaviourContent(behaviour)),
      h('h2', 'How we know'),
      h(
        'p',
        'Each statement names its source; a prediction is worth as much as the weakest of those it rests on.',
      ),
      table(
        ['Source', 'Says', 'Is', 'Worth'],
        sources.map(({ id, fact, source, confidence }) => [h('code', id), fact, source, confidence]),
      ),
    ],
  });
}

function behaviourContent(behaviour: NonNullable<Behaviour>): Content[] {
  const { starttls, tlsLibrary = 'none', tlsVersions, verifies, underPolicy, log } = behaviour;
  const { retryAfterSeconds, queueLifeSeconds } = behaviour;
  const from = (name: (typeof behaviour.facts)[number]['fact']) =>
    behaviour.facts.find(({ fact }) => fact === name)?.from ?? [];
  const facts: (readonly [string, string, readonly string[]])[] = [
    ['STARTTLS', starttls, from('starttls')],
    ['TLS', [tlsLibrary, ...tlsVersions].join(', '), from('tls')],
    ['Verifies', verifies, from('verification')],
    ['Policies', policiesOf(behaviour), [...from('dane'), ...from('mtaSts')]],
    ...(retryAfterSeconds === undefined
      ? []
      : [
          [
            'Tries again',
            retryWords(retryAfterSeconds, behaviour.retrySchedule),
            from('queue.retryAfterSeconds'),
          ] as const,
        ]),
    ...(queueLifeSeconds === undefined
      ? []
      : [['Gives up', `after ${duration(queueLifeSeconds)}`, from('queue.lifeSeconds')] as const]),
  ];
  return [
    h('dl', ...facts.flatMap(([title, value, ids]) => [h('dt', title), h('dd', value, sourceMarks(ids))])),
    ...(behaviour.habits.length === 0
      ? []
      : [
          h('p', 'Besides, it'),
          h('ul', ...behaviour.habits.map(({ habit, from: ids }) => h('li', habit, sourceMarks(ids)))),
        ]),
    h('h2', 'What it does about a failure'),
    groupTable('When', groupReactions(behaviour.reactions)),
    ...(underPolicy === undefined
      ? []
      : [
          h('p', `Where a policy binds and TLS fails, it ${reactionWords(underPolicy.otherwise)}.`),
          ...(underPolicy.exceptions.length > 0
            ? [groupTable('When', groupReactions(underPolicy.exceptions))]
            : []),
        ]),
    h('h2', 'About a domain that leads to no connection'),
    groupTable('The domain', groupRouting(behaviour.routing)),
    ...(log.length === 0
      ? []
      : [
          h('h2', 'What its administrator reads'),
          table(
            ['When', 'The log says', 'From'],
            [...Map.groupBy(log, ({ line, from: ids }) => JSON.stringify([line, ids])).values()].map(
              (group) => [
                group.map(({ event }) => event).join(', '),
                h('code', group[0]?.line ?? ''),
                sourceMarks(group[0]?.from),
              ],
            ),
          ),
        ]),
  ];
}

function groupTable(when: string, groups: ReturnType<typeof groupReactions>): Content {
  const rows = groups.map(({ words, failures, from }) => [words, failures.join(', '), sourceMarks(from)]);
  return table(['It', when, 'From'], rows);
}

function sourceMarks(from: readonly string[] = []): Content {
  const marks = from.flatMap((id, position) => [
    position === 0 ? ' ' : ', ',
    h('span', { class: 'mark' }, id),
  ]);
  return from.length === 0 ? null : h('span', { class: 'quiet' }, ...marks);
}

export function rulesPage(rules: readonly RuleDescription[]): string {
  const rows = rules.map(({ id, title, severity, acts }) => [
    h('a', { href: `/rules/${id}` }, title),
    h('code', id),
    h('span', { class: 'word' }, severity),
    acts.replace('-', ' '),
  ]);
  return page({
    title: 'Rules: starttls-probe',
    body: [
      h('h1', 'Rules'),
      h(
        'p',
        `${rules.length} things that can be wrong with a mail host. A finding is a rule that did not pass.`,
      ),
      table(['What it sees', 'Id', 'Severity', 'Who acts'], rows),
    ],
  });
}

export function rulePage(rule: RuleDescription): string {
  const { id, title, severity, explanation, fix, acts, citations, effective, tlsRptResultType } = rule;
  return page({
    title: `${title}: starttls-probe`,
    body: [
      h('h1', title),
      h('p', { class: 'quiet' }, `${id} · ${severity}`),
      h('p', explanation),
      h('p', h('strong', `${fixWords(acts)}: `), fix),
      ...remedies(rule),
      effective === undefined ? null : h('p', `In force since ${effective}.`),
      tlsRptResultType === undefined
        ? null
        : h('p', `Senders' reports (TLS-RPT) call it ${tlsRptResultType}.`),
      citationList(citations),
    ],
  });
}
