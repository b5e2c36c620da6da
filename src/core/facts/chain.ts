/**
 * One chain as it came over the wire -> parsed, its path validated, its name and its TLSA records matched.
 * Trusted, matched and authenticated stay three different facts (RFC 5280 §6, RFC 9525, RFC 7672).
 * A peer chose the chain: what it costs is bounded, and worked out once for all sessions that show it (chain-work.ts).
 */
import { fail, ok, type Result } from '../base/result.ts';
import type { Cryptography } from '../cryptography.ts';
import { keyRecordBeside } from '../dane/publish.ts';
import type { ChainDane, ChainFacts, HostDane, ReadRefusal } from '../facts.ts';
import type { HostObservation, Observation } from '../observation.ts';
import type { Handshake } from '../tls/facts.ts';
import { maxChainCertificates } from '../x509/certificate.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import { matchHostName } from '../x509/names.ts';
import { validatePath } from '../x509/path.ts';
import type { PathResult } from '../x509/path-result.ts';
import { chainPathBudget } from '../x509/path-work.ts';
import { checkStaple, type StapleResult } from '../x509/staple.ts';
import { type ChainContext, decode, type SeenChain } from './chain-work.ts';
import { chainDane, hostDane } from './dane.ts';

export interface ChainInput {
  readonly handshake: Handshake;
  readonly host: HostObservation;
  readonly dane: HostDane;
  /** Its mail domain is a reference identifier of its own under DANE-TA (RFC 7672 §3.2.2). */
  readonly observation: Observation;
  readonly context: ChainContext;
}

/**
 * @returns nothing where no certificate was sent; `unreadable` where the leaf is no certificate we can read
 */
export function deriveChain(input: ChainInput): { chain?: ChainFacts; unreadable?: ReadRefusal } {
  const { handshake, host, dane, context } = input;
  if (handshake.certificates.length === 0) return {};
  const found = seeChain(handshake.certificates, input);
  if (!found.ok) return { unreadable: found.error };
  const seen = found.value;
  const { certificates, fingerprints, refused, leaf, path, fetchedPath } = seen;
  const name = once(seen.names, host.name, () => matchHostName(leaf, host.name));
  const held = once(seen.dane, dane, () => chainDane(input, seen));
  const elsewhere = once(seen.daneElsewhere, dane, () => daneElsewhere(input, seen));
  const keyRecord = once(seen.keyRecords, dane, () => {
    const published = dane.kind === 'records' ? dane.records : [];
    const key = { certificate: leaf, spkiSha256: fingerprints[0]?.spki ?? '' };
    return keyRecordBeside(published, key, context.cryptography);
  });
  const { ocspResponse } = handshake;
  const staple =
    ocspResponse === undefined
      ? undefined
      : once(seen.staples, ocspResponse, () => readStaple(ocspResponse, seen, context));
  return {
    chain: {
      certificates,
      fingerprints,
      refused,
      leaf,
      fingerprint: fingerprints[0]?.certificate ?? '',
      path,
      ...(fetchedPath && { fetchedPath }),
      name,
      ...(held && { dane: held }),
      ...(elsewhere.size > 0 && { daneElsewhere: elsewhere }),
      keyRecord,
      ...(staple && { staple }),
    },
  };
}

/** An alias may have TLSA records of its own beside those where it leads to, and some senders ask for one of them alone (RFC 7672 §2.2.2). */
function daneElsewhere(input: ChainInput, seen: SeenChain): ReadonlyMap<string, ChainDane> {
  const { host, dane, observation } = input;
  const { tlsa } = host;
  if (tlsa.kind !== 'asked') return new Map();
  const usual = dane.kind === 'records' ? dane.answer.name : undefined;
  const others = tlsa.answers.filter(({ name }) => name !== usual);
  return new Map(
    others.flatMap((answer) => {
      const other = hostDane(observation, { ...host, tlsa: { ...tlsa, answers: [answer] } });
      const held = chainDane({ ...input, dane: other }, seen);
      return held ? [[answer.name, held] as const] : [];
    }),
  );
}

/** Whichever session showed it. @returns why its leaf was not read */
function seeChain(
  texts: readonly string[],
  { observation, context }: ChainInput,
): Result<SeenChain, ReadRefusal> {
  const { work } = context;
  const sent = texts.slice(0, maxChainCertificates).map((text) => work.see(text));
  const key = `${sent.map(({ id }) => id).join()} of ${texts.length}`;
  return once(work.chains, key, () => {
    const [first, ...others] = sent.flatMap(({ read }) => (read.ok ? [read.value] : []));
    const refusal = sent[0]?.read;
    if (refusal?.ok === false) return fail(refusal.error);
    if (!first) throw new TypeError('a chain without a certificate');
    const refused = sent.flatMap(({ read }, position) =>
      read.ok ? [] : [{ position, reason: `${read.error.code}: ${read.error.detail}` }],
    );
    const surplus = texts.length - sent.length;
    if (surplus > 0) {
      const reason = `budget: of ${texts.length} certificates the first ${maxChainCertificates} are read`;
      refused.push({ position: maxChainCertificates, reason });
    }
    const isCut = surplus > 0 || sent.some(({ read }) => !read.ok && read.error.code === 'budget');
    const leaf = first.facts;
    const intermediates = others.map(({ facts }) => facts);
    const path = pathOf(leaf, intermediates, isCut, context);
    const fetched = path.problems.some(({ code }) => code === 'missing-issuer')
      ? fetchedIssuers(observation, work)
      : [];
    return ok({
      certificates: [leaf, ...intermediates],
      fingerprints: [first, ...others].map((each) => each.fingerprints),
      refused,
      leaf,
      path,
      ...(fetched.length > 0 && {
        fetchedPath: pathOf(leaf, [...intermediates, ...fetched], isCut, context),
      }),
      sent,
      isCut,
      names: new Map(),
      dane: new Map(),
      daneElsewhere: new Map(),
      keyRecords: new Map(),
      staples: new Map(),
    });
  });
}

function pathOf(
  leaf: CertificateFacts,
  sent: readonly CertificateFacts[],
  isCut: boolean,
  { anchors, now, cryptography, work }: ChainContext,
): PathResult {
  const cost = { budget: chainPathBudget, work: work.paths, isCut };
  return validatePath({ leaf, sent, anchors, now, cryptography, purpose: 'serverAuth', ...cost });
}

/** What was fetched by AIA for any chain of the probe; strangers among them do no harm. */
function fetchedIssuers({ issuers = [] }: Observation, work: ChainContext['work']): CertificateFacts[] {
  const texts = issuers.flatMap(({ certificates }) => certificates).slice(0, maxChainCertificates);
  return texts.flatMap((text) => {
    const { read } = work.see(text);
    return read.ok ? [read.value.facts] : [];
  });
}

/** Its issuer is the next of the path, or the anchor right above the leaf. */
function readStaple(
  ocspResponse: string,
  { leaf, path: { path, anchor } }: SeenChain,
  { now, cryptography, work }: ChainContext,
): StapleResult {
  const issuerKey = path[1]?.publicKey.spki ?? (path.length === 1 ? anchor?.spki : undefined);
  const response = decode(ocspResponse);
  const { left } = work.paths;
  const limited: Pick<Cryptography, 'hash' | 'verify'> = {
    hash: cryptography.hash,
    verify(input) {
      if (left.signatureChecks <= 0) return 'unsupported';
      left.signatureChecks--;
      return cryptography.verify(input);
    },
  };
  return checkStaple({ response, leaf, now, cryptography: limited, ...(issuerKey && { issuerKey }) });
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
