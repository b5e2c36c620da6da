/**
 * The judgement of a certificate not yet deployed, for a terminal: would it be trusted, does the name fit, what to mend, what to publish.
 */
import type { CertificateVerdict } from './certificate-verdict.ts';
import type { TextOptions } from './text.ts';
import { findingLines } from './text-findings.ts';
import { visible, wrap } from './text-lines.ts';

/** @returns lines ended by LF, the last one included */
export function renderCertificateText(verdict: CertificateVerdict, { width }: TextOptions): string {
  const columns = Math.max(width, 40);
  const { findings, publish } = verdict;
  const blocks = [
    headLines(verdict, columns),
    chainLines(verdict, columns),
    findings.length > 0 ? findingLines(findings, columns) : ['Nothing to mend.'],
    ['To be published where the zone is signed with DNSSEC:', `  ${visible(publish)}`],
  ];
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function headLines(verdict: CertificateVerdict, columns: number): string[] {
  const { host, unicodeHost, port, trusted, matched, trustProblems, judgedAt } = verdict;
  const name = visible(unicodeHost === undefined ? host : `${unicodeHost} (${host})`);
  const words = `${trusted ? 'trusted' : 'NOT TRUSTED'}, ${matched ? 'name fits' : 'NAME DOES NOT FIT'}`;
  const title = `${name}, port ${port}`;
  return [
    `${title}${' '.repeat(Math.max(columns - title.length - words.length, 2))}${words}`,
    ...trustProblems.flatMap(({ code, text, gnutls }) => {
      const words = gnutls.length > 0 ? `${text}; GnuTLS: ${gnutls.join(' ')}` : text;
      return wrap(visible(`${code}: ${words}`), columns, '  ');
    }),
    `  judged as of ${judgedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}`,
  ];
}

function chainLines({ certificates }: CertificateVerdict, columns: number): string[] {
  return certificates.flatMap((certificate, position) => [
    ...wrap(visible(`${position}  ${certificate.subject}`), columns),
    ...[
      `issued by ${certificate.issuer}`,
      `${certificate.key}, signed with ${certificate.signatureAlgorithm}`,
      `valid from ${certificate.notBefore.slice(0, 10)} to ${certificate.notAfter.slice(0, 10)}`,
      ...(certificate.names.length > 0 ? [namesText(certificate.names)] : []),
      `SHA-256 ${certificate.sha256}`,
    ].flatMap((line) => wrap(visible(line), columns, '   ')),
  ]);
}

/** A certificate may have thousands; --json has them all. */
const maxNames = 20;

function namesText(names: readonly string[]): string {
  const more = names.length > maxNames ? `, and ${names.length - maxNames} more` : '';
  return `names ${names.slice(0, maxNames).join(', ')}${more}`;
}
