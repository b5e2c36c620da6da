/**
 * docs/senders.md: every sender at a glance, then family by family: the first of each whole, the others by what is different (docs-sender-section.ts).
 */
import { duration } from '../src/core/report/text-lines.ts';
import { statusSenders } from '../src/core/senders/catalogue.ts';
import { describeSenders } from '../src/core/senders/describe.ts';
import type { ReportedReaction, SenderDescription } from '../src/core/senders/description.ts';
import type { FailureClass } from '../src/core/senders/profile-reactions.ts';
import lab from '../test/fixtures/senders/lab-score.json' with { type: 'json' };
import score from '../test/fixtures/senders/score.json' with { type: 'json' };
import { differences, wholeSection } from './docs-sender-section.ts';
import { anchor, blocks, generated, plain, table } from './markdown.ts';

type Behaviour = NonNullable<SenderDescription['behaviour']>;

const confidenceWords: Readonly<Record<SenderDescription['confidence'], string>> = {
  measured: 'the real software was run, and this is what it did',
  'source-code': 'read in its source',
  'vendor-documentation': 'its maker says so',
  report: 'seen in bounces and logs that others have published',
};

/** Several of a family share most of what they do; the others stand alone. */
const families = ['Postfix', 'Exim', 'Sendmail', 'OpenSMTPD', 'dma', 'Client libraries'] as const;
const gatherings = ['Services', 'Other mail servers', 'Not predicted'] as const;

function familyOf({ behaviour, kind, software }: SenderDescription): string {
  if (behaviour === undefined) return 'Not predicted';
  if (kind === 'submission-client') return 'Client libraries';
  if (kind === 'service') return 'Services';
  return families.some((family) => family === software) ? software : 'Other mail servers';
}

export function sendersPage(): string {
  const senders = describeSenders();
  const byFamily = Map.groupBy(senders, familyOf);
  const ordered = [...families, ...gatherings].flatMap((family) => byFamily.get(family) ?? []);
  const known = ordered.filter(({ behaviour }) => behaviour !== undefined);
  return `${blocks(
    generated,
    '# Senders',
    `What ${senders.length} senders do with a mail host, as data: each profile is walked through what was measured, step by step, to say what becomes of its mail. ` +
      'Where behaviour differs by version or setting there are several. `starttls-probe senders ID` and `GET /senders/ID` show each one whole.',
    `The status of a verdict is that of the mail of ${statusSenders.map(link).join(', ')}.`,
    '## At a glance',
    table(
      ['sender', 'without STARTTLS', 'the handshake fails', 'policies', 'gives up after', 'mostly known by'],
      known.map(glance),
    ),
    '## How we know',
    'Each statement names its source by a short name, which the table below it explains; a prediction is worth as much as the weakest of those it rests on.',
    table(['worth', 'means'], Object.entries(confidenceWords)),
    'The score: predicted against what the real software did with the same server in a laboratory (test/fixtures/senders): first attempt, and the retry where the first waited.',
    table(
      ['servers', 'how many', 'sender and server', 'right', 'wrong', 'unknown'],
      [
        ['those the profiles were written from', ...Object.values(score.measured).map(String)],
        [
          'those thought up afterwards, which mended the profiles',
          ...Object.values(score.variations).map(String),
        ],
        [
          'thought up later still, to find where the profiles were fitted to those; it mended them again',
          ...Object.values(score.further).map(String),
        ],
        ["the senders' lab of this project (test/lab/senders), IPv6 among them", ...labNumbers().map(String)],
      ],
    ),
    ...families.map((family) => familySection(family, byFamily.get(family) ?? [])),
    ...gatherings.map((name) =>
      blocks(`## ${name}`, ...(byFamily.get(name) ?? []).map((sender) => wholeSection(sender))),
    ),
  )}\n`;
}

function link(id: string): string {
  return `[${id}](${anchor(id)})`;
}

function familySection(family: string, members: readonly SenderDescription[]): string {
  const [first, ...others] = members;
  if (!first) return '';
  return blocks(`## ${family}`, wholeSection(first), ...others.map((other) => differences(other, first)));
}

/** Servers, cells, right, wrong, unknown; rows without an outcome aside. */
function labNumbers(): readonly number[] {
  const { right, wrong, unknown } = lab.all;
  return [lab.scenarios, right + wrong + unknown, right, wrong, unknown];
}

function glance({ id, confidence, behaviour }: SenderDescription): string[] {
  if (behaviour === undefined) return [];
  const { starttls, dane, mtaSts, queueLifeSeconds } = behaviour;
  const policies = [...(dane ? ['DANE'] : []), ...(mtaSts ? ['MTA-STS'] : [])];
  const tls = starttls === 'never' ? 'no TLS at all' : shortWords(behaviour, 'handshake-failed');
  return [
    link(id),
    starttls === 'never' ? '**cleartext**' : shortWords(behaviour, 'starttls-absent'),
    tls,
    policies.join(', '),
    queueLifeSeconds === undefined ? '' : plain(duration(queueLifeSeconds)),
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
