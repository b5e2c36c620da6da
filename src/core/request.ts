/**
 * What a caller asks of the service, whichever way it came: over HTTP or from the command line.
 */
import { fail, ok, type Result } from './base/result.ts';
import type { CachedPolicy } from './mta-sts/known-policy.ts';
import type { Port } from './observation.ts';
import { senderProfiles } from './senders/catalogue.ts';
import type { Target } from './target.ts';

export interface ProbeRequest {
  readonly target: Target;
  readonly port: Port;
  /** full: everything the server has, in up to 64 connections an address. Default: normal. */
  readonly depth?: 'normal' | 'full';
  /** Profile ids; absent: every one that applies. */
  readonly senders?: readonly string[];
  /** An MTA-STS policy of the domain from before, as a sender may still hold it. */
  readonly knownPolicy?: CachedPolicy;
}

/** Why a request can't be taken; the caller is told which parameter is at fault. */
export interface Refusal {
  readonly parameter: string;
  readonly detail: string;
}

/** Sender ids, separated by commas; each once. */
export function readSenders(text: string): Result<string[], Refusal> {
  const ids = text.split(',').map((id) => id.trim());
  const known = new Set(senderProfiles.map((profile) => profile.id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown === undefined) return ok([...new Set(ids)]);
  return fail({ parameter: 'senders', detail: `no sender has the id ${JSON.stringify(unknown)}` });
}
