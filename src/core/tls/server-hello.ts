/**
 * The first answer: which version, which suite, and is it one that we offered?
 * Rules common to all versions: RFC 8446 §4.1.3, §4.2.1; RFC 5246 §7.4.1.3. Then handshake-13 or handshake-12 goes on.
 */
import { equalBytes } from '../base/bytes.ts';
import { asciiBytes } from '../base/text.ts';
import type { Cryptography } from '../cryptography.ts';
import {
  extensionName,
  extensionTypes,
  isGrease,
  nullCompression,
  signalling,
  versionName,
  versions,
} from './code-points.ts';
import { incompatible, misbehaved } from './fault.ts';
import type { HandshakeContext } from './handshake-context.ts';
import { decode } from './handshake-reader.ts';
import type { Extensions, ServerHello } from './messages.ts';
import { findSuite, type Suite, type SuiteCipher, suiteName } from './suites.ts';

/** A suite that we can complete. */
export type UsableSuite = Suite & { readonly cipher: SuiteCipher };

/** The random of a ServerHello that is a HelloRetryRequest: a SHA-256 (RFC 8446 §4.1.3). */
export const isRetryRequest = (cryptography: Cryptography, { random }: ServerHello): boolean =>
  equalBytes(random, cryptography.hash('sha256', asciiBytes('HelloRetryRequest')));

/** Record version and suite, check the version. @throws HandshakeFault */
export function chooseVersion(context: HandshakeContext, hello: ServerHello): number {
  const selected = hello.extensions.get(extensionTypes.supported_versions);
  const version =
    selected === undefined
      ? hello.legacyVersion
      : decode('supported_versions', selected, (reader) => reader.uint16());
  context.facts.version = versionName(version);
  context.facts.suite = suiteName(hello.suite);
  const offered = context.offeredVersions;
  const text = {
    expected: offered.map(versionName).join(' ') || versionName(context.hello.legacyVersion),
    received: versionName(version),
  };
  // A hello for SSL 3.0 offers nothing that is completed here: its answer is recognised, anything newer was not offered.
  const oldest = offered.length > 0 ? Math.min(...offered) : versions.tls10;
  if (version < oldest) {
    throw incompatible('protocol_version', {
      code: 'unsupported-version',
      ...text,
      detail: 'the server speaks only an older version',
    });
  }
  const viaExtension = selected !== undefined;
  // TLS 1.3 is chosen in the extension, older versions outside of it, and never the other way round.
  if (!offered.includes(version) || viaExtension !== version >= versions.tls13) {
    throw misbehaved('illegal_parameter', {
      code: 'unoffered-version',
      ...text,
      detail: 'the server picked a version that was not offered',
    });
  }
  if (version >= versions.tls13 && hello.legacyVersion !== versions.tls12) {
    throw misbehaved('illegal_parameter', {
      code: 'bad-legacy-version',
      expected: versionName(versions.tls12),
      received: versionName(hello.legacyVersion),
      detail: 'legacy_version of a TLS 1.3 ServerHello is not TLS 1.2',
    });
  }
  return version;
}

/** Check the suite and the compression. @throws HandshakeFault */
export function chooseSuite(context: HandshakeContext, hello: ServerHello, version: number): UsableSuite {
  const name = suiteName(hello.suite);
  const isSignal = Object.values<number>(signalling).includes(hello.suite) || isGrease(hello.suite);
  if (!context.hello.suites.includes(hello.suite) || isSignal) {
    throw misbehaved('illegal_parameter', {
      code: 'unoffered-suite',
      expected: context.hello.suites.map(suiteName).join(' '),
      received: name,
      detail: 'the server picked a cipher suite that was not offered',
    });
  }
  const suite = findSuite(hello.suite);
  const fits = suite === undefined || suiteFits(suite, version);
  if (!fits) {
    throw misbehaved('illegal_parameter', {
      code: 'suite-version-mismatch',
      expected: `a suite of ${versionName(version)}`,
      received: name,
      detail: 'the cipher suite does not belong to the version',
    });
  }
  if (hello.compression !== nullCompression && context.hello.compressionMethods.includes(hello.compression)) {
    throw incompatible('handshake_failure', {
      code: 'compression',
      received: `method ${hello.compression}`,
      detail: 'the server compresses, as was offered; this is not undone here',
    });
  }
  if (hello.compression !== nullCompression) {
    throw misbehaved('illegal_parameter', {
      code: 'compression',
      expected: 'no compression',
      received: `method ${hello.compression}`,
      detail: 'the server picked a compression that was not offered',
    });
  }
  if (suite?.cipher === undefined || !suite.completed || !isSupported(context.cryptography, suite.cipher)) {
    throw incompatible('handshake_failure', {
      code: 'unsupported-suite',
      received: name,
      detail: 'the server picked a cipher suite that was offered, but cannot be completed here',
    });
  }
  return { ...suite, cipher: suite.cipher };
}

/** A server may answer only extensions that were asked for (RFC 8446 §4.2, RFC 5246 §7.4.1.4). @throws HandshakeFault */
export function mustBeOffered(context: HandshakeContext, extensions: Extensions, where: string): void {
  for (const type of extensions.keys()) {
    const signalled =
      type === extensionTypes.renegotiation_info &&
      context.hello.suites.includes(signalling.renegotiationInfo);
    if (context.isOfferedExtension(type) || signalled) continue;
    throw misbehaved('unsupported_extension', {
      code: 'unoffered-extension',
      expected: 'extensions of the ClientHello only',
      received: extensionName(type),
      detail: `${where} has an extension that was not offered`,
    });
  }
}

/** Extensions that this message may not carry (RFC 8446 §4.2). @throws HandshakeFault */
export function mustBeAmong(extensions: Extensions, allowed: readonly number[], where: string): void {
  for (const type of extensions.keys()) {
    if (allowed.includes(type)) continue;
    throw misbehaved('illegal_parameter', {
      code: 'misplaced-extension',
      expected: allowed.map(extensionName).join(' '),
      received: extensionName(type),
      detail: `${where} has an extension that belongs elsewhere`,
    });
  }
}

function suiteFits(suite: Suite, version: number): boolean {
  if (version >= versions.tls13) return suite.keyExchange === 'tls13';
  if (suite.keyExchange === 'tls13') return false;
  return version >= versions.tls12 || !suite.tls12Only;
}

function isSupported(cryptography: Cryptography, cipher: SuiteCipher): boolean {
  if (cipher.kind === 'null') return true;
  return cryptography.supports(cipher.kind === 'aead' ? cipher.aead : cipher.cipher);
}
