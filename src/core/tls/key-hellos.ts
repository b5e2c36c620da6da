/**
 * Hellos that take one kind of key only: what a server with several certificates shows to whom (RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1).
 * The broad hello is answered with the certificate that the server likes best; a sender with another taste gets another,
 * so a TLSA record that matches the one says nothing about the other (RFC 7671 §8).
 */
import type { ClientHelloTemplate } from './client-hello.ts';
import type { Handshake } from './facts.ts';
import type { HelloExtension } from './hello-extensions.ts';
import { broadHello } from './hellos.ts';
import type { LeafKeyKind } from './leaf-key.ts';
import { findSignatureScheme, signatureSchemes } from './signature-schemes.ts';
import { findSuite, type SuiteAuthentication } from './suites.ts';

export const keyKinds = ['rsa', 'ecdsa', 'eddsa'] as const;
export type KeyKind = (typeof keyKinds)[number];

interface KeyTraits {
  /** Of suites up to TLS 1.2; EdDSA keys go with the ECDSA ones (RFC 8422 §5.1). */
  readonly authentication: SuiteAuthentication;
  readonly keys: readonly LeafKeyKind[];
}

const traits: Readonly<Record<KeyKind, KeyTraits>> = {
  rsa: { authentication: 'rsa', keys: ['rsa', 'rsa-pss'] },
  ecdsa: { authentication: 'ecdsa', keys: ['ec'] },
  eddsa: { authentication: 'ecdsa', keys: ['ed25519', 'ed448'] },
};

/** The broad hello, made to accept one kind of key; how the certificates above the leaf are signed stays open. */
export function keyHello(kind: KeyKind): { readonly name: string; readonly template: ClientHelloTemplate } {
  const { authentication, keys } = traits[kind];
  const suites = broadHello.suites.filter((code) => {
    const suite = findSuite(code);
    // What is no suite of the table is a signal (RFC 5746): it stays.
    return !suite || suite.authentication === 'tls13' || suite.authentication === authentication;
  });
  const extensions = broadHello.extensions?.flatMap((extension): HelloExtension[] => {
    if (extension.kind !== 'signature_algorithms') return [extension];
    const schemes = extension.schemes.filter((code) => {
      const key = findSignatureScheme(code)?.key;
      return key !== undefined && keys.includes(key);
    });
    return [
      { ...extension, schemes },
      { kind: 'signature_algorithms_cert', schemes: extension.schemes },
    ];
  });
  return { name: `only-${kind}`, template: { ...broadHello, suites, extensions: extensions ?? null } };
}

/** The kind of key that a completed handshake was signed with; undefined: not known, or nobody was authenticated. */
export function keyKindOf({ signatureScheme, keyExchange }: Handshake): KeyKind | undefined {
  if (keyExchange === 'rsa') return 'rsa';
  if (signatureScheme === undefined) return undefined;
  const key = signatureSchemes.find(({ name }) => name === signatureScheme)?.key;
  if (key === undefined) return signatureScheme.startsWith('rsa_') ? 'rsa' : undefined;
  return keyKinds.find((kind) => traits[kind].keys.includes(key));
}
