/**
 * What a sender's handshake would get at an address, from those that were made there: the one place that says "the same as that one" or
 * "must ask". The second wave asks by it (targeted-handshakes.ts), the prediction answers by it (handshake-for.ts).
 */
import type { Session } from '../smtp/session.ts';
import type { ClientHelloTemplate } from '../tls/client-hello.ts';
import type { Handshake } from '../tls/facts.ts';
import { broadHello } from '../tls/hellos.ts';
import { type Offered, offeredBy } from '../tls/offered.ts';
import { planOutcome } from '../tls/outcome-planner.ts';
import { type Plan, planHandshake } from '../tls/planner.ts';
import { everySenderHello, everySenderHelloName, senderHellos } from './every-sender-hello.ts';
import { helloTemplate } from './hellos/template.ts';
import type { TlsUse } from './profile.ts';
import { nearestSession, ownSession } from './sessions.ts';

interface Made {
  readonly session: Session;
  readonly handshake?: Handshake;
}

/** By the name that facts give it. */
const hellos: ReadonlyMap<string, ClientHelloTemplate> = new Map([
  ['broad', broadHello],
  [everySenderHelloName, everySenderHello],
  ...senderHellos.map((hello) => [hello.name, helloTemplate(hello)] as const),
]);
const offers: ReadonlyMap<string, Offered & { readonly exhaustive?: true }> = new Map(
  [...hellos].map(([name, hello]) => [
    name,
    { ...offeredBy(hello), ...(name === everySenderHelloName && { exhaustive: true as const }) },
  ]),
);

/**
 * @param own  made with our own hellos, in the order made
 * @param asSenders  made in senders' names
 * @returns `as` is one of those given
 */
export function planSender<T extends Made>(
  { hello, sni }: Pick<TlsUse, 'hello' | 'sni'>,
  own: readonly T[],
  asSenders: readonly T[],
): Plan<T> {
  const itself = ownSession(asSenders, { hello, sni });
  if (itself) return { kind: 'same', as: itself, because: 'it was asked with this hello' };
  const nearest = nearestSession(own, { hello, sni });
  const facts = nearest?.handshake;
  if (nearest === undefined || facts === undefined) {
    return { kind: 'must-ask', because: 'no handshake was made here' };
  }
  const offered = offers.get(facts.hello);
  const plan = planOutcome({ facts, ...(offered && { offered }) }, hello, sni);
  if (plan.kind === 'same') return { ...plan, as: nearest };
  const { because, meanwhile } = plan;
  return (
    exactly({ hello, sni }, [...own, ...asSenders]) ?? {
      kind: 'must-ask',
      because,
      ...(meanwhile && { meanwhile: nearest }),
    }
  );
}

/** The handshake whose parameters are this sender's, not just its outcome: its own, or one that must be the same to the letter. */
export function exactSession<T extends Made>(
  use: Pick<TlsUse, 'hello' | 'sni'>,
  own: readonly T[],
  asSenders: readonly T[],
): T | undefined {
  const plan = exactly(use, [...own, ...asSenders]);
  return ownSession(asSenders, use) ?? (plan?.kind === 'same' ? plan.as : undefined);
}

/** A handshake in another sender's name may settle it to the letter. */
function exactly<T extends Made>(
  { hello, sni }: Pick<TlsUse, 'hello' | 'sni'>,
  made: readonly T[],
): Plan<T> | undefined {
  const wanted = hellos.get(hello.name);
  if (wanted === undefined) return undefined;
  const asked = made.flatMap((one) => {
    const facts = one.handshake;
    const template = facts && hellos.get(facts.hello);
    return facts && template ? [{ facts, hello: template, one }] : [];
  });
  const named = asked.find(({ facts }) => facts.serverName !== null)?.facts.serverName ?? null;
  const plan = planHandshake(asked, { hello: wanted, serverName: sni ? named : null });
  return plan.kind === 'same' ? { ...plan, as: plan.as.one } : undefined;
}
