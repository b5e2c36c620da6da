/**
 * One rule, or one sender, whole: `starttls-probe rules ID`, `starttls-probe senders ID`.
 */
import { actorWords } from '../core/report/text-findings.ts';
import { duration, wrap } from '../core/report/text-lines.ts';
import type { RuleDescription } from '../core/rules/describe.ts';
import { basisWords, type Fix, type Workaround } from '../core/rules/remedies.ts';
import type { SenderDescription } from '../core/senders/description.ts';
import { groupReactions, groupRouting, reactionWords, retryWords } from '../core/senders/words.ts';

/** @returns lines ended by LF, the last one included */
export function ruleText(rule: RuleDescription, width: number): string {
  const actor = rule.acts === 'nobody' ? 'Nobody has to act.' : `To be done by ${actorWords[rule.acts]}.`;
  const result = rule.tlsRptResultType;
  return paragraphs([
    [`${rule.id}  ${rule.severity}`, ...wrap(rule.title, width)],
    wrap(rule.explanation, width),
    wrap(`Fix: ${rule.fix}`, width),
    ...rule.fixes.map((fix) => remedyLines(fix, width)),
    rule.workarounds.length === 0 ? [] : wrap('Until it is mended, on the side of the sender:', width),
    ...rule.workarounds.map((workaround) => workaroundLines(workaround, width)),
    [actor, ...(result === undefined ? [] : wrap(`Senders' reports (TLS-RPT) call it ${result}.`, width))],
    rule.effective === undefined ? [] : wrap(`In force since ${rule.effective}.`, width),
    rule.citations.map(({ title, url }) => `${title}  ${url}`),
  ]);
}

/** What is to be copied stands on lines of its own, however long. */
function remedyLines({ software, steps, lines = [], basis, source }: Fix, width: number): string[] {
  return [
    ...hang(`${software}: ${steps}`, width, '  '),
    ...lines.map((line) => `    ${line}`),
    ...wrap(`(${basisWords[basis](source)})`, width, '  '),
  ];
}

function workaroundLines(workaround: Workaround, width: number): string[] {
  const lines = remedyLines(workaround, width);
  return [...lines, ...wrap(`The price: ${workaround.price}`, width, '  '), `  [${workaround.id}]`];
}

/** @returns lines ended by LF, the last one included */
export function senderText(sender: SenderDescription, width: number): string {
  const { behaviour, unknown } = sender;
  return paragraphs([
    [
      `${sender.id}  ${sender.confidence}`,
      ...wrap(`${sender.name}: ${sender.software} ${sender.versions}`, width),
    ],
    unknown === undefined ? [] : wrap(`Nothing is predicted: ${unknown}.`, width),
    ...(behaviour === undefined ? [] : behaviourParagraphs(behaviour, width)),
    [
      'How we know:',
      ...sender.sources.flatMap(({ id, fact, source, confidence }) =>
        hang(`- [${id}] ${fact}: ${source} (${confidence})`, width, '  '),
      ),
    ],
  ]);
}

type Behaviour = NonNullable<SenderDescription['behaviour']>;

function behaviourParagraphs(behaviour: Behaviour, width: number): string[][] {
  const { retryAfterSeconds, queueLifeSeconds, underPolicy, facts } = behaviour;
  const from = (name: (typeof facts)[number]['fact']) =>
    sourceMarks(facts.find(({ fact }) => fact === name)?.from);
  const trait = (title: string, value: string, mark: string) =>
    wrap(value + mark, width - 13).map(
      (line, position) => `${position === 0 ? title.padEnd(13) : ' '.repeat(13)}${line}`,
    );
  return [
    [
      ...trait('STARTTLS', behaviour.starttls, from('starttls')),
      ...trait('TLS', [behaviour.tlsLibrary ?? 'none', ...behaviour.tlsVersions].join(', '), from('tls')),
      ...trait('verifies', behaviour.verifies, from('verification')),
      ...trait('DANE', behaviour.dane ? 'yes' : 'no', from('dane')),
      ...trait('MTA-STS', behaviour.mtaSts ? 'yes' : 'no', from('mtaSts')),
      ...(retryAfterSeconds === undefined
        ? []
        : trait(
            'tries again',
            retryWords(retryAfterSeconds, behaviour.retrySchedule),
            from('queue.retryAfterSeconds'),
          )),
      ...(queueLifeSeconds === undefined
        ? []
        : trait('gives up', `after ${duration(queueLifeSeconds)}`, from('queue.lifeSeconds'))),
    ],
    behaviour.habits.length === 0
      ? []
      : [
          'Besides, it',
          ...behaviour.habits.flatMap(({ habit, from: ids }) =>
            hang(`- ${habit}${sourceMarks(ids)}`, width, '  '),
          ),
        ],
    ['What it does about a failure:', ...groupLines(groupReactions(behaviour.reactions), width)],
    ['About a domain that leads to no connection:', ...groupLines(groupRouting(behaviour.routing), width)],
    underPolicy === undefined
      ? []
      : [
          ...hang(
            `Where DANE or MTA-STS binds and TLS fails, it ${reactionWords(underPolicy.otherwise)}.`,
            width,
            '',
          ),
          ...groupLines(groupReactions(underPolicy.exceptions), width),
        ],
    logLines(behaviour.log),
  ];
}

function groupLines(groups: ReturnType<typeof groupReactions>, width: number): string[] {
  return groups.flatMap(({ words, failures, from }) =>
    hang(`- ${failures.join(', ')}: ${words}${sourceMarks(from)}`, width, '  '),
  );
}

/** What its administrator reads; a line to search for is not broken, however long. */
function logLines(log: Behaviour['log']): string[] {
  if (log.length === 0) return [];
  const events = Map.groupBy(log, ({ line, from }) => JSON.stringify([line, from]));
  const lines = [...events.values()].flatMap((group) => [
    `- ${group.map(({ event }) => event).join(', ')}:${sourceMarks(group[0]?.from)}`,
    `    ${group[0]?.line ?? ''}`,
  ]);
  return ['What its administrator reads (what stands in braces is filled in):', ...lines];
}

/** The sources of a statement, as the list at the end names them. */
function sourceMarks(from: readonly string[] = []): string {
  return from.length === 0 ? '' : ` [${from.join(', ')}]`;
}

/** The first line as it is, the others indented. */
function hang(text: string, width: number, indent: string): string[] {
  return wrap(text, width - indent.length).map((line, position) => (position === 0 ? line : indent + line));
}

function paragraphs(blocks: readonly (readonly string[])[]): string {
  const filled = blocks.filter((block) => block.length > 0);
  return `${filled.map((block) => block.join('\n')).join('\n\n')}\n`;
}
