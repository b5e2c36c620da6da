/**
 * A question of an enumeration, and what the answer says of the server's choice, as code points.
 */
import type { ClientHelloTemplate } from './client-hello.ts';
import { versionName, versions } from './code-points.ts';
import type { Handshake } from './facts.ts';
import { groups } from './groups.ts';
import type { ResumableSession } from './resumable-session.ts';
import { findSignatureScheme, signatureSchemes } from './signature-schemes.ts';
import { suites } from './suites.ts';

/** One connection to be made: late in its session, when the stream is there, this hello is sent. */
export interface Ask {
  readonly hello: ClientHelloTemplate | 'sslv2';
  /** As facts name it. */
  readonly name: string;
  readonly serverName: string | null;
  /** Go on to EHLO over TLS: does the session live? */
  readonly whole?: boolean;
  /** The group is all that matters: a HelloRetryRequest tells it. */
  readonly groupOnly?: boolean;
  /** Offers all there is in every list: servers that are alike answer it alike. */
  readonly everything?: boolean;
  /** Send the hello in two segments. */
  readonly split?: boolean;
  /** A session for the server to resume. Secret. */
  readonly resume?: ResumableSession;
}

/** Asks, one after the other; what each hears decides the next. */
export type Chain = Generator<Ask, void, Handshake>;

/** The server's choice within an offer, by code point. */
export interface Choice {
  readonly version: number;
  readonly suite: number;
  readonly group?: number;
  readonly scheme?: number;
  readonly facts: Handshake;
}

/** What a peer that breaks the protocol says of its choice is not believed. */
export const isTrue = ({ failure }: Handshake): boolean => failure?.kind !== 'peer-misbehaved';

/** The server's choice, if it made one among what was offered. */
export function choiceOf(facts: Handshake, offered: readonly number[]): Choice | undefined {
  const version = versionCodes.get(facts.version ?? '');
  const suite = codeOf(suites, facts.suite);
  if (version === undefined || suite === undefined || !offered.includes(suite) || !isTrue(facts))
    return undefined;
  const group = codeOf(groups, facts.group);
  const scheme = codeOf(signatureSchemes, facts.signatureScheme);
  return {
    version,
    suite,
    ...(group !== undefined && { group }),
    ...(scheme !== undefined && findSignatureScheme(scheme) && { scheme }),
    facts,
  };
}

export const codeOf = (
  rows: readonly { readonly code: number; readonly name: string }[],
  name: string | undefined,
) => rows.find((row) => row.name === name)?.code;

export const versionCodes: ReadonlyMap<string, number> = new Map(
  Object.values(versions).map((code) => [versionName(code), code]),
);
