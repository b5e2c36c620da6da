/**
 * The openssl commands that rules give as a fix and call tried: run here as they stand, in the order given, beside an authority that is made
 * for it. What they make must be a certificate of which the rules of core/rules/cert find nothing but that its authority is unknown.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { judgeCertificate } from '../../../src/core/certificate-verdict.ts';
import { rules } from '../../../src/core/rules/catalogue.ts';
import { signAsServer } from '../../../src/core/rules/cert/new-certificate.ts';
import type { Fix } from '../../../src/core/rules/remedies.ts';
import { createAnchorStore } from '../../../src/core/x509/anchors.ts';
import { parsePem } from '../../../src/core/x509/pem.ts';
import type { Checks } from '../checks.ts';

/** Whoever follows the fixes has these already: an authority, and its certificate where clients look for it. */
const before = [
  'openssl req -x509 -newkey rsa:2048 -noenc -keyout ca.key -out ca.pem -subj /CN=lab -days 30 -addext keyUsage=critical,keyCertSign',
  'cp ca.pem intermediate.pem',
  'mkdir -p /etc/ssl/certs',
  'cp ca.pem /etc/ssl/certs/ca-certificates.crt',
];

/** @param root  a folder to chroot into; its /etc/ssl/certs/ca-certificates.crt is replaced, so not / */
export function checkFixes(checks: Checks, root: string): void {
  if (root === '/') return;
  const folder = join(root, 'lab', 'fixes');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const run = (line: string): string[] => {
    const script = `cd /lab/fixes && { ${line}; }`;
    const { status, stderr } = spawnSync('chroot', [root, '/bin/sh', '-c', script], {
      encoding: 'utf8',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
    });
    return status === 0 ? [] : [`${line}: exit ${status}: ${stderr}`];
  };
  checks.record('fixes: an authority to sign with', before.flatMap(run));
  for (const { steps, lines = [] } of triedWithOpenssl()) {
    checks.record(`fixes: openssl, "${steps}"`, lines.flatMap(run));
  }
  checks.record('fixes: what they make is a good certificate', judge(join(folder, 'cert.pem')));
}

/** A request first, then what signs it, then what looks at the result. */
function triedWithOpenssl(): readonly Fix[] {
  const all = new Set(rules.flatMap(({ fixes = [] }) => fixes));
  const tried = [...all].filter(({ software, basis }) => software === 'OpenSSL' && basis === 'tried-in-lab');
  const rank = (fix: Fix) => {
    if (fix.lines?.some((line) => line.startsWith('openssl req -new'))) return 0;
    return fix === signAsServer ? 1 : 2;
  };
  return tried.sort((a, b) => rank(a) - rank(b));
}

function judge(path: string): string[] {
  if (!existsSync(path)) return ['they make none'];
  const chain = parsePem(readFileSync(path, 'utf8'));
  if (!chain.ok) return [chain.error.detail];
  const question = {
    chain: chain.value.map(({ der }) => der),
    host: 'mx.example.org',
    port: 25,
    at: new Date(Date.now() + 60_000),
  } as const;
  const { findings } = judgeCertificate(question, { anchors: createAnchorStore([]), cryptography });
  return findings.map(({ id }) => id).filter((id) => id !== 'cert.untrusted-issuer');
}
