/**
 * Findings as plain text: worst first; the same finding at several places is explained once, with every place named.
 */
import type { ReportedFinding } from './finding-schema.ts';
import { visible, wrap } from './text-lines.ts';

export const actorWords: Readonly<Record<Exclude<ReportedFinding['acts'], 'nobody'>, string>> = {
  'domain-owner': 'the owner of the domain',
  'mx-operator': 'the operator of the mail host',
  'dns-operator': 'the operator of the DNS',
  sender: 'the sender',
};

/** At most this many places are named; evidence of the first one is shown. */
const maxPlaces = 6;

export function findingLines(findings: readonly ReportedFinding[], columns: number): string[] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.id}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group, position) => [
    ...(position > 0 ? [''] : []),
    ...groupLines(group, columns),
  ]);
}

function groupLines(group: readonly ReportedFinding[], columns: number): string[] {
  const [first] = group;
  if (!first) return [];
  const fixes = [...new Set(group.map(({ fix }) => fix))].slice(0, maxPlaces);
  const places = [...new Set(group.map(placeOf))].filter((place) => place !== '');
  const more = places.length > maxPlaces ? [`and ${places.length - maxPlaces} more`] : [];
  return [
    ...wrap(`${first.severity.toUpperCase()}: ${first.title} [${first.id}]`, columns),
    ...wrap([...places.slice(0, maxPlaces), ...more].join(', '), columns, '  '),
    ...wrap(first.explanation, columns, '  '),
    ...evidenceTexts(first.evidence).flatMap(([name, text]) =>
      wrap(`${name}: ${visible(text)}`, columns, '    '),
    ),
    ...fixes.flatMap((fix) => fixLines(fix, columns)),
    ...moreLines(first, columns),
    ...wrap(
      `${first.acts === 'nobody' ? 'Nobody has to act' : `To be done by ${actorWords[first.acts]}`}. See ${first.citations.map(({ title }) => title).join(', ')}.`,
      columns,
      '  ',
    ),
  ];
}

/** Commands and ways round are many, and the same at every host: where they stand, rather than all of them. */
function moreLines({ id, fixes, workarounds }: ReportedFinding, columns: number): string[] {
  const names = (all: readonly { readonly software: string }[]) =>
    [...new Set(all.map(({ software }) => software))].join(', ');
  const parts = [
    ...(fixes.length > 0 ? [`commands for ${names(fixes)}`] : []),
    ...(workarounds.length > 0 ? [`what senders on ${names(workarounds)} can do meanwhile`] : []),
  ];
  if (parts.length === 0) return [];
  return wrap(`"starttls-probe rules ${id}" (GET /rules/${id}) has ${parts.join('; ')}.`, columns, '  ');
}

/** Records and files keep their lines, so that they can be copied. */
function fixLines(fix: string, columns: number): string[] {
  const [first = '', ...more] = fix.split('\n').map(visible);
  return [...wrap(`Fix: ${first}`, columns, '  '), ...more.flatMap((line) => wrap(line, columns, '    '))];
}

function placeOf({ subject }: ReportedFinding): string {
  const { mx, address } = subject;
  return [mx, address && `[${address}]`]
    .filter((part) => part !== undefined)
    .map(visible)
    .join(' ');
}

/** What was measured, in words; null says that there is nothing to say. JSON has it all. */
export function evidenceTexts(evidence: ReportedFinding['evidence']): [string, string][] {
  return Object.entries(evidence).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, valueText(value)]],
  );
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join('; ') || 'none';
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => `${name} ${valueText(inner)}`)
      .join(', ');
  }
  return String(value);
}
