/**
 * What an enumeration asks for: which suites, groups and signature schemes of the registries a mail server might have, the likely first.
 * Kerberos, PSK, SRP and fixed Diffie-Hellman wait until the end, all in one hello: no mail server was ever seen with them.
 */
import { signalling } from './code-points.ts';
import { groups } from './groups.ts';
import { isOurs, signatureSchemes } from './signature-schemes.ts';
import { findSuite, type Suite, suites } from './suites.ts';

const isSignal = ({ code }: Suite): boolean => Object.values<number>(signalling).includes(code);
const real = suites.filter((suite) => !isSignal(suite) && suite.code !== 0);

/** Key exchanges by name, the likely first. */
const exchanges = [
  'ECDHE_RSA',
  'ECDHE_ECDSA',
  'DHE_RSA',
  'RSA',
  'ECDH_anon',
  'DH_anon',
  'DHE_DSS',
  'RSA_EXPORT',
  'DHE_RSA_EXPORT',
  'DH_anon_EXPORT',
  'DHE_DSS_EXPORT',
];
const exchangeOf = ({ name }: Suite): number =>
  exchanges.indexOf(/^TLS_(.+)_WITH_/.exec(name)?.[1]?.replace(/_EXPORT1024$/, '_EXPORT') ?? '');

/** Before TLS 1.3: a mail server may have these. */
export const plausibleSuites: readonly number[] = real
  .filter((suite) => suite.keyExchange !== 'tls13' && exchangeOf(suite) >= 0)
  .toSorted((a, b) => rankOf(a) - rankOf(b))
  .map(({ code }) => code);

/** All that is common before all that is not, then by key exchange, AEADs before CBC; a ChaCha20 suite is never the first. */
function rankOf(suite: Suite): number {
  const cipher = suite.name.includes('GCM') ? 0 : suite.name.includes('CHACHA') ? 1 : 2;
  return blockOf(suite) * 10 + cipher;
}

/** Suites of one block are alike but for their cipher: turning the order round inside it changes little else. */
export function blockOf(suite: Suite): number {
  const rare = /CAMELLIA|ARIA|CCM|SEED|IDEA|NULL|_DES|RC2|RC4|EXPORT|GOST|SM4/.test(suite.name);
  return (rare ? exchanges.length : 0) + exchangeOf(suite);
}

/** The same, but led by no ChaCha20 suite: some servers take that for a wish (OpenSSL's PRIORITIZE_CHACHA). */
export function ledByAnother(suites: readonly number[]): number[] {
  const at = suites.findIndex((code) => !(findSuite(code)?.name ?? '').includes('CHACHA20'));
  if (at <= 0) return [...suites];
  return [...suites.slice(at, at + 1), ...suites.slice(0, at), ...suites.slice(at + 1)];
}

export const tls13Suites: readonly number[] = real
  .filter((suite) => suite.keyExchange === 'tls13')
  .map(({ code }) => code);

/** Everything else in the registry that is no TLS 1.3 suite. */
export const implausibleSuites: readonly number[] = real
  .filter((suite) => !plausibleSuites.includes(suite.code) && !tls13Suites.includes(suite.code))
  .map(({ code }) => code);

/** What can be agreed in; `completed` groups only, since an answer in another could not be told from a refusal of it. */
export const askedGroups: readonly number[] = groups
  .filter(({ exchange }) => exchange !== undefined)
  .map(({ code }) => code);
/** Before TLS 1.3 neither hybrids nor finite fields are named for ECDHE. */
export const askedCurves: readonly number[] = groups
  .filter(({ exchange }) => exchange?.kind === 'curve')
  .map(({ code }) => code);

export const askedSchemes: readonly number[] = signatureSchemes.filter(isOurs).map(({ code }) => code);
export const askedSchemes13: readonly number[] = signatureSchemes
  .filter((scheme) => isOurs(scheme) && scheme.tls13)
  .map(({ code }) => code);
