/**
 * `starttls-probe cert FILE --host H`: what would be said of this certificate, were it deployed? Nothing is dialled.
 */
import { toAscii } from '../adapters/to-ascii.ts';
import { readCertificateRequest } from '../core/certificate-request.ts';
import type { CertificateVerdict } from '../core/report/certificate-verdict.ts';
import { renderCertificateText } from '../core/report/text-certificate.ts';
import { createCertificateJudge } from '../service.ts';
import type { Command } from './arguments.ts';
import { readRoots, readText } from './files.ts';
import { asJson, type CliOutput, complain } from './output.ts';

/** The body's fields as the command line names them. */
const optionNames: Readonly<Record<string, string>> = { host: '--host', at: '--at' };

/** @returns the exit status: 0 notices at most, 1 a warning, 2 an error among the findings */
export async function runCertificate(
  { file, host, port, at, rootsFile, json }: Extract<Command, { kind: 'cert' }>,
  output: CliOutput,
): Promise<number> {
  const context = await readRoots(rootsFile);
  if (!context.ok) return complain(output, context.error);
  const pem = await readText(file);
  if (!pem.ok) return complain(output, pem.error);
  const body = { pem: pem.value, host, port, ...(at !== undefined && { at: at.toISOString() }) };
  const request = readCertificateRequest(body, toAscii);
  if (!request.ok) {
    const { parameter, detail } = request.error;
    return complain(output, `${optionNames[parameter] ?? file}: ${detail}`);
  }
  const verdict = createCertificateJudge(context.value)(request.value);
  output.stdout(json ? asJson(verdict) : renderCertificateText(verdict, { width: output.width }));
  return exitStatus(verdict);
}

function exitStatus({ findings }: CertificateVerdict): number {
  if (findings.some(({ severity }) => severity === 'error')) return 2;
  return findings.some(({ severity }) => severity === 'warning') ? 1 : 0;
}
