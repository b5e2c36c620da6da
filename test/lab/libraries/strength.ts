/**
 * The rows on strength, age and names of the tables of OpenSSL, at three security levels, and of GnuTLS: each case is served to the real
 * clients, once for anybody and once to be verified, and what they do must be what the rows say. The cases are in strength-cases.ts.
 */
import { gnutls } from '../../../src/core/tls-libraries/gnutls.ts';
import { opensslLevel0, opensslLevel1, opensslLevel2 } from '../../../src/core/tls-libraries/openssl.ts';
import type { Personality } from '../../../src/core/tls-libraries/personality.ts';
import { toPem } from '../../../src/demo/certificate.ts';
import { mailHost } from '../../core/observation-builder.ts';
import type { Checks } from '../checks.ts';
import { root, type StrengthCase, strengthCases } from './strength-cases.ts';
import type { Heard, Tools } from './tools.ts';

interface Client {
  readonly personality: Personality;
  /** Does the handshake complete, whoever the peer is? */
  readonly connect: (tools: Tools, port: number) => Promise<Heard>;
  /** @returns that it completes and nothing is objected to */
  readonly verify: (tools: Tools, port: number, roots: string) => Promise<boolean>;
}

const openssl = (level: number, personality: Personality): Client => {
  const strength = ['-cipher', `DEFAULT@SECLEVEL=${level}`];
  return {
    personality,
    connect: (tools, port) => tools.openssl(port, strength),
    async verify(tools, port, roots) {
      const trust = ['-CAfile', roots, '-no-CApath', '-no-CAstore', '-verify_hostname', mailHost];
      const { completed, said } = await tools.openssl(port, [...strength, ...trust]);
      return completed && !said.includes('verify error:num=');
    },
  };
};

const clients: readonly Client[] = [
  openssl(0, opensslLevel0),
  openssl(1, opensslLevel1),
  openssl(2, opensslLevel2),
  {
    personality: gnutls,
    connect: (tools, port) => tools.gnutls(port, ['--insecure']),
    async verify(tools, port, roots) {
      const trust = ['--x509cafile', roots, '--verify-hostname', mailHost];
      return (await tools.gnutls(port, trust)).completed;
    },
  },
];

/** One check a case, of eight cells: four clients, verifying or not. */
export async function checkStrength(checks: Checks, tools: Tools): Promise<void> {
  for (const one of strengthCases) {
    const problems = await tools.withServer(serverArguments(tools, one), async (port) => {
      const found: string[] = [];
      const roots = tools.file('strength-root.pem', toPem(one.root ?? root));
      for (const client of clients) {
        const { library } = client.personality;
        const goesOn = one.goesOn?.(client.personality) ?? true;
        const { completed } = await client.connect(tools, port);
        if (completed !== goesOn) found.push(`${library}: handshake: predicted ${goesOn}, seen ${completed}`);
        const trusts = goesOn && (one.trusts?.(client.personality) ?? true);
        const seen = await client.verify(tools, port, roots);
        if (seen !== trusts) found.push(`${library}: verified: predicted ${trusts}, seen ${seen}`);
      }
      return found;
    });
    checks.record(`rows: ${one.title}`, problems);
  }
}

function serverArguments(tools: Tools, { title, chain, keyPem, dh, server = [] }: StrengthCase): string[] {
  const id = title.replace(/[^a-z0-9]+/gi, '-');
  const [leaf, ...rest] = chain;
  if (!leaf) throw new TypeError(`${id}: no certificate`);
  return [
    ...['-cert', tools.file(`${id}.pem`, toPem(leaf)), '-key', tools.file(`${id}.key`, keyPem)],
    ...['-cert_chain', tools.file(`${id}.chain.pem`, toPem(...rest))],
    ...(dh === undefined ? [] : ['-dhparam', tools.file(`${id}.dh.pem`, dh)]),
    // Else it would refuse to load what is weak.
    ...(server.includes('-cipher') ? [] : ['-cipher', 'ALL:@SECLEVEL=0']),
    ...server,
  ];
}
