/**
 * The hello to ask with after a broad one was refused: all that the profiles' senders offer, together. A server that shares nothing with
 * this one shares nothing with any of them (RFC 8446 §4.1.1), and what it picks where it does share something tells which.
 * Anonymous and rare suites come last: some servers read only the first 64.
 */
import type { ClientHelloTemplate } from '../tls/client-hello.ts';
import { groupCode } from '../tls/groups.ts';
import { broadHello } from '../tls/hellos.ts';
import { signatureSchemes } from '../tls/signature-schemes.ts';
import { suiteCode } from '../tls/suites.ts';
import { gnutlsNormal } from './hellos/gnutls-normal.ts';
import { go119 } from './hellos/go-119.ts';
import type { SenderHello } from './hellos/hello.ts';
import { nodejs18 } from './hellos/nodejs-18.ts';
import { opensmtpdOpenssl30 } from './hellos/opensmtpd-openssl30.ts';
import { opensmtpdOpenssl35 } from './hellos/opensmtpd-openssl35.ts';
import { openssl30Default } from './hellos/openssl30-default.ts';
import { openssl35Default } from './hellos/openssl35-default.ts';
import { postfixOpenssl30 } from './hellos/postfix-openssl30.ts';
import { postfixOpenssl35 } from './hellos/postfix-openssl35.ts';

/** Every hello that a profile carries; the policy variants and Gmail's are subsets. */
export const senderHellos: readonly SenderHello[] = [
  postfixOpenssl30,
  postfixOpenssl35,
  gnutlsNormal,
  openssl30Default,
  openssl35Default,
  opensmtpdOpenssl30,
  opensmtpdOpenssl35,
  go119,
  nodejs18,
];

export const everySenderHelloName = 'every-sender';

/**
 * Make the union of our broad hello and the senders' own.
 *
 * @param hellos  of the profiles
 * @returns a template for the TLS client; key shares only where the broad hello has them
 */
export function makeEverySenderHello(hellos: readonly SenderHello[]): ClientHelloTemplate {
  const named = (pick: (hello: SenderHello) => readonly string[]): string[] => [
    ...new Set(hellos.flatMap(pick)),
  ];
  const suites = named((hello) => hello.suites)
    .filter((suite) => !suite.endsWith('_SCSV'))
    .toSorted((a, b) => Number(isAnonymous(a)) - Number(isAnonymous(b)))
    .map(suiteCode);
  const groups = named((hello) => hello.groups).map(groupCode);
  const schemes = signatureSchemes
    .filter(({ name }) => hellos.some((hello) => hello.signatureSchemes.includes(name)))
    .map(({ code }) => code);
  const union = (own: readonly number[], more: readonly number[]): number[] => [
    ...new Set([...own, ...more]),
  ];
  return {
    ...broadHello,
    suites: union(broadHello.suites, suites),
    extensions: (broadHello.extensions ?? []).map((extension) => {
      if (extension.kind === 'supported_groups')
        return { ...extension, groups: union(extension.groups, groups) };
      if (extension.kind === 'signature_algorithms')
        return { ...extension, schemes: union(extension.schemes, schemes) };
      return extension;
    }),
  };
}

export const everySenderHello: ClientHelloTemplate = makeEverySenderHello(senderHellos);

function isAnonymous(suite: string): boolean {
  return suite.includes('_anon_');
}
