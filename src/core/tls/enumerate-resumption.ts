/**
 * Does the server take back what it gave? One hello offers the session that was tried out whole, by its ticket or its id, and the answer
 * tells whether the server resumes it: in the newest version that gave something to resume by, which is what a client that comes back
 * speaks. No delivery hangs on it, so it is not asked when connections run short.
 */
import type { Resumption } from './enumeration.ts';
import { askedCurves, askedSchemes } from './enumeration-candidates.ts';
import { type Chain, isTrue } from './enumeration-choice.ts';
import type { Knowledge } from './enumeration-knowledge.ts';
import type { Handshake } from './facts.ts';
import { probingHello } from './probing-hello.ts';
import type { ResumableSession } from './resumable-session.ts';

export function* resumption13(knowledge: Knowledge): Chain {
  yield* resume(knowledge, 'pre-shared-key');
}

export function* resumptionBefore13(knowledge: Knowledge): Chain {
  if (!knowledge.sessionKinds.has('pre-shared-key')) yield* resume(knowledge, 'master-secret');
}

function* resume(knowledge: Knowledge, kind: ResumableSession['kind']): Chain {
  const session = knowledge.takeSession(kind);
  if (session === undefined) return;
  const { version } = session;
  if (knowledge.resumption.has(version)) return;
  if (knowledge.tight) {
    knowledge.resumption.set(version, 'not-asked');
    return;
  }
  // In TLS 1.3 the group of the session and its share: nothing calls for a HelloRetryRequest.
  const groups = session.kind === 'pre-shared-key' ? [session.group] : askedCurves;
  const hello = probingHello({
    version,
    suites: [session.suite],
    groups,
    schemes: askedSchemes,
    shares: groups,
  });
  const { serverName } = knowledge;
  const facts = yield { name: 'enumeration resumption', hello, serverName, resume: session };
  const outcome = outcomeOf(facts);
  if (outcome !== undefined) knowledge.resumption.set(version, outcome);
}

/** Undefined where the server was not believed, or nothing came in time. */
function outcomeOf(facts: Handshake): Resumption | undefined {
  const { resumption, failure } = facts;
  if (!isTrue(facts)) return undefined;
  if (resumption !== undefined) return resumption;
  return failure !== undefined && ends.includes(failure.kind) ? 'failed' : undefined;
}

const ends: readonly NonNullable<Handshake['failure']>['kind'][] = ['alert', 'closed', 'reset', 'not-tls'];
