/**
 * The lab's mail hosts as hosts.txt lists them. Each `mx.<domain>` is the one MX of `<domain>`.
 */
import { readFileSync } from 'node:fs';

export interface LabHost {
  readonly domain: string;
  readonly mx: string;
  readonly address: string;
  readonly software: string;
  readonly certificate: string;
  readonly settings: readonly string[];
}

/**
 * @returns one entry a line, in the order of the file
 * @throws Error on a line that has too few columns: the file is ours
 */
export function readHosts(): readonly LabHost[] {
  const text = readFileSync(new URL('hosts.txt', import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [mx, address, software, certificate, ...settings] = line.split(/ +/);
      if (!mx || !address || !software || !certificate || settings.length === 0)
        throw new Error(`hosts.txt: too few columns: ${line}`);
      return {
        domain: mx.replace(/^mx\./, ''),
        mx,
        address,
        software,
        certificate,
        settings: settings.filter((word) => word !== '-'),
      };
    });
}
