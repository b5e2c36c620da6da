/**
 * The servers of the signed world that no Debian package is: mail servers (the demo's), policy hosts, a name server that is silent and
 * one that eats TLSA questions. Writes certificates and zone files for the others into the folder given, prints `ready`, serves until killed.
 */
import { createSocket } from 'node:dgram';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { contextFor } from '../../../src/demo/raise-server.ts';
import { goodScript } from '../../../src/demo/smtp-script.ts';
import { startSmtpServer } from '../../../src/demo/smtp-server.ts';
import { addresses } from './places.ts';
import { createWorld, type DaneHost, type PolicyHost, type World, zonePlanOf } from './world.ts';
import { writeZones } from './zone-files.ts';

async function raiseMailServer(host: DaneHost): Promise<void> {
  const { identity, second, stranger, mx, address, case: daneCase } = host;
  const good = goodScript(mx);
  const extensions = daneCase.server === 'no-starttls' ? good.extensionsOverTls : good.extensions;
  const secureContext = contextFor(stranger ?? identity, {}, second);
  await startSmtpServer({
    address,
    port: 25,
    script: { ...good, extensions },
    secureContext,
    ...(stranger && {
      secureContextOf: (name: string) => (name === mx ? contextFor(identity, {}) : undefined),
    }),
  });
}

/** All policy hosts on one address: the certificate follows SNI, the document the Host field. */
async function raisePolicyHosts(policies: readonly PolicyHost[]): Promise<void> {
  const byName = new Map(policies.map((policy) => [`mta-sts.${policy.domain}`, policy]));
  const server = createServer(
    {
      SNICallback: (name, done) => {
        const policy = byName.get(name);
        done(null, policy && contextFor(policy.identity, {}));
      },
    },
    (request, response) => {
      const wanted = byName.get(request.headers.host ?? '')?.case;
      const status = request.url === '/.well-known/mta-sts.txt' ? (wanted?.status ?? 200) : 404;
      response
        .writeHead(status, {
          'content-type': wanted?.type ?? 'text/plain',
          ...(status === 301 && { location: `https://${request.headers.host}/elsewhere` }),
        })
        .end(wanted?.body ?? '');
    },
  );
  // A client that refuses the certificate is an error of one connection only.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(443, addresses.policies, resolve);
  });
}

/** Takes questions and answers none. */
async function raiseSilentServer(): Promise<void> {
  await bound(createSocket('udp4'), addresses.silent);
}

const typeTlsa = 52;

/** Hands questions on, but eats those for TLSA, as some firewalls do with types they do not know. */
async function raiseFilter(): Promise<void> {
  const front = createSocket('udp4');
  front.on('message', (question, client) => {
    if (questionType(question) === typeTlsa) return;
    const back = createSocket('udp4');
    const end = setTimeout(() => back.close(), 5_000);
    back.on('message', (answer) => {
      front.send(answer, client.port, client.address);
      clearTimeout(end);
      back.close();
    });
    back.send(question, 53, addresses.behindFilter);
  });
  await bound(front, addresses.filter);
}

function bound(socket: ReturnType<typeof createSocket>, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject).bind(53, address, resolve);
  });
}

/** The QTYPE of the one question (RFC 1035 §4.1.2); names in questions are not compressed. */
function questionType(message: Buffer): number {
  let at = 12;
  while ((message[at] ?? 0) !== 0) at += 1 + (message[at] ?? 0);
  return message.readUInt16BE(at + 1);
}

function writeFiles(world: World, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ca.pem'), world.authority.rootsPem);
  writeFileSync(join(folder, 'resolver.pem'), world.resolver.certificatePem);
  writeFileSync(join(folder, 'resolver.key'), world.resolver.keyPem);
  writeZones(zonePlanOf(world), folder);
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: servers.ts FOLDER');
const world = await createWorld();
writeFiles(world, folder);
await Promise.all([
  ...world.hosts.map(raiseMailServer),
  raisePolicyHosts(world.policies),
  raiseSilentServer(),
  raiseFilter(),
]);
console.log('ready');
