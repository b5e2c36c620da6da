/**
 * The enumeration beside sslscan and testssl.sh, on the same servers: versions, suites by version, groups, certificates. What they may
 * differ in, and why, stands in docs/tls.md; everything else is a failure.
 */
import type { Enumeration } from '../../../src/core/tls/enumeration.ts';
import { type Checks, unequal } from '../checks.ts';
import { enumerateAll, serverName } from './converse.ts';
import { readSslscan, readTestssl, type Scan } from './scanners.ts';
import type { Tools } from './tools.ts';

interface Candidate {
  readonly name: string;
  readonly kind: 'openssl' | 'gnutls';
  readonly arguments: (tools: Tools) => readonly string[];
  /** testssl.sh takes minutes for some. */
  readonly testssl: boolean;
}

const candidates: readonly Candidate[] = [
  {
    name: 'OpenSSL with everything',
    kind: 'openssl',
    arguments: ({ pem }) => [
      '-cert',
      pem('rsa'),
      '-dcert',
      pem('p256'),
      '-cipher',
      'ALL:COMPLEMENTOFALL:@SECLEVEL=0',
      '-serverpref',
    ],
    testssl: false,
  },
  {
    name: 'OpenSSL with a few suites and two certificates',
    kind: 'openssl',
    arguments: ({ pem }) => [
      ...['-cert', pem('rsa'), '-dcert', pem('p256'), '-serverpref'],
      ...['-cipher', 'ECDHE+AESGCM:DHE-RSA-AES128-GCM-SHA256:AES128-SHA:AES256-SHA:@SECLEVEL=0'],
    ],
    testssl: true,
  },
  {
    name: 'GnuTLS as it comes',
    kind: 'gnutls',
    arguments: ({ pem }) => [
      '--x509certfile',
      pem('rsa'),
      '--x509keyfile',
      pem('rsa'),
      '--priority',
      'NORMAL',
    ],
    testssl: false,
  },
];

const sslscanMs = 60_000;
const testsslMs = 210_000;

/** @param options.testssl  false where /proc can't be mounted for it */
export async function checkAgreement(
  checks: Checks,
  tools: Tools,
  options: { readonly testssl: boolean },
): Promise<void> {
  for (const candidate of candidates) {
    await tools.withServer(candidate.kind, candidate.arguments(tools), async (port) => {
      const enumeration = await enumerateAll(port);
      const target = `127.0.0.1:${port}`;
      const sslscan = ['sslscan', '--no-colour', `--sni-name=${serverName}`, '--no-heartbleed', target];
      const scan = readSslscan(await tools.run(sslscan, sslscanMs));
      checks.record(`${candidate.name}: sslscan agrees`, differences(enumeration, scan));
      if (!candidate.testssl || !options.testssl) return;
      const testssl = ['testssl', '-p', '-E', '-f', '-S', '--quiet', '--warnings', 'off', '--color', '0'];
      const said = await tools.run([...testssl, '--openssl', '/usr/bin/openssl', target], testsslMs);
      checks.record(`${candidate.name}: testssl.sh agrees`, differences(enumeration, readTestssl(said)));
    });
  }
}

function differences(enumeration: Enumeration, scan: Scan): readonly string[] {
  const { versions, suites, groups, certificates, resumption = {} } = enumeration;
  const byTicket = Object.values(resumption).some((outcome) => outcome === 'ticket' || outcome === 'psk');
  const all = [...new Set([...Object.keys(suites), ...Object.keys(scan.suites)])];
  // Neither scanner knows a hybrid.
  const classical = groups.filter((name) => !name.includes('MLKEM')).toSorted();
  return [
    ...unequal('complete', true, enumeration.complete),
    ...unequal('versions', scan.versions, versions),
    ...all.flatMap((version) =>
      unequal(`suites of ${version}`, scan.suites[version] ?? [], (suites[version] ?? []).toSorted()),
    ),
    ...unequal('groups', scan.groups, classical),
    ...(scan.certificates
      ? unequal(
          'certificates',
          scan.certificates,
          [...new Set(certificates.map(({ sha256 }) => sha256))].toSorted(),
        )
      : []),
    ...(scan.ticketsResumed === undefined
      ? []
      : unequal('tickets resumed', scan.ticketsResumed, byTicket ? 'yes' : 'no')),
  ];
}
