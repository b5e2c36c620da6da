/**
 * Would another hello come to the same end? Wider than the planner's question (planner.ts): rivals of the same kind (another AES, another
 * curve) may be chosen instead, since they change nothing for whoever sends the hello. What counts is whether there is a handshake at all, by
 * which key exchange, and with which kind of certificate (RFC 8446 §4.1.1, RFC 5246 §7.4.1.3).
 */
import type { Handshake, HandshakeFailure } from './facts.ts';
import { isFar, isInside, notAsked, type Offered } from './offered.ts';
import type { Plan } from './planner.ts';
import { findSuite, suiteCode } from './suites.ts';

/** A handshake that was made, and what was offered for it; absent: not known, or as much as nobody else offers. */
export interface AskedOnce {
  readonly facts: Handshake;
  readonly offered?: Offered & { readonly exhaustive?: true };
}

/**
 * Does one handshake tell what another hello would come to?
 *
 * @param wanted  what the other hello offers
 * @param serverNameSent  whether it would send a server name
 */
export function planOutcome<T extends AskedOnce>(
  asked: T,
  wanted: Offered,
  serverNameSent: boolean,
): Plan<T> {
  const obstacle =
    asked.facts.version === undefined
      ? obstacleOfFailure(asked, wanted, serverNameSent)
      : obstacleOfChoice(asked, wanted);
  switch (obstacle.kind) {
    case 'none':
      return { kind: 'same', as: asked, because: obstacle.because };
    case 'doubt':
      return { kind: 'must-ask', because: obstacle.because, meanwhile: asked };
    case 'open':
      return { kind: 'must-ask', because: obstacle.because };
    default:
      return obstacle.kind satisfies never;
  }
}

/** `doubt`: it may come out differently; `open`: it does, or nothing is known of how it comes out. */
interface Obstacle {
  readonly kind: 'none' | 'doubt' | 'open';
  readonly because: string;
}
const none = (because: string): Obstacle => ({ kind: 'none', because });
const doubt = (because: string): Obstacle => ({ kind: 'doubt', because });
const open = (because: string): Obstacle => ({ kind: 'open', because });

function obstacleOfFailure(
  { facts: { failure, hello, serverName }, offered }: AskedOnce,
  wanted: Offered,
  serverNameSent: boolean,
): Obstacle {
  if (failure?.step !== 'server-hello') return none('it fails before a choice');
  if (failure.kind === 'closed' || failure.kind === 'reset' || failure.kind === 'timeout')
    return doubt(`the hello ${hello} got no answer (${failure.kind})`);
  if (failure.kind !== 'alert') return none('it fails whatever is offered');
  if (failure.alert === 'unrecognized_name' && (serverName !== null) !== serverNameSent)
    return open('the server refused the name that was sent; without or with one it was not asked');
  if (!isAboutOffer(failure)) return none('it fails whatever is offered');
  const rest = offered === undefined ? [`than the hello ${hello}, perhaps`] : notAsked(wanted, offered);
  if (rest.length === 0) return none('the server refused all that this hello offers');
  const said = `the server refused our hello (${failure.alert ?? 'alert'})`;
  return open(`${said}; this sender offers ${rest.length} things more, e.g. ${rest[0]}`);
}

/** Alerts with which a server says that it shares nothing with the hello (RFC 8446 §6.2). */
const isAboutOffer = ({ alert }: HandshakeFailure): boolean =>
  alert !== 'internal_error' && alert !== 'unrecognized_name';

function obstacleOfChoice({ facts, offered }: AskedOnce, wanted: Offered): Obstacle {
  const { version, suite, failure, outcome } = facts;
  if (outcome === 'failed' && failure?.kind === 'not-tls') return none('what answers is no TLS server');
  const inside = isInside(wanted, facts);
  if (inside.kind === 'version-below') return none(`the server's best is ${version}`);
  if (inside.kind === 'outside') {
    return open(
      `the server chose ${inside.what}, which this sender does not offer; what else it takes was not asked`,
    );
  }
  if (isFar(wanted, facts)) {
    return open(
      `the server chose ${suite}, which stands so far down this sender's list that some servers never read it`,
    );
  }
  const same = none('what the server chose is within this offer');
  if (version === 'TLSv1.3') return prefersOtherKey(wanted, facts) ? doubt('it prefers RSA keys') : same;
  const rival = rivalExchange(wanted, facts, offered?.suites ?? []);
  return rival === undefined ? same : doubt(`the server may prefer ${rival}`);
}

/** An ECDSA or EdDSA certificate was shown to a hello that names those first; one that names RSA first may be shown another. */
function prefersOtherKey({ signatureSchemes }: Offered, { signatureScheme }: Handshake): boolean {
  const shown = signatureScheme ?? 'rsa';
  return !shown.startsWith('rsa') && (signatureSchemes?.[0] ?? '').startsWith('rsa');
}

type Exchange = NonNullable<Handshake['keyExchange']>;

/**
 * Before TLS 1.3 the suite decides on the key exchange, and that on what is asked of certificate and group. A suite of another exchange
 * is a rival where the hello asked with lacks it, or puts it behind the choice and the other hello before it.
 */
function rivalExchange(
  wanted: Offered,
  { suite, keyExchange }: Handshake,
  asked: readonly string[],
): string | undefined {
  if (suite === undefined || keyExchange === undefined) return undefined;
  const chosenAt = wanted.suites.indexOf(suite);
  return wanted.suites.find((name, at) => {
    const exchange = exchangeOf(name);
    if (exchange === undefined || exchange === keyExchange) return false;
    if (exchange === 'anonymous' && !asked.includes(name)) return true;
    // Wherever ECDHE is to be had, every sender puts a suite of it first.
    return keyExchange !== 'ecdhe' && at < chosenAt && asked.indexOf(name) > asked.indexOf(suite);
  });
}

function exchangeOf(name: string): Exchange | undefined {
  if (name.endsWith('_SCSV')) return undefined;
  const row = findSuite(suiteCode(name));
  if (!row) return undefined;
  if (row.authentication === 'anonymous') return 'anonymous';
  const { keyExchange } = row;
  return keyExchange === 'ecdhe' || keyExchange === 'dhe' || keyExchange === 'rsa' ? keyExchange : undefined;
}
