/**
 * What ends a handshake: the failure as a fact, and the alert we owe the peer.
 * Thrown where it is found, deep inside a message, and caught in one place only (client.ts), so that nobody outside ever sees it.
 */
import { toHex } from '../base/text.ts';
import type { AlertName } from './code-points.ts';
import type { HandshakeFailure } from './facts.ts';

/** A failure whose `step` the client fills in: it knows what was due. */
export type FaultFact = Omit<HandshakeFailure, 'step'>;

export class HandshakeFault extends Error {
  override name = 'HandshakeFault';
  readonly fact: FaultFact;
  /** Sent before we give up; null where an alert would be an answer to an alert, or to no TLS at all. */
  readonly alert: AlertName | null;
  /** A version that shows in bytes which are no TLS. */
  readonly version: string | undefined;

  constructor(fact: FaultFact, alert: AlertName | null, version?: string) {
    super(fact.detail);
    this.fact = fact;
    this.alert = alert;
    this.version = version;
  }
}

/** Not a fault: all that was to be learnt is known. Thrown and caught like one, so that nothing more is computed or sent. */
export class EnoughLearnt extends Error {
  override name = 'EnoughLearnt';
}

export interface FaultText {
  readonly code: string;
  readonly detail: string;
  readonly expected?: string;
  readonly received?: string;
}

/** The peer broke the protocol. */
export const misbehaved = (alert: AlertName, text: FaultText): HandshakeFault =>
  new HandshakeFault({ kind: 'peer-misbehaved', ...text }, alert);

/** The peer is right, but asks for what we lack. */
export const incompatible = (alert: AlertName, text: FaultText): HandshakeFault =>
  new HandshakeFault({ kind: 'peer-incompatible', ...text }, alert);

/** A structure that ends before its own lengths say (RFC 8446 §6.2, decode_error). */
export const undecodable = (what: string, why: string): HandshakeFault =>
  misbehaved('decode_error', {
    code: 'bad-encoding',
    detail: `${what} cannot be read: ${why}`,
    received: why,
  });

export const badKeyShare = (groupName: string): HandshakeFault =>
  misbehaved('illegal_parameter', {
    code: 'bad-key-share',
    expected: `a public value of ${groupName}`,
    received: 'a value that is none',
    detail: "the server's key share is no valid public value",
  });

export const badFinished = (verifyData: Uint8Array): HandshakeFault =>
  misbehaved('decrypt_error', {
    code: 'bad-finished',
    expected: 'verify_data over the handshake as we saw it',
    received: toHex(verifyData.subarray(0, 64)),
    detail: "the server's Finished does not match the handshake",
  });
