/**
 * `depth=full`: everything that the server at one address has, folded away under a line that counts it.
 */
import type { AddressReport } from '../../core/report/mail-host-schema.ts';
import { resumptionWords } from '../../core/report/resumption-words.ts';
import { type Content, h } from './element.ts';

type Enumeration = NonNullable<AddressReport['tls']['enumeration']>;

export function enumerationList(found: Enumeration): Content {
  const { versions, connections, incomplete } = found;
  const offers = versions.length === 0 ? 'no version found' : versions.join(', ');
  return h(
    'details',
    h('summary', `Everything on offer: ${offers}; asked in ${connections} connections`),
    incomplete === undefined ? null : h('p', `Not complete: ${incomplete}`),
    h('dl', ...rowsOf(found).flatMap(([name, text]) => (text === '' ? [] : [h('dt', name), h('dd', text)]))),
  );
}

function rowsOf(found: Enumeration): [string, string][] {
  const { suites, serverOrder, groups, signatureAlgorithms, certificates, dhBits, fallbackScsv } = found;
  return [
    ...Object.entries(suites).map(([version, names]): [string, string] => [version, names.join(', ')]),
    ['Order', serverOrder === null ? '' : `the ${serverOrder ? "server's" : "client's"} wins`],
    ['Groups', groups.join(', ')],
    ['Diffie-Hellman', dhBits.map((bits) => `${bits} bits`).join(', ')],
    ['Signatures', signatureAlgorithms.join(', ')],
    ['Certificates', certificates.map(certificateWords).join(', ')],
    ['Fallback', fallbackScsv === undefined ? '' : `a marked one is ${fallbackScsv}`],
    ['Resumption', resumptionWords(found)],
    ['Stumbles over', found.intolerances.join(', ')],
  ];
}

const certificateWords = ({ key, serverName, sha256 }: Enumeration['certificates'][number]): string =>
  `${key} ${sha256.slice(0, 16)}… ${serverName === null ? 'without' : 'with'} server name`;
