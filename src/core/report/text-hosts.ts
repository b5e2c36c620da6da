/**
 * What was seen at each mail host, as plain text: one line a thing, shortest first.
 */
import { describeAlias } from '../dns/alias-states.ts';
import type { AddressReport, MailHostReport } from './mail-host-schema.ts';
import { resumptionWords } from './resumption-words.ts';
import type { Verdict } from './schema.ts';
import { visible, wrap } from './text-lines.ts';

export function hostLines(verdict: Verdict, columns: number): string[] {
  const { mx, mtaSts, tlsRpt } = verdict;
  const hosts = mx.flatMap(
    ({ host, unicodeHost, preference, aliases = [], addresses, unknown, ...policies }) => [
      `MX  ${preference === null ? '' : `${preference} `}${visible(unicodeHost === undefined ? host : `${unicodeHost} (${host})`)}`,
      ...aliases.flatMap((link) => wrap(`alias ${visible(describeAlias(link))}`, columns, '    ')),
      ...(unknown
        ? wrap(`not measured: ${unknown.reason}, ${visible(unknown.detail)}`, columns, '    ')
        : []),
      ...addresses.flatMap((address) => addressLines(address, columns)),
      ...policyLines(policies, columns),
    ],
  );
  const policies = [
    ...(mtaSts.state === 'not-applicable'
      ? []
      : [
          `MTA-STS  ${[mtaSts.state, mtaSts.mode].filter(Boolean).join(', ')}`,
          ...despiteRecordLines(mtaSts, columns),
          ...olderLines(mtaSts, columns),
        ]),
    ...(tlsRpt.state === 'not-applicable'
      ? []
      : [`TLS-RPT  ${visible([tlsRpt.state, ...tlsRpt.rua].join(', '))}`]),
  ];
  return [...hosts, ...policies];
}

/** In one line each: whose demands hold, where anybody makes some; whether REQUIRETLS would do, where the server knows it. */
function policyLines(
  { precedence = [], requireTls }: Pick<MailHostReport, 'precedence' | 'requireTls'>,
  columns: number,
): string[] {
  const winner = precedence.find(({ standing }) => standing === 'wins');
  const named = { dane: 'DANE', 'mta-sts': 'MTA-STS', requiretls: 'REQUIRETLS', opportunistic: '' } as const;
  const lines = winner && named[winner.policy] ? [`in force: ${named[winner.policy]}, ${winner.why}`] : [];
  const knows =
    requireTls && !requireTls.missing.some(({ demand }) => demand === 'keyword' || demand === 'tls');
  if (knows && requireTls.ready !== 'unknown') {
    const gaps = requireTls.missing.map(({ detail }) => detail).join('; ');
    lines.push(`REQUIRETLS: ${gaps === '' ? 'ready' : `not ready, ${gaps}`}`);
  }
  return lines.flatMap((line) => wrap(visible(line), columns, '    '));
}

function despiteRecordLines({ despiteRecord }: Verdict['mtaSts'], columns: number): string[] {
  if (!despiteRecord) return [];
  const text = `senders that read the record less strictly find a policy of mode ${despiteRecord.mode}`;
  return wrap(visible(text), columns, '    ');
}

function olderLines({ older }: Verdict['mtaSts'], columns: number): string[] {
  if (!older) return [];
  const refused = older.refuses.length > 0 ? ` and refuse ${older.refuses.join(', ')}` : '';
  const text = `senders that fetched the policy of id ${older.id} before (${older.mode}) keep to it until ${older.bindsUntil}${refused}`;
  return wrap(visible(text), columns, '    ');
}

function addressLines(
  { ip, smtp, tls, certificates, dane, unknown }: AddressReport,
  columns: number,
): string[] {
  const [leaf] = certificates;
  const lines = unknown
    ? [`not measured: ${unknown.reason}, ${unknown.detail}`]
    : [
        smtpText(smtp),
        tlsText(tls),
        ...(tls.enumeration ? enumerationTexts(tls.enumeration) : []),
        ...(leaf ? [`certificate ${leaf.subject}, ${leaf.key}, until ${leaf.notAfter.slice(0, 10)}`] : []),
        ...(leaf ? [`names ${namesText(leaf.names)}`] : []),
        ...(dane.state === 'none' || dane.state === 'not-applicable' ? [] : [daneText(dane)]),
      ];
  return [`    ${ip}`, ...lines.flatMap((line) => wrap(visible(line), columns, '      '))];
}

function smtpText({ reachable, detail, starttls, cleartext }: AddressReport['smtp']): string {
  if (reachable !== 'yes') {
    return `${reachable === 'no' ? 'not reached' : 'not measured'}${detail ? `: ${detail}` : ''}`;
  }
  const words = {
    offered: 'STARTTLS offered',
    'not-offered': 'STARTTLS not offered',
    implicit: 'TLS from the start',
    unknown: 'STARTTLS not known',
  } as const;
  const clear = cleartext === 'unknown' ? '' : `, cleartext ${cleartext}`;
  return `${words[starttls]}${clear}`;
}

function tlsText({
  handshake,
  failure,
  version,
  suite,
  group,
  keyProven,
  trusted,
  matched,
}: AddressReport['tls']): string {
  switch (handshake) {
    case 'not-tried':
      return 'TLS not tried';
    case 'unknown':
      return 'TLS not measured';
    case 'failed': {
      const how = [failure?.kind, failure?.alert ?? failure?.code, failure && `at ${failure.step}`];
      return `TLS failed: ${how.filter((part) => part !== undefined).join(', ')}`;
    }
    case 'completed': {
      const trust = trusted === undefined ? [] : [trusted ? 'trusted' : 'not trusted'];
      const name = matched === undefined ? [] : [matched ? 'name fits' : 'name does not fit'];
      const proof = keyProven === false ? ['signature not checked here'] : [];
      return [version, suite, group, ...proof, ...trust, ...name]
        .filter((part) => part !== undefined)
        .join(', ');
    }
    default:
      return handshake satisfies never;
  }
}

/** `depth=full`: how much there is of each; the JSON names it all. */
function enumerationTexts(found: NonNullable<AddressReport['tls']['enumeration']>): string[] {
  const { versions, suites, serverOrder, groups, connections, complete, incomplete } = found;
  const counted = versions.map((version) => {
    const count = suites[version]?.length;
    return count === undefined ? version : `${version} (${count} ${count === 1 ? 'suite' : 'suites'})`;
  });
  const order = serverOrder === null ? '' : `, the ${serverOrder ? "server's" : "client's"} order wins`;
  const resumed = resumptionWords(found);
  const end = incomplete === undefined ? '' : `, not complete: ${incomplete}`;
  return [
    `offers ${counted.join(', ') || (complete ? 'nothing that was asked for' : 'nothing that is known')}${order}`,
    `groups ${groups.join(', ') || 'none'}`,
    ...(resumed === '' ? [] : [`resumption ${resumed}`]),
    `asked in ${connections} connections${end}`,
  ];
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  if (names.length === 0) return 'none';
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function daneText({ state, detail = '', records }: AddressReport['dane']): string {
  const rest = records.filter((record) => !detail.includes(record));
  const also = state === 'matched' && rest.length > 0 ? 'beside ' : '';
  return `DANE ${state}${detail && `: ${detail}`}${rest.length > 0 ? ` (${also}TLSA ${rest.join('; ')})` : ''}`;
}
