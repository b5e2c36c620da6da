/**
 * TLS 1.2 and before, resumed: the server goes from its hello to ChangeCipherSpec and Finished at once, with the master secret of the session
 * that was offered; ours come last (RFC 5246 §7.3, RFC 5077 §3.1). That it resumes shows in the session id of the hello, given back.
 */
import { equalBytes } from '../base/bytes.ts';
import { versionName } from './code-points.ts';
import { misbehaved } from './fault.ts';
import { awaitFinished, established12, sendFinished } from './handshake-12-finish.ts';
import type { HandshakeContext, State } from './handshake-context.ts';
import { keyBlock } from './key-schedule-12.ts';
import type { ServerHello } from './messages.ts';
import type { ResumableSession12 } from './resumable-session.ts';
import { prfChoice, type Session12 } from './session-12.ts';
import { suiteName } from './suites.ts';

/** @returns the session that the server resumes; undefined where it declined, or none was offered */
export function takeSession(context: HandshakeContext, hello: ServerHello): ResumableSession12 | undefined {
  const { resume, facts } = context;
  if (resume?.kind !== 'master-secret') return undefined;
  if (hello.sessionId.length > 0 && equalBytes(hello.sessionId, context.hello.sessionId)) return resume;
  facts.resumption = 'declined';
  return undefined;
}

/** After a ServerHello that resumes. @throws HandshakeFault resumed-otherwise */
export function enterResumed12(
  context: HandshakeContext,
  session: Session12,
  resumed: ResumableSession12,
): State {
  mustBeTheSame(context, session, resumed);
  const { master, by } = resumed;
  const randoms = { client: context.hello.random, server: session.serverRandom };
  const { cipher } = session.suite;
  const keys = keyBlock(prfChoice(context.cryptography, session), master, { randoms, cipher });
  return awaitFinished(context, session, {
    master,
    keys: keys.server,
    verified: (_, message) => {
      context.transcript.add(message.raw);
      context.facts.resumption = by.kind;
      context.facts.outcome = 'completed';
      sendFinished(context, session, { master, keys: keys.client });
      return established12(context);
    },
  });
}

/** A session is resumed as it was (RFC 5246 §7.4.1.3, RFC 7627 §5.3). */
function mustBeTheSame(context: HandshakeContext, session: Session12, resumed: ResumableSession12): void {
  const words = (version: number, suite: number, extended: boolean | undefined): string =>
    [versionName(version), suiteName(suite), ...(extended === true ? ['extended_master_secret'] : [])].join(
      ' ',
    );
  const expected = words(resumed.version, resumed.suite, resumed.extendedMasterSecret);
  const received = words(session.version, session.suite.code, context.facts.extendedMasterSecret);
  if (expected === received) return;
  throw misbehaved('illegal_parameter', {
    code: 'resumed-otherwise',
    expected,
    received,
    detail: 'the server resumes the session with another version, suite or kind of master secret',
  });
}
