/**
 * One sender and one scenario: what was predicted against what was recorded. Where dice decide, any outcome that the prediction names is right.
 */
import type { SenderOutcome } from '../../../src/core/report/outcome-schema.ts';
import type { RecordedRow, WorldScenario } from './recorded.ts';

export interface Cell {
  readonly outcome: 'right' | 'wrong' | 'unknown' | 'untested';
  readonly word?: 'right' | 'wrong';
  readonly line?: 'right' | 'wrong' | 'none';
  /** Of what is not right, for people. */
  readonly detail: { readonly outcome?: string; readonly word?: string; readonly line?: string };
}

export function compareCell(scenario: WorldScenario, row: RecordedRow, predicted: SenderOutcome): Cell {
  if ('none' in row || scenario.beyondProbe) return { outcome: 'untested', detail: {} };
  const { first, retry } = predicted;
  const said = `said ${first}${retry === undefined ? '' : `, then ${retry}`}`;
  const was = `was ${row.first}${row.retry === undefined ? '' : `, then ${row.retry}`}`;
  if (first === 'unknown' || (row.retry !== undefined && retry === 'unknown'))
    return { outcome: 'unknown', detail: { outcome: `${predicted.unknown ?? 'no reason given'}; ${was}` } };
  const named = scenario.chance ? namedOutcomes(predicted) : undefined;
  const right = named
    ? named.has(row.first)
    : tls(first) === row.first && (row.retry === undefined || tls(retry) === row.retry);
  if (!right) return { outcome: 'wrong', detail: { outcome: `${said}; ${was}: ${row.log.at(-1) ?? ''}` } };
  if (named) return { outcome: 'right', detail: {} };
  const word = compareWord(row, predicted);
  const line = compareLine(row, predicted);
  return {
    outcome: 'right',
    ...(word && { word: word === true ? 'right' : 'wrong' }),
    ...(line && { line: line === true ? 'right' : line === 'none' ? 'none' : 'wrong' }),
    detail: {
      ...(typeof word === 'string' && { word }),
      ...(typeof line === 'string' && { line: line === 'none' ? `none; was ${row.log.join(' / ')}` : line }),
    },
  };
}

type Row = Exclude<RecordedRow, { none: string }>;

const tls = (outcome: string | undefined): string | undefined =>
  outcome?.startsWith('delivered-tls') ? 'delivered-tls' : outcome;

const namedOutcomes = ({ first, timeline }: SenderOutcome): ReadonlySet<string | undefined> =>
  new Set([first, ...timeline.map(({ outcome }) => outcome)].map(tls));

/** Words that say that the sender was sure of the host, as its policy demands; and the one that says it with and without a policy. */
const sureWords = ['Verified', 'CV=dane', 'verify=TRUSTED', 'client-always-verifies'];
const ambiguousWord = 'verify=OK';

/** @returns undefined where there is nothing to compare; true, or what differs */
function compareWord({ first, retry, peer }: Row, predicted: SenderOutcome): true | string | undefined {
  if (peer === undefined) return undefined;
  const sure = [predicted.first, predicted.retry].includes('delivered-tls-authenticated');
  const delivery = retry ?? first;
  if (delivery !== 'delivered-tls') return undefined;
  if (predicted.peer !== peer && peer !== 'client-always-verifies')
    return `said ${predicted.peer}, was ${peer}`;
  return peer === ambiguousWord || sure === sureWords.includes(peer)
    ? true
    : `${peer}, said to be ${sure ? 'sure' : 'unsure'}`;
}

function compareLine({ first, log }: Row, { log: line }: SenderOutcome): true | 'none' | string | undefined {
  if (first === 'delivered-tls') return undefined;
  // The lab ended a client that would have waited on: it wrote nothing, and that is what was to be said.
  if (log.at(-1) === 'exit 124' && line === undefined) return true;
  // A client library writes nothing where all is well, or while it waits: these lines are its driver's.
  const own = log.filter((each) => !/^(sent\b.*|exit \d+|)$/.test(each));
  if (line === undefined) return own.length === 0 ? undefined : 'none';
  const wanted = masked(line);
  return log.some((each) => masked(each).includes(wanted)) ? true : `said ${line}; was ${log.join(' / ')}`;
}

/**
 * A line without what is not the host's: recipient and sender, delays, sizes, Exim's names of router and transport, what Sendmail says of the
 * message. Addresses depend on the order of the scenarios, times and ids on the day, the family that a resolver was asked for last on a setting.
 */
const masks: readonly (readonly [RegExp, string])[] = [
  [/\bserver-[\d-]+|\bserver-fd00-2[56]-[0-9a-f]+/g, '{server}'],
  [/\b\d+\.\d+\.\d+\.\d+\b/g, '{ip}'],
  [/\bfd00:2[56]::[0-9a-f]+/g, '{ip}'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '{id}'],
  [/^to=<[^>]*>, /, ''],
  [/, delay=\{id\}, delays=\{id\}/, ''],
  [/ evpid=\{id\} from=\S+ to=\S+ rcpt=\S+ source="[^"]*"/, ''],
  [/ delay=\{id\} result=/, ' result='],
  [/(=>|==|\*\*) [^@ ]+@[^ :]+( R=\S+)?( T=\S+)? /, '$1 '],
  [/\*\* \S+@(\S+:)/, '** $1'],
  [/(MAIL FROM|RCPT TO):<[^>]*>( SIZE=\{id\})?/, '$1'],
  [/ arg1=[^,]*,/, ''],
  [/(reject=\d{3} \S+) \S+@\S+\.\.\. /, '$1 '],
  [/\btype=A(AAA)?\b/, 'type={family}'],
];

const masked = (line: string): string =>
  masks.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
