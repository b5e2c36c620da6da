/**
 * Are the servers what hosts.txt and expected.ts say? Asked with node:net and node:tls (OpenSSL), without the project's own code,
 * so that a verdict is never blamed for a server that is not as broken as it should be.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type Checks, unequal } from './checks.ts';
import { type Expectation, expectations } from './expected.ts';
import { type LabHost, readHosts } from './hosts.ts';

/** Per certificate variant: what OpenSSL says when it verifies, and the keyUsage bits (DER BIT STRING, RFC 5280 §4.2.1.3). */
const certificates: Readonly<Record<string, { verification: string | null; keyUsage: string }>> = {
  good: { verification: null, keyUsage: '030205a0' },
  ecdsa: { verification: null, keyUsage: '03020780' },
  expired: { verification: 'CERT_HAS_EXPIRED', keyUsage: '030205a0' },
  'key-encipherment': { verification: null, keyUsage: '03020520' },
  'self-signed': { verification: 'DEPTH_ZERO_SELF_SIGNED_CERT', keyUsage: '030205a0' },
};
/** A critical keyUsage extension, up to its BIT STRING. */
const keyUsageExtension = '0603551d0f0101ff0404';

/** Check every entry of expected.ts. @param folder  this run's, where ca.pem lies */
export async function checkServers(checks: Checks, folder: string): Promise<void> {
  const ca = readFileSync(join(folder, 'ca.pem'), 'utf8');
  for (const expectation of expectations) {
    const host = readHosts().find(({ domain, mx }) => expectation.host === domain || expectation.host === mx);
    if (!host) throw new Error(`expected.ts: ${expectation.host} is not in hosts.txt`);
    // A server that refuses, hangs up or is silent fails this check; the others are still asked.
    const problems = await serverProblems(host, expectation, ca).catch((error: unknown) => [String(error)]);
    checks.record(`server ${host.mx} port ${expectation.port} is as announced`, problems);
  }
}

async function serverProblems(host: LabHost, expectation: Expectation, ca: string): Promise<string[]> {
  const wanted = certificates[host.certificate];
  if (!wanted) throw new Error(`hosts.txt: unknown certificate ${host.certificate}`);
  const problems: string[] = [];
  const { port } = expectation;
  if (port !== 465) {
    const cleartext = await mailInCleartext(host.address, port);
    const refusal = '530 5.7.0 Must issue a STARTTLS command first';
    problems.push(...unequal('refuses cleartext', host.settings.includes('encrypt'), cleartext === refusal));
  }
  const socket = await handshake(host, port, ca);
  const certificate = socket.getPeerX509Certificate();
  problems.push(...unequal('TLS version', expectation.tlsVersion, socket.getProtocol()));
  problems.push(...unequal('verification', wanted.verification, verificationError(socket)));
  problems.push(...unequal('name', true, certificate?.checkHost(host.mx) === host.mx));
  const bits = certificate?.raw.toString('hex').split(keyUsageExtension)[1]?.slice(0, 8);
  problems.push(...unequal('keyUsage', wanted.keyUsage, bits));
  socket.destroy();
  return problems;
}

/** The reply to MAIL FROM:<> without TLS. */
async function mailInCleartext(address: string, port: number): Promise<string> {
  const dialogue = await greet(address, port);
  const reply = await dialogue.ask('MAIL FROM:<>');
  await dialogue.ask('QUIT');
  dialogue.socket.destroy();
  return reply;
}

/** TLS after STARTTLS, or at once on port 465; the certificate is verified, but never refused. */
export async function handshake(host: LabHost, port: number, ca: string): Promise<TLSSocket> {
  const options = { host: host.address, port, ca, servername: host.mx, rejectUnauthorized: false };
  if (port === 465) return secured(connectTls(options));
  const dialogue = await greet(host.address, port);
  const reply = await dialogue.ask('STARTTLS');
  if (!reply.startsWith('220')) throw new Error(`${host.mx}: STARTTLS: ${reply}`);
  return secured(connectTls({ ...options, socket: dialogue.release() }));
}

function secured(socket: TLSSocket): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', () => resolve(socket)).once('error', reject);
  });
}

/** Node's types call it an Error; it is the code, a string, or null. */
function verificationError(socket: TLSSocket): string | null {
  const error: unknown = socket.authorizationError;
  return error ? String(error) : null;
}

interface Dialogue {
  readonly socket: Socket;
  /** Send a line. @returns the last line of the reply */
  ask(line: string): Promise<string>;
  /** Stop reading lines. @returns the socket, for TLS */
  release(): Socket;
}

/** Connect, read the greeting, say EHLO. */
async function greet(address: string, port: number): Promise<Dialogue> {
  const socket = connect(port, address);
  socket.setTimeout(10_000, () => socket.destroy(new Error(`${address}:${port}: silent for 10 s`)));
  const lines = createInterface({ input: socket });
  const iterator = lines[Symbol.asyncIterator]();
  const reply = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await iterator.next();
      if (done) throw new Error(`${address}:${port}: closed in the middle of a reply`);
      if (/^\d{3}( |$)/.test(value)) return value;
    }
  };
  const ask = (line: string): Promise<string> => {
    socket.write(`${line}\r\n`);
    return reply();
  };
  await reply();
  await ask('EHLO lab.test');
  return {
    socket,
    ask,
    release: () => {
      lines.close();
      socket.removeAllListeners('data');
      return socket;
    },
  };
}
