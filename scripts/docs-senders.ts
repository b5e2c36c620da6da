/**
 * docs/senders.md: every sender at a glance, then each one whole, with how we know.
 */
import { duration } from '../src/core/report/text-lines.ts';
import { statusSenders } from '../src/core/senders/catalogue.ts';
import {
  describeSenders,
  type ReportedReaction,
  type SenderDescription,
} from '../src/core/senders/describe.ts';
import type { FailureClass } from '../src/core/senders/profile-reactions.ts';
import { groupReactions, reactionWords } from '../src/core/senders/words.ts';
import score from '../test/fixtures/senders/score.json' with { type: 'json' };
import { anchor, blocks, code, generated, plain, table } from './markdown.ts';

type Behaviour = NonNullable<SenderDescription['behaviour']>;

const confidenceWords: Readonly<Record<SenderDescription['confidence'], string>> = {
  measured: 'the real software was run, and this is what it did',
  'source-code': 'read in its source',
  'vendor-documentation': 'its maker says so',
  report: 'seen in bounces and logs that others have published',
};

export function sendersPage(): string {
  const senders = describeSenders();
  const known = senders.filter(({ behaviour }) => behaviour !== undefined);
  const unknown = senders.filter(({ behaviour }) => behaviour === undefined);
  return `${blocks(
    generated,
    '# Senders',
    `What ${senders.length} senders do with a mail host, as data: each profile is walked through what was measured, step by step, to say what becomes of its mail. ` +
      'Where behaviour differs by version or setting there are several. `starttls-probe senders ID` and `GET /senders/ID` show the same.',
    `The status of a verdict is that of the mail of ${statusSenders.map((id) => `[${id}](${anchor(id)})`).join(', ')}.`,
    '## At a glance',
    table(
      [
        'sender',
        'without STARTTLS',
        'the handshake fails',
        'DANE',
        'MTA-STS',
        'gives up after',
        'how we know',
      ],
      known.map(glance),
    ),
    `Of ${unknown.map(({ id }) => `[${id}](${anchor(id)})`).join(', ')} nothing is predicted: no source says enough.`,
    table(
      ['how we know', 'means'],
      Object.entries(confidenceWords).map(([word, meaning]) => [word, meaning]),
    ),
    'The score: predicted against what the real software did with the same server in a laboratory (test/fixtures/senders): first attempt, and the retry where the first waited.',
    table(
      ['servers', 'how many', 'sender and server', 'right', 'wrong', 'unknown'],
      [
        ['those the profiles were written from', ...Object.values(score.measured).map(String)],
        [
          'those thought up afterwards, which mended the profiles',
          ...Object.values(score.variations).map(String),
        ],
      ],
    ),
    ...senders.map(senderSection),
  )}\n`;
}

function glance({ id, confidence, behaviour }: SenderDescription): string[] {
  if (behaviour === undefined) return [];
  const { starttls, dane, mtaSts, queueLifeSeconds } = behaviour;
  const mark = (yes: boolean) => (yes ? 'yes' : '');
  const tls = starttls === 'never' ? 'no TLS at all' : shortWords(behaviour, 'handshake-failed');
  return [
    `[${id}](${anchor(id)})`,
    starttls === 'never' ? '**cleartext**' : shortWords(behaviour, 'starttls-absent'),
    tls,
    mark(dane),
    mark(mtaSts),
    queueLifeSeconds === undefined ? '' : duration(queueLifeSeconds),
    confidence,
  ];
}

/** One cell of the table: the end of the story, not how it is reached. */
function shortWords({ reactions }: Behaviour, failure: FailureClass): string {
  const reaction = reactions.find((candidate) => candidate.failure === failure);
  return reaction ? shortWord(reaction) : '';
}

function shortWord({ kind, notBeforeSeconds }: ReportedReaction): string {
  switch (kind) {
    case 'go-on':
      return 'goes on';
    case 'cleartext':
      return notBeforeSeconds === undefined ? '**cleartext**' : `waits, then **cleartext**`;
    case 'next-host':
    case 'defer':
    case 'defer-or-next':
      return 'waits';
    case 'next-or-bounce':
    case 'bounce':
    case 'bounce-or-next':
      return 'bounces';
    case 'error':
      return 'error';
    case 'unknown':
      return 'not known';
    default:
      return kind satisfies never;
  }
}

function senderSection(sender: SenderDescription): string {
  const { id, name, software, versions, behaviour, unknown, measuredAs } = sender;
  return blocks(
    `## ${id}`,
    `**${plain(name)}** (${plain(`${software}, ${versions}; ${sender.confidence}`)})`,
    unknown && `Nothing is predicted: ${plain(unknown)}.`,
    behaviour && behaviourBlocks(behaviour),
    measuredAs.length > 0
      ? `Stands for what the laboratory recorded of ${measuredAs.map(code).join(', ')}.`
      : undefined,
    table(
      ['what we know', 'from', ''],
      sender.sources.map(({ fact, source, confidence }) => [plain(fact), plain(source), confidence]),
    ),
  );
}

function behaviourBlocks(behaviour: Behaviour): string {
  const { underPolicy, log } = behaviour;
  return blocks(
    facts(behaviour).join('\n'),
    reactionTable(behaviour.reactions),
    underPolicy &&
      blocks(
        `Where ${policies(behaviour)} binds and TLS fails, it ${plain(reactionWords(underPolicy.otherwise))}${underPolicy.exceptions.length > 0 ? ', but:' : '.'}`,
        underPolicy.exceptions.length > 0 ? reactionTable(underPolicy.exceptions) : undefined,
      ),
    log.length > 0
      ? blocks(
          '<details><summary>What its administrator reads</summary>',
          table(
            ['when', 'the log says'],
            log.map(({ event, line }) => [event, code(line.replaceAll('|', '\\|'))]),
          ),
          '</details>',
        )
      : undefined,
  );
}

function facts(behaviour: Behaviour): string[] {
  const { starttls, tlsLibrary, tlsVersions, serverName, verifies, retryAfterSeconds, queueLifeSeconds } =
    behaviour;
  const checks = {
    never: 'not looked at',
    try: 'verified for the log alone',
    always: 'no delivery without a good one',
  };
  const tls =
    tlsLibrary === undefined
      ? []
      : [
          `- TLS: ${plain(tlsLibrary)}; offers ${tlsVersions.join(', ')}; server name ${serverName ? 'sent' : 'not sent'}`,
          `- certificate, where no policy binds: ${checks[verifies]}`,
        ];
  const when =
    retryAfterSeconds === undefined ? 'not published when' : `after ${duration(retryAfterSeconds)}`;
  const end = queueLifeSeconds === undefined ? 'not published when' : `after ${duration(queueLifeSeconds)}`;
  const isQueue = retryAfterSeconds !== undefined || queueLifeSeconds !== undefined;
  return [
    `- STARTTLS: ${starttls}`,
    ...tls,
    `- policies: ${behaviour.dane || behaviour.mtaSts ? policies(behaviour) : 'none'}`,
    ...(isQueue ? [`- tries again: ${when}; gives up: ${end}`] : []),
  ];
}

function policies({ dane, mtaSts }: Behaviour): string {
  return [...(dane ? ['DANE'] : []), ...(mtaSts ? ['MTA-STS'] : [])].join(' or ');
}

function reactionTable(reactions: Behaviour['reactions']): string {
  return table(
    ['when', 'it'],
    groupReactions(reactions).map(({ words, failures }) => [plain(failures.join(', ')), plain(words)]),
  );
}
