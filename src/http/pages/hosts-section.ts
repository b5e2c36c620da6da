/**
 * What was seen at each address of each mail host, one list an address.
 */
import { describeAlias } from '../../core/dns/alias-states.ts';
import type { AddressReport, MailHostReport } from '../../core/report/mail-host-schema.ts';
import { type Content, h } from './element.ts';
import { enumerationList } from './enumeration-list.ts';

export function hostsSection(hosts: readonly MailHostReport[]): Content[] {
  if (hosts.length === 0) return [];
  return [h('h2', 'Mail hosts'), ...hosts.map(hostArticle)];
}

function hostArticle(host: MailHostReport): Content {
  return h(
    'article',
    { class: 'mail-host' },
    h(
      'h3',
      host.unicodeHost === undefined ? host.host : `${host.unicodeHost} (${host.host})`,
      host.preference === null ? null : h('span', { class: 'quiet' }, ` preference ${host.preference}`),
    ),
    host.unknown === undefined ? null : h('p', host.unknown.detail),
    ...(host.aliases ?? []).map((link) => h('p', `alias ${describeAlias(link)}`)),
    ...host.addresses.flatMap(addressLists),
    ...policyList(host),
  );
}

/** Whose demands hold here, and why; what nobody has published is left out. */
function policyList({ precedence = [] }: MailHostReport): Content[] {
  const steps = precedence.filter(({ standing }) => standing !== 'absent');
  if (steps.length === 0) return [];
  return [
    h('h4', 'Policies'),
    h(
      'dl',
      ...steps.flatMap(({ policy, standing, why }) => [
        h('dt', policyNames[policy]),
        h('dd', `${standing.replace('-', ' ')}: ${why}`),
      ]),
    ),
  ];
}

const policyNames = {
  dane: 'DANE',
  'mta-sts': 'MTA-STS',
  requiretls: 'REQUIRETLS',
  opportunistic: 'Opportunistic TLS',
} as const;

function addressLists(address: AddressReport): Content[] {
  const { enumeration } = address.tls;
  return [addressList(address), ...(enumeration ? [enumerationList(enumeration)] : [])];
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
        [
          tls.version,
          tls.suite,
          tls.group,
          tls.keyProven === false ? 'signature not checked here' : undefined,
        ]
          .filter((part) => part !== undefined)
          .join(', '),
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
          : `no: ${(tls.trustProblems ?? []).map((problem) => problem.text).join('; ')}`,
    ],
    ['DANE', daneWords(address.dane)],
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

function daneWords({ state, detail }: AddressReport['dane']): string {
  const words = state === 'not-applicable' ? 'does not apply' : state;
  return detail === undefined ? words : `${words}: ${detail}`;
}
