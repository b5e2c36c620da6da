/**
 * Writes test/vectors/dane/smtp.in: `node test/core/dane/generate-danetest.ts`. Needs the openssl program, as the judge:
 * each case is served by s_server and verified by s_client with the case's records; where OpenSSL does not say what the
 * table below says, nothing is written. What is refused is the table's word, from RFC 7671 and 7672; the numbers of refusals are OpenSSL's.
 * OpenSSL tells a match's depth only where it accepts, so refused cases have their depth from the table alone.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseName } from './danetest-format.ts';
import type { Identity } from './vector-certificates.ts';
import { type Row, rows } from './vector-table.ts';

const directory = mkdtempSync(join(tmpdir(), 'danetest-'));
const blocks: string[] = [];
const disagreements: string[] = [];
try {
  for (const [index, row] of (await rows()).entries()) {
    const said = await askOpenSsl(row);
    const depthFits = row.result !== 0 || said.depth === row.depth;
    if (said.result !== row.result || !depthFits) {
      disagreements.push(
        `${index + 1} ${row.title}: ${row.result} ${row.depth}, OpenSSL ${said.result} ${said.depth}`,
      );
    }
    blocks.push(blockOf(row, index + 1));
  }
} finally {
  rmSync(directory, { recursive: true });
}
if (disagreements.length > 0) {
  console.error(disagreements.join('\n'));
  process.exit(1);
}
const version = execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim();
const head = `# DANE cases for SMTP (usages 2 and 3), base name ${baseName}; see README.md beside this file.
# Written by test/core/dane/generate-danetest.ts; every verify result confirmed by ${version.replace(/ \(.*/, '')}.
`;
writeFileSync(new URL('../../vectors/dane/smtp.in', import.meta.url), `${head}\n${blocks.join('\n')}`);
console.log(`${blocks.length} cases written`);

function blockOf(row: Row, number: number): string {
  const header = [row.records.length, row.chain.length, row.checkNames ? 0 : 1, row.result, row.depth].join(
    ' ',
  );
  const chain = row.chain.map(({ certificate }) => `${certificate.toString('pem').trim()}\n`);
  return `# ${number}. ${row.title}\n${header}\n${row.records.map(tlsaLine).join('\n')}\n${chain.join('')}`;
}

function tlsaLine({ usage, selector, matchingType, of, spoilt }: Row['records'][number]): string {
  const selected = new Uint8Array(selector === 0 ? of.certificate.rawData : of.certificate.publicKey.rawData);
  const hash = matchingType === 1 ? 'sha256' : 'sha512';
  const data = matchingType === 0 ? Buffer.from(selected) : createHash(hash).update(selected).digest();
  if (spoilt) data.writeUInt8((data.at(-1) ?? 0) ^ 1, data.length - 1);
  return `${usage} ${selector} ${matchingType} ${data.toString('hex')}`;
}

async function askOpenSsl(row: Row): Promise<{ result: number; depth: number }> {
  const [leaf] = row.chain;
  if (!leaf) throw new TypeError('a chain has a leaf');
  const file = (name: string, content: string): string => {
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  };
  const chain = row.chain.slice(1).map(({ certificate }) => certificate.toString('pem'));
  const port = await freePort();
  const server = spawn('openssl', [
    's_server',
    ...['-accept', `127.0.0.1:${port}`, '-quiet', '-naccept', '1'],
    ...[
      '-cert',
      file('leaf.pem', leaf.certificate.toString('pem')),
      '-key',
      file('leaf.key', await keyPem(leaf)),
    ],
    ...(chain.length > 0 ? ['-cert_chain', file('chain.pem', chain.join('\n'))] : []),
  ]);
  try {
    await listening(server, port);
    return readVerdict(await runClient(row, port));
  } finally {
    server.kill();
  }
}

async function runClient(row: Row, port: number): Promise<string> {
  const client = spawn('openssl', [
    's_client',
    ...['-connect', `127.0.0.1:${port}`, '-no-CAfile', '-no-CApath', '-no-CAstore'],
    // Stop at the first error, as OpenSSL's own runner of this format does; else the last one is told.
    ...['-verify_return_error', '-dane_tlsa_domain', baseName],
    ...row.records.flatMap((record) => ['-dane_tlsa_rrdata', tlsaLine(record)]),
    ...(row.checkNames ? [] : ['-dane_ee_no_namechecks']),
  ]);
  client.stdin.end();
  let output = '';
  client.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  await new Promise((resolve) => client.on('close', resolve));
  return output;
}

function readVerdict(output: string): { result: number; depth: number } {
  const result = /Verify return code: (\d+)/.exec(output)?.[1];
  if (result === undefined) throw new Error(`s_client says nothing: ${output.slice(0, 400)}`);
  const depth =
    /at depth (\d+)/.exec(output)?.[1] ?? (/signed the peer certificate/.test(output) ? '0' : undefined);
  return { result: Number(result), depth: depth === undefined ? -1 : Number(depth) };
}

async function keyPem({ keys }: Identity): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** s_server says nothing when quiet: look into the kernel's table, since a connection would use up its one accept. */
async function listening(server: ChildProcess, port: number): Promise<void> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  for (let tries = 0; tries < 500 && server.exitCode === null; tries++) {
    const table = execFileSync('cat', ['/proc/net/tcp'], { encoding: 'utf8' });
    if (new RegExp(`0100007F:${hex} 00000000:0000 0A`).test(table)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`s_server does not listen (exit ${server.exitCode})`);
}
