/**
 * One sender in docs/senders.md: whole, or by what is different from another of its family.
 */
import { duration } from '../src/core/report/text-lines.ts';
import type { SenderDescription } from '../src/core/senders/description.ts';
import { groupReactions, groupRouting, reactionWords, retryWords } from '../src/core/senders/words.ts';
import { anchor, blocks, code, plain, table } from './markdown.ts';

type Behaviour = NonNullable<SenderDescription['behaviour']>;

export function wholeSection(sender: SenderDescription): string {
  const { behaviour, unknown } = sender;
  return blocks(
    heading(sender),
    unknown && `Nothing is predicted: ${plain(unknown)}.`,
    behaviour &&
      blocks(
        [...traits(behaviour).map(bullet), ...habitBullets(behaviour)].join('\n'),
        reactionTable(behaviour.reactions),
        policyBlock(behaviour),
        routingTable(behaviour.routing),
        logBlock(behaviour.log),
      ),
    sourceTable(sender.sources),
  );
}

/** @param base  the one of the family that stands there whole */
export function differences(sender: SenderDescription, base: SenderDescription): string {
  const { behaviour, sources } = sender;
  const whole = base.behaviour;
  if (!behaviour || !whole) return wholeSection(sender);
  const known = new Set([...traits(whole).map(bullet), ...habitBullets(whole)]);
  const own = [...traits(behaviour).map(bullet), ...habitBullets(behaviour)];
  const other = own.filter((line) => !known.has(line));
  return blocks(
    heading(sender),
    `As [${base.id}](${anchor(base.id)})${other.length > 0 ? ', but:' : '.'}`,
    other.join('\n'),
    reactionTable(unlike(behaviour.reactions, whole.reactions)),
    policyBlock(behaviour) === policyBlock(whole) ? undefined : policyBlock(behaviour),
    routingTable(unlike(behaviour.routing, whole.routing)),
    logBlock(unlike(behaviour.log, whole.log)),
    sourceTable(unlike(sources, base.sources)),
  );
}

/** What stands in one list and not, word for word, in the other. */
function unlike<T>(these: readonly T[], those: readonly T[]): readonly T[] {
  const known = new Set(those.map((one) => JSON.stringify(one)));
  return these.filter((one) => !known.has(JSON.stringify(one)));
}

function heading({ id, name, software, versions, measuredAs }: SenderDescription): string {
  const stands =
    measuredAs.length > 0
      ? ` Stands for what the laboratory recorded of ${measuredAs.map(code).join(', ')}.`
      : '';
  return blocks(`### ${id}`, `**${plain(name)}** (${plain(`${software} ${versions}`)}).${stands}`);
}

type Trait = readonly [title: string, value: string, from: readonly string[]];

function bullet([title, value, from]: Trait): string {
  return `- ${title}: ${value}${from.length > 0 ? ` (${from.map(code).join(', ')})` : ''}`;
}

const habitBullets = ({ habits }: Behaviour): readonly string[] =>
  habits.map(({ habit, from = [] }) => `- ${plain(habit)} (${from.map(code).join(', ')})`);

const checks = {
  never: 'not looked at',
  try: 'verified for the log alone',
  always: 'no delivery without a good one',
} as const;

function traits(behaviour: Behaviour): readonly Trait[] {
  const { starttls, tlsLibrary, tlsVersions, serverName, verifies, facts } = behaviour;
  const from = (fact: (typeof facts)[number]['fact']) =>
    facts.find((stated) => stated.fact === fact)?.from ?? [];
  const policy = policies(behaviour);
  const when = (seconds: number | undefined) =>
    seconds === undefined ? 'not published' : `after ${duration(seconds)}`;
  const isQueue = behaviour.retryAfterSeconds !== undefined || behaviour.queueLifeSeconds !== undefined;
  return [
    ['STARTTLS', starttls, from('starttls')],
    ...(tlsLibrary === undefined
      ? []
      : ([
          [
            'TLS',
            `${plain(tlsLibrary)}; offers ${tlsVersions.join(', ')}; server name ${serverName ? 'sent' : 'not sent'}`,
            from('tls'),
          ],
          ['certificate, where no policy binds', checks[verifies], from('verification')],
        ] as const)),
    ['policies', policy === '' ? 'none' : policy, policy === '' ? [] : [...from('dane'), ...from('mtaSts')]],
    ...(isQueue
      ? ([
          [
            'tries again',
            behaviour.retryAfterSeconds === undefined
              ? 'not published'
              : plain(retryWords(behaviour.retryAfterSeconds, behaviour.retrySchedule)),
            from('queue.retryAfterSeconds'),
          ],
          ['gives up', when(behaviour.queueLifeSeconds), from('queue.lifeSeconds')],
        ] as const)
      : []),
  ];
}

function policies({ dane, mtaSts }: Behaviour): string {
  return [...(dane ? ['DANE'] : []), ...(mtaSts ? ['MTA-STS'] : [])].join(' or ');
}

function reactionTable(reactions: readonly Behaviour['reactions'][number][]): string | undefined {
  return groupTable(['when', 'it', 'from'], groupReactions(reactions));
}

function routingTable(routing: readonly Behaviour['routing'][number][]): string | undefined {
  return groupTable(['the domain', 'it', 'from'], groupRouting(routing));
}

function groupTable(head: readonly string[], groups: ReturnType<typeof groupReactions>): string | undefined {
  if (groups.length === 0) return undefined;
  return table(
    head,
    groups.map(({ words, failures, from }) => [
      plain(failures.join(', ')),
      plain(words),
      from.map(code).join(', '),
    ]),
  );
}

function policyBlock(behaviour: Behaviour): string | undefined {
  const { underPolicy } = behaviour;
  if (!underPolicy) return undefined;
  const { otherwise, exceptions } = underPolicy;
  return blocks(
    `Where ${policies(behaviour)} binds and TLS fails, it ${plain(reactionWords(otherwise))}${exceptions.length > 0 ? ', but:' : '.'}`,
    reactionTable(exceptions),
  );
}

/** One line for events that get the same words. */
function logBlock(log: readonly Behaviour['log'][number][]): string | undefined {
  if (log.length === 0) return undefined;
  const lines = Map.groupBy(log, ({ line, from }) => JSON.stringify([line, from]));
  return blocks(
    '<details><summary>What its administrator reads</summary>',
    table(
      ['when', 'the log says', 'from'],
      [...lines.values()].map((group) => [
        group.map(({ event }) => event).join(', '),
        code((group[0]?.line ?? '').replaceAll('|', '\\|')),
        (group[0]?.from ?? []).map(code).join(', '),
      ]),
    ),
    '</details>',
  );
}

function sourceTable(sources: readonly SenderDescription['sources'][number][]): string | undefined {
  if (sources.length === 0) return undefined;
  return table(
    ['source', 'says', 'is', 'worth'],
    sources.map(({ id, fact, source, confidence }) => [code(id), plain(fact), plain(source), confidence]),
  );
}
