/**
 * A TLS server without a socket that says what a test tells it to: well-behaved by default, each message open to tampering.
 * Built from the client's own key schedules and record protection, whose truth rfc8448.test.ts and node:tls vouch for.
 */
import { createPrivateKey, createSign, sign } from 'node:crypto';
import { createCryptography } from '../../../src/adapters/cryptography.ts';
import { concat, Writer } from '../../../src/core/base/bytes.ts';
import { asciiBytes, fromBase64 } from '../../../src/core/base/text.ts';
import { type ClientHello, findExtension, parseClientHello } from '../../../src/core/tls/client-hello.ts';
import { contentTypes, extensionTypes, handshakeTypes, versions } from '../../../src/core/tls/code-points.ts';
import { groupCode, makeKeyShare } from '../../../src/core/tls/groups.ts';
import {
  applicationSecrets,
  finishedValue,
  handshakeSecrets,
  trafficKeys,
} from '../../../src/core/tls/key-schedule-13.ts';
import { writeMessage } from '../../../src/core/tls/messages.ts';
import {
  frame,
  type Opener,
  opener13,
  type Sealer,
  sealer13,
} from '../../../src/core/tls/record-protection.ts';
import type { ResumableSession13 } from '../../../src/core/tls/resumable-session.ts';
import { findSuite, suiteCode } from '../../../src/core/tls/suites.ts';
import { Transcript } from '../../../src/core/tls/transcript.ts';
import servers from '../../vectors/tls/servers.json' with { type: 'json' };

export const cryptography = createCryptography();

export type MessageName =
  | 'serverHello'
  | 'encryptedExtensions'
  | 'certificate'
  | 'serverKeyExchange'
  | 'serverHelloDone'
  | 'certificateVerify'
  | 'finished';

export interface Script {
  readonly key?: 'rsa' | 'p256' | 'p384' | 'ed25519';
  readonly suite?: string;
  readonly group?: string;
  readonly extensions?: readonly (readonly [type: number, body: Uint8Array])[];
  readonly scheme?: number;
  /** In place of the key's certificate and signature. */
  readonly identity?: { readonly certificate: Uint8Array; readonly sign: (data: Uint8Array) => Uint8Array };
  readonly sessionId?: Uint8Array;
  readonly compression?: number;
  /** The session that the hello offers is resumed, whichever identity is then named. */
  readonly resume?: ResumableSession13;
  readonly selectedIdentity?: number;
  readonly random?: Uint8Array;
  /** Sees every message before it is hashed and sent. */
  readonly tamper?: (name: MessageName, message: Uint8Array) => Uint8Array;
  /** Reorders, repeats or drops what is sent under the handshake keys. */
  readonly order?: (messages: readonly Sent[]) => readonly Sent[];
}

export interface Sent {
  readonly name: MessageName;
  readonly message: Uint8Array;
}

export const signatureFor = {
  rsa: { scheme: 0x0804, hash: 'sha256', padding: { padding: 6, saltLength: 32 } },
  p256: { scheme: 0x0403, hash: 'sha256', padding: {} },
  p384: { scheme: 0x0503, hash: 'sha384', padding: {} },
  ed25519: { scheme: 0x0807, hash: null, padding: {} },
} as const;

export const certificateOf = (key: keyof typeof servers): Uint8Array => pemBody(servers[key].certificate);

/** Not X509Certificate: workerd's refuses some keys. */
function pemBody(pem: string): Uint8Array {
  const der = fromBase64(pem.replace(/-----[A-Z ]+-----/g, ''));
  if (!der.ok) throw new Error(der.error);
  return der.value;
}

export function signAs(key: keyof typeof signatureFor, data: Uint8Array): Uint8Array {
  const { hash, padding } = signatureFor[key];
  const der = createPrivateKey(servers[key].key).export({ format: 'der', type: 'pkcs8' });
  const options = { key: der, format: 'der', type: 'pkcs8', ...padding } as const;
  return new Uint8Array(
    hash === null ? sign(null, data, options) : createSign(hash).update(data).sign(options),
  );
}

/** The hello inside one handshake record. */
export function helloIn(record: Uint8Array): { readonly hello: ClientHello; readonly message: Uint8Array } {
  const message = record.subarray(5);
  const hello = parseClientHello(message);
  if (!hello.ok) throw new Error(hello.error);
  return { hello: hello.value, message };
}

export function serverHello(hello: ClientHello, script: Script, keyShare?: Uint8Array): Uint8Array {
  const extensions = script.extensions ?? [
    [extensionTypes.supported_versions, Uint8Array.of(3, 4)] as const,
    ...(keyShare === undefined ? [] : [[extensionTypes.key_share, keyShare] as const]),
    ...(script.resume === undefined
      ? []
      : [[extensionTypes.pre_shared_key, Uint8Array.of(0, script.selectedIdentity ?? 0)] as const]),
  ];
  return writeMessage(handshakeTypes.serverHello, (body) =>
    body
      .uint16(versions.tls12)
      .bytes(script.random ?? cryptography.randomBytes(32))
      .vector(1, (inner) => inner.bytes(script.sessionId ?? hello.sessionId))
      .uint16(suiteCode(script.suite ?? 'TLS_AES_128_GCM_SHA256'))
      .uint8(script.compression ?? 0)
      .vector(2, (inner) => {
        for (const [type, data] of extensions) inner.uint16(type).vector(2, (one) => one.bytes(data));
      }),
  );
}

export const newTicket13 = (ticket: Uint8Array, { lifetimeSeconds = 7200, ageAdd = 0 } = {}): Uint8Array =>
  writeMessage(handshakeTypes.newSessionTicket, (body) =>
    body
      .uint32(lifetimeSeconds)
      .uint32(ageAdd)
      .vector(1, (nonce) => nonce.uint8(0))
      .vector(2, (inner) => inner.bytes(ticket))
      .uint16(0),
  );

export const record = (type: number, payload: Uint8Array): Uint8Array => frame(type, versions.tls12, payload);

export interface Flight13 {
  /** ServerHello in its record. */
  readonly hello: Uint8Array;
  /** Everything up to Finished, protected. */
  readonly rest: Uint8Array;
  /** Seals what the server says afterwards. */
  readonly application: Sealer;
  /** Opens what the client says: its Finished, and what comes after that. */
  readonly client: { readonly handshake: Opener; readonly application: Opener };
}

/** Answer a ClientHello in TLS 1.3. */
export function serve13(clientHello: Uint8Array, script: Script = {}): Flight13 {
  const { hello, message } = helloIn(clientHello);
  const key = script.key ?? 'p256';
  const tamper = script.tamper ?? ((_: MessageName, same: Uint8Array) => same);
  const suite = findSuite(suiteCode(script.suite ?? 'TLS_AES_128_GCM_SHA256'));
  if (suite?.cipher?.kind !== 'aead') throw new Error('the script wants no AEAD');
  const group = groupCode(script.group ?? 'x25519');
  const share = makeKeyShare(group, cryptography);
  const theirs = findExtension(hello, 'key_share')?.shares.find((entry) => entry.group === group);
  const secret = theirs && share?.agree(theirs.value);
  const entry = new Writer()
    .uint16(group)
    .vector(2, (value) => value.bytes(share?.publicValue ?? new Uint8Array()));
  const first = tamper('serverHello', serverHello(hello, script, entry.finish()));
  const transcript = new Transcript(cryptography);
  transcript.add(message);
  transcript.add(first);
  const schedule = { cryptography, hash: suite.hash };
  const secrets = handshakeSecrets(
    schedule,
    { shared: secret?.ok ? secret.value : new Uint8Array(32), preShared: script.resume?.key },
    transcript.hash(suite.hash),
  );
  const sent: Sent[] = [];
  const say = (name: MessageName, type: number, write: (body: Writer) => void) => {
    const said = tamper(name, writeMessage(type, write));
    transcript.add(said);
    sent.push({ name, message: said });
  };
  say('encryptedExtensions', handshakeTypes.encryptedExtensions, (body) => body.uint16(0));
  const authenticate = (): void => {
    say('certificate', handshakeTypes.certificate, (body) =>
      body
        .uint8(0)
        .vector(3, (list) =>
          list.vector(3, (der) => der.bytes(script.identity?.certificate ?? certificateOf(key))).uint16(0),
        ),
    );
    const signed = concat(
      new Uint8Array(64).fill(0x20),
      asciiBytes('TLS 1.3, server CertificateVerify\0'),
      transcript.hash(suite.hash),
    );
    say('certificateVerify', handshakeTypes.certificateVerify, (body) =>
      body
        .uint16(script.scheme ?? signatureFor[key].scheme)
        .vector(2, (inner) => inner.bytes(script.identity?.sign(signed) ?? signAs(key, signed))),
    );
  };
  if (script.resume === undefined) authenticate();
  const verifyData = finishedValue(schedule, secrets.server, transcript.hash(suite.hash));
  say('finished', handshakeTypes.finished, (body) => body.bytes(verifyData));
  const sealer = sealer13(cryptography, trafficKeys(schedule, secrets.server, suite.cipher));
  const ordered = script.order?.(sent) ?? sent;
  const application = applicationSecrets(schedule, secrets.handshake, transcript.hash(suite.hash));
  return {
    hello: record(contentTypes.handshake, first),
    rest: concat(
      ...ordered.map((one) => sealer.seal({ type: contentTypes.handshake, payload: one.message })),
    ),
    application: sealer13(cryptography, trafficKeys(schedule, application.server, suite.cipher)),
    client: {
      handshake: opener13(cryptography, trafficKeys(schedule, secrets.client, suite.cipher)),
      application: opener13(cryptography, trafficKeys(schedule, application.client, suite.cipher)),
    },
  };
}
