/**
 * Does a handshake made with our own hello tell what a sender's would get? Where it does not, the question is asked in the sender's name
 * (targeted-handshakes.ts). What the server may weigh: which versions, suites, groups and signatures are offered, in which order, and how
 * far it reads (RFC 8446 §4.1.1, RFC 5246 §7.4.1.3). Left out: rivals of the same kind, which change no outcome.
 */

import type { Handshake } from '../tls/facts.ts';
import { broadHello } from '../tls/hellos.ts';
import { findSuite, suiteCode, suiteName } from '../tls/suites.ts';
import type { SenderHello } from './hellos/hello.ts';
import { isInside } from './offer.ts';

/** Some servers read no more than 64 suites; a choice behind that place may never be seen. */
export const surelyReadSuites = 63;

/**
 * Why it is worth asking with the sender's own hello.
 *
 * @param handshake  made with another hello, with the sender's use of SNI where there was one
 * @returns nothing where the answer is known
 */
export function openQuestion(hello: SenderHello, handshake: Handshake): string | undefined {
  const { failure, outcome, version } = handshake;
  if (version === undefined) {
    const silent = failure?.kind === 'closed' || failure?.kind === 'reset' || failure?.kind === 'timeout';
    return silent && failure.step === 'server-hello'
      ? `our hello got no answer (${failure.kind})`
      : undefined;
  }
  if (outcome === 'failed' && failure?.kind === 'not-tls') return undefined;
  const inside = isInside(hello, handshake);
  if (inside.kind === 'version-below') return undefined;
  if (inside.kind === 'outside') return `the server chose ${inside.what}`;
  if (isFar(hello, handshake)) return 'the server may not read its list to the end';
  if (version === 'TLSv1.3') return prefersOtherKey(hello, handshake) ? 'it prefers RSA keys' : undefined;
  return rivalExchange(hello, handshake);
}

/** The server's choice stands so far down the sender's list that some servers would not find it. */
export function isFar(hello: SenderHello, { suite }: Handshake): boolean {
  return suite !== undefined && hello.suites.indexOf(suite) >= surelyReadSuites;
}

/** An ECDSA or EdDSA certificate was shown to a hello that names those first; one that names RSA first may be shown another. */
function prefersOtherKey({ signatureSchemes }: SenderHello, { signatureScheme }: Handshake): boolean {
  const shown = signatureScheme ?? 'rsa';
  return !shown.startsWith('rsa') && (signatureSchemes[0] ?? '').startsWith('rsa');
}

type Exchange = NonNullable<Handshake['keyExchange']>;

/**
 * Before TLS 1.3 the suite decides on the key exchange, and that on what is asked of certificate and group. A suite of another exchange
 * is a rival where our hello lacks it, or puts it behind the choice and the sender before it.
 */
function rivalExchange(hello: SenderHello, { suite, keyExchange }: Handshake): string | undefined {
  if (suite === undefined || keyExchange === undefined) return undefined;
  const asked = broadHello.suites.map(suiteName);
  const chosenAt = hello.suites.indexOf(suite);
  const rival = hello.suites.find((name, at) => {
    const exchange = exchangeOf(name);
    if (exchange === undefined || exchange === keyExchange) return false;
    if (exchange === 'anonymous') return true;
    // Wherever ECDHE is to be had, every sender puts a suite of it first.
    return keyExchange !== 'ecdhe' && at < chosenAt && asked.indexOf(name) > asked.indexOf(suite);
  });
  return rival === undefined ? undefined : `the server may prefer ${rival}`;
}

function exchangeOf(name: string): Exchange | undefined {
  if (name.endsWith('_SCSV')) return undefined;
  const row = findSuite(suiteCode(name));
  if (!row) return undefined;
  if (name.includes('_anon_')) return 'anonymous';
  if (name.startsWith('TLS_ECDHE_')) return 'ecdhe';
  if (name.startsWith('TLS_DHE_')) return 'dhe';
  return name.startsWith('TLS_RSA_') ? 'rsa' : undefined;
}
