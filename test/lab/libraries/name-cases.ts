/**
 * Names of a server's certificate that RFC 9525 refuses, to see which libraries take them all the same: the common name, and what may stand
 * beside it; a wildcard that is a part of a label.
 */
import type { CertificateOptions } from '../../../src/demo/certificate.ts';
import * as der from '../../../src/demo/der.ts';
import { mailHost } from '../../core/observation-builder.ts';

export interface NameCase extends Partial<CertificateOptions> {
  readonly title: string;
}

const beside = (other: Uint8Array) => ({
  names: [],
  extensions: [{ oid: '2.5.29.17', value: der.sequence(other) }],
});
const mailbox = der.implicitText(1, 'postmaster@example.test');
const address = der.implicit(7, Uint8Array.of(192, 0, 2, 1));

const [label = '', base = ''] = mailHost.split(/\.(.*)/s);
const ofLabel = (pattern: string) => `${pattern}.${base}`;

export const nameCases: readonly NameCase[] = [
  { title: 'common name alone', names: [] },
  { title: 'common name beside an e-mail address', ...beside(mailbox) },
  { title: 'common name beside an IP address', ...beside(address) },
  { title: 'common name beside another name', names: ['www.example.test'] },
  { title: 'two common names, the second one right', subject: ['www.example.test', mailHost], names: [] },
  { title: 'two common names, the first one right', subject: [mailHost, 'www.example.test'], names: [] },
  { title: 'common name that is a wildcard', subject: ofLabel('*'), names: [] },
  { title: 'common name that is a wildcard for a part', subject: ofLabel(`${label[0]}*`), names: [] },
  { title: 'wildcard that is the end of a label', names: [ofLabel(`${label[0]}*`)] },
  { title: 'wildcard that is the beginning of a label', names: [ofLabel(`*${label.at(-1)}`)] },
  { title: 'wildcard that is nothing behind a label', names: [ofLabel(`${label}*`)] },
  { title: 'wildcard that is the middle of a label', names: [ofLabel(`${label[0]}*${label.at(-1)}`)] },
  { title: 'wildcard that is a part, behind one for the domain', names: ['*.test', ofLabel(`${label[0]}*`)] },
];
