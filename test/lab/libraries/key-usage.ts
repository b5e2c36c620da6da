/**
 * The keyUsage matrix: for every combination of the three bits that matter, every way of key exchange and two real clients, does the client
 * go on as the tables of core/senders predict? And where it does not, does it say what the tables say it says? (RFC 5280 §4.2.1.3; C84, C85)
 *
 * Neither OpenSSL nor GnuTLS shows an ECDSA certificate without digitalSignature before TLS 1.3; those cells are served by the scripted
 * server of the TLS tests, so that the clients can be asked all the same.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { gnutls as gnutlsWords } from '../../../src/core/senders/library-words/gnutls.ts';
import type { LibraryWords } from '../../../src/core/senders/library-words/library-words.ts';
import { openssl as opensslWords } from '../../../src/core/senders/library-words/openssl.ts';
import { gnutls } from '../../../src/core/tls-libraries/gnutls.ts';
import { judgeKeyUse } from '../../../src/core/tls-libraries/key-use.ts';
import { opensslLevel2 } from '../../../src/core/tls-libraries/openssl.ts';
import type { Personality } from '../../../src/core/tls-libraries/personality.ts';
import { type KeyPair, type KeyUsage, toPem, writeCertificate } from '../../../src/demo/certificate.ts';
import servers from '../../vectors/tls/servers.json' with { type: 'json' };
import type { Checks } from '../checks.ts';
import { combinations, type Exchange, exchanges } from './key-usage-cells.ts';
import { withScriptedServer } from './scripted-server.ts';
import type { Heard, Tools } from './tools.ts';

interface Client {
  readonly name: string;
  readonly personality: Personality;
  readonly texts: LibraryWords['reasons'];
  readonly connect: (tools: Tools, port: number) => Promise<Heard>;
}

const clients: readonly Client[] = [
  {
    name: 'openssl s_client',
    personality: opensslLevel2,
    texts: opensslWords.reasons,
    connect: (tools, port) => tools.openssl(port),
  },
  {
    name: 'gnutls-cli',
    personality: gnutls,
    texts: gnutlsWords.reasons,
    connect: (tools, port) => tools.gnutls(port, ['--insecure']),
  },
];

const keys = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  // The scripted server signs with this one.
  ec: pairOf(servers.p256.key),
};

/** Twelve checks of nine cells each, and the way round for a sender on GnuTLS. */
export async function checkKeyUsage(checks: Checks, tools: Tools): Promise<void> {
  for (const exchange of exchanges) {
    const problems = new Map<Client, string[]>(clients.map((client) => [client, []]));
    for (const usages of combinations) {
      await withCell(tools, exchange, usages, async (port) => {
        for (const client of clients) {
          problems
            .get(client)
            ?.push(...judgeCell(client, exchange, usages, await client.connect(tools, port)));
        }
      });
    }
    for (const [client, found] of problems) {
      checks.record(
        `keyUsage, ${exchange.title}, ${client.name}: ${combinations.length} cells as predicted`,
        found,
      );
    }
  }
  await checkWorkaround(checks, tools);
}

function judgeCell(
  client: Client,
  { kind, keyExchange, version }: Exchange,
  usages: readonly KeyUsage[] | undefined,
  heard: Heard,
): string[] {
  const predicted = judgeKeyUse(client.personality, {
    keyKind: kind,
    keyExchange,
    version,
    ...(usages && { usages }),
  });
  const observed = heard.completed ? 'accepted' : 'refused';
  const cell = usages ? `{${usages.join(', ')}}` : 'no keyUsage';
  if (predicted.verdict !== observed) {
    return [`${cell}: predicted ${predicted.verdict}, observed ${observed}: ${tail(heard)}`];
  }
  if (observed === 'accepted') return [];
  const text =
    client.texts[predicted.lacks === 'keyEncipherment' ? 'key-usage-encipherment' : 'key-usage-signature'];
  return text !== undefined && heard.said.includes(text)
    ? []
    : [`${cell}: refused, but not with "${text}": ${tail(heard)}`];
}

/** Serve a certificate with this keyUsage, by the only server that would. */
async function withCell(
  tools: Tools,
  { kind, version, cipher }: Exchange,
  usages: readonly KeyUsage[] | undefined,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const certificate = certificateWith(kind, usages);
  const unservable = kind === 'ec' && version === 'TLSv1.2' && usages?.includes('digitalSignature') === false;
  if (unservable) return withScriptedServer(certificate, use);
  const name = `${kind}-${usages ? usages.join('-') || 'empty' : 'none'}`;
  const args = [
    ...['-cert', tools.file(`${name}.pem`, toPem(certificate))],
    ...['-key', tools.file(`${kind}.key`, pemOf(kind))],
    version === 'TLSv1.3' ? '-tls1_3' : '-tls1_2',
    ...(cipher === undefined ? [] : ['-cipher', cipher]),
  ];
  return tools.withServer(args, use);
}

/** What the rules on keyUsage tell a sender's administrator, with and without a signature by the key. */
async function checkWorkaround(checks: Checks, tools: Tools): Promise<void> {
  const key = tools.file('rsa.key', pemOf('rsa'));
  const cases = [
    { lacks: 'digitalSignature', usages: ['keyEncipherment'], server: ['-tls1_3'] },
    {
      lacks: 'keyEncipherment',
      usages: ['digitalSignature'],
      server: ['-tls1_2', '-cipher', 'AES128-GCM-SHA256'],
    },
  ] as const;
  for (const { lacks, usages, server } of cases) {
    const certificate = tools.file('workaround.pem', toPem(certificateWith('rsa', usages)));
    const problems = await tools.withServer(['-cert', certificate, '-key', key, ...server], async (port) => {
      const strict = await tools.gnutls(port, ['--insecure', '--priority', 'NORMAL']);
      const compatible = await tools.gnutls(port, ['--insecure', '--priority', 'NORMAL:%COMPAT']);
      return [
        ...(strict.completed ? ['NORMAL completes'] : []),
        ...(compatible.completed ? [] : [`NORMAL:%COMPAT does not complete: ${tail(compatible)}`]),
      ];
    });
    checks.record(
      `keyUsage without ${lacks}: gnutls-cli refuses with NORMAL, completes with NORMAL:%COMPAT`,
      problems,
    );
  }
}

function certificateWith(kind: 'rsa' | 'ec', usages: readonly KeyUsage[] | undefined): Uint8Array {
  const now = Date.now();
  return writeCertificate({
    subject: 'localhost',
    subjectKey: keys[kind].publicKey,
    issuer: 'localhost',
    issuerKey: keys[kind],
    notBefore: new Date(now - 86_400_000),
    notAfter: new Date(now + 10 * 86_400_000),
    names: ['localhost'],
    ...(usages && { keyUsage: usages }),
  });
}

const pemOf = (kind: 'rsa' | 'ec'): string =>
  keys[kind].privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function pairOf(pem: string): KeyPair {
  return { privateKey: createPrivateKey(pem), publicKey: createPublicKey(pem) };
}

const tail = ({ said }: Heard): string => said.replace(/\s+/g, ' ').slice(-200);
