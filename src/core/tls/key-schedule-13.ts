/**
 * The TLS 1.3 key schedule: from the shared secret to traffic keys and Finished values (RFC 8446 §7, HKDF of RFC 5869).
 * Without a session to resume the pre-shared key is all zeros. No early data: nothing is derived for it.
 */
import { concat, Writer } from '../base/bytes.ts';
import { asciiBytes } from '../base/text.ts';
import type { Cryptography, HashName } from '../cryptography.ts';
import type { AeadCipher, AeadKeys } from './record-protection.ts';
import { macLengths } from './record-protection-mac.ts';

/** What an algorithm of the schedule needs: primitives and the suite's hash. */
export interface Schedule {
  readonly cryptography: Cryptography;
  readonly hash: HashName;
}

export interface HandshakeSecrets {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
  readonly handshake: Uint8Array;
}

/**
 * @param secrets.preShared  of the session that is resumed
 * @param transcriptHash  of ClientHello..ServerHello
 */
export function handshakeSecrets(
  schedule: Schedule,
  { shared, preShared }: { readonly shared: Uint8Array; readonly preShared?: Uint8Array | undefined },
  transcriptHash: Uint8Array,
): HandshakeSecrets {
  const early = earlySecret(schedule, preShared ?? zeros(schedule));
  const handshake = extract(schedule, nextSalt(schedule, early), shared);
  return {
    handshake,
    client: expandLabel(schedule, handshake, { label: 'c hs traffic', context: transcriptHash }),
    server: expandLabel(schedule, handshake, { label: 's hs traffic', context: transcriptHash }),
  };
}

/**
 * That we know the key of a session, as a hello proves it (RFC 8446 §4.2.11.2).
 *
 * @param transcriptHash  of all up to the binders of that hello
 */
export const binder = (schedule: Schedule, preShared: Uint8Array, transcriptHash: Uint8Array): Uint8Array =>
  finishedValue(
    schedule,
    expandLabel(schedule, earlySecret(schedule, preShared), {
      label: 'res binder',
      context: schedule.cryptography.hash(schedule.hash),
    }),
    transcriptHash,
  );

/** @param transcriptHash of ClientHello..server Finished */
export function applicationSecrets(
  schedule: Schedule,
  handshake: Uint8Array,
  transcriptHash: Uint8Array,
): { readonly client: Uint8Array; readonly server: Uint8Array; readonly master: Uint8Array } {
  const master = extract(schedule, nextSalt(schedule, handshake), zeros(schedule));
  return {
    master,
    client: expandLabel(schedule, master, { label: 'c ap traffic', context: transcriptHash }),
    server: expandLabel(schedule, master, { label: 's ap traffic', context: transcriptHash }),
  };
}

/** What the keys of tickets are made of. @param transcriptHash of ClientHello..client Finished */
export const resumptionSecret = (
  schedule: Schedule,
  master: Uint8Array,
  transcriptHash: Uint8Array,
): Uint8Array => expandLabel(schedule, master, { label: 'res master', context: transcriptHash });

/** The pre-shared key that goes with a ticket (RFC 8446 §4.6.1). */
export const ticketKey = (schedule: Schedule, resumption: Uint8Array, nonce: Uint8Array): Uint8Array =>
  expandLabel(schedule, resumption, { label: 'resumption', context: nonce });

/** Record keys of one direction (RFC 8446 §7.3). */
export function trafficKeys(schedule: Schedule, secret: Uint8Array, cipher: AeadCipher): AeadKeys {
  const part = (label: string, length: number) => expandLabel(schedule, secret, { label, length });
  return { cipher, key: part('key', cipher.keyLength), iv: part('iv', ivLength) };
}

/** The secret after a KeyUpdate (RFC 8446 §7.2). */
export const updatedSecret = (schedule: Schedule, secret: Uint8Array): Uint8Array =>
  expandLabel(schedule, secret, { label: 'traffic upd' });

/** verify_data of a Finished (RFC 8446 §4.4.4). */
export function finishedValue(
  schedule: Schedule,
  secret: Uint8Array,
  transcriptHash: Uint8Array,
): Uint8Array {
  const key = expandLabel(schedule, secret, { label: 'finished' });
  return schedule.cryptography.hmac(schedule.hash, key, transcriptHash);
}

/** Every suite of TLS 1.3 has a nonce of 12 bytes. */
const ivLength = 12;

const zeros = ({ hash }: Schedule): Uint8Array => new Uint8Array(macLengths[hash]);

const earlySecret = (schedule: Schedule, preShared: Uint8Array): Uint8Array =>
  extract(schedule, zeros(schedule), preShared);

const extract = ({ cryptography, hash }: Schedule, salt: Uint8Array, input: Uint8Array): Uint8Array =>
  cryptography.hmac(hash, salt, input);

const nextSalt = (schedule: Schedule, secret: Uint8Array): Uint8Array =>
  expandLabel(schedule, secret, {
    label: 'derived',
    context: schedule.cryptography.hash(schedule.hash),
  });

/** HKDF-Expand-Label; the length of the hash unless told otherwise. */
function expandLabel(
  { cryptography, hash }: Schedule,
  secret: Uint8Array,
  { label, context = new Uint8Array(), length = macLengths[hash] }: LabelInput,
): Uint8Array {
  const info = new Writer()
    .uint16(length)
    .vector(1, (inner) => inner.bytes(asciiBytes(`tls13 ${label}`)))
    .vector(1, (inner) => inner.bytes(context))
    .finish();
  let block: Uint8Array = new Uint8Array();
  let output: Uint8Array = new Uint8Array();
  for (let counter = 1; output.length < length; counter++) {
    block = cryptography.hmac(hash, secret, block, info, Uint8Array.of(counter));
    output = concat(output, block);
  }
  return output.subarray(0, length);
}

interface LabelInput {
  readonly label: string;
  readonly context?: Uint8Array;
  readonly length?: number;
}
