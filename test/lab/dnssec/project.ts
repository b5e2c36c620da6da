/**
 * Asking the project, by its command line over unbound's DNS over HTTPS, and reading its verdict into the words of the tables.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Verdict } from '../../../src/core/report/schema.ts';
import type { DaneWord } from './dane-cases.ts';
import { dohUrl } from './places.ts';
import type { StsReading } from './sts-cases.ts';

export interface ProjectPlaces {
  readonly project: string;
  /** Of the signed world, where ca.pem lies. */
  readonly folder: string;
}

/** Its verdict, or what it said instead. Exit statuses 0 to 3 are verdicts, others are faults. */
export function askProject(places: ProjectPlaces, host: string): Promise<Verdict | string> {
  const ca = join(places.folder, 'ca.pem');
  const options = ['--json', '--resolver', dohUrl, '--roots', ca, '--allow-special-addresses'];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(places.project, 'src/cli.ts'), host, ...options],
      {
        timeout: 90_000,
        maxBuffer: 16 * 1024 * 1024,
        // --roots is for mail and policy hosts; the resolver's certificate is Node's own affair.
        env: { ...process.env, NODE_EXTRA_CA_CERTS: ca, NODE_COMPILE_CACHE: join(places.folder, 'compiled') },
      },
      (error, stdout, stderr) => {
        const code = error?.code ?? 0;
        const isVerdict = typeof code === 'number' && code <= 3 && !error?.killed && stdout.startsWith('{');
        resolve(isVerdict ? JSON.parse(stdout) : `exit ${code}: ${(stderr || stdout).slice(0, 200)}`);
      },
    );
  });
}

/** The DANE state of the first mail host. */
export function daneWordOf(verdict: Verdict): DaneWord | `? ${string}` {
  if (verdict.routing.kind === 'unknown') return 'lookup-failed';
  const host = verdict.mx[0];
  const address = host?.addresses[0];
  if (!address) {
    const reason = host?.unknown?.reason;
    return reason === 'dns-failure' || reason === 'timeout' ? 'lookup-failed' : '? no address';
  }
  const { state, detail } = address.dane;
  switch (state) {
    case 'matched':
      return 'verified';
    case 'failed':
    case 'unusable':
    case 'none':
      return state;
    case 'not-applicable':
      return 'none';
    case 'unknown':
      if (detail?.startsWith('the look-up failed')) return 'lookup-failed';
      return address.smtp.starttls === 'not-offered' ? 'no-tls' : `? ${detail}`;
    default:
      return state satisfies never;
  }
}

export function stsReadingOf({ mtaSts }: Verdict): StsReading | `? ${string}` {
  const { state, id, mode, maxAgeSeconds, mx } = mtaSts;
  if (state === 'none' || state === 'failed') return state;
  if (state !== 'policy' || id === undefined || mode === undefined || maxAgeSeconds === undefined)
    return `? ${state}`;
  return { id, mode, maxAge: maxAgeSeconds, mx: mx ?? [] };
}
