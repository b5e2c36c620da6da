/**
 * The parts put together: what every entry (Node, Worker, CLI, demo) shares once it has its sockets and its fetch.
 * A request goes: observe (probe/) -> judge (core/verdict.ts) -> verdict.
 */
import { cryptography } from './adapters/cryptography.ts';
import { createAddressLookup } from './adapters/doh/http-resolver.ts';
import { createResolve } from './adapters/doh/resolver.ts';
import type { Fetch } from './adapters/doh/wire.ts';
import { createIssuerFetch } from './adapters/issuer-fetch/dial.ts';
import { createDialPolicyFetch } from './adapters/policy-fetch/dial.ts';
import { createWebPolicyFetch } from './adapters/policy-fetch/web.ts';
import { readAnchors } from './adapters/roots/anchors.ts';
import { mozillaAnchors } from './adapters/roots/mozilla.ts';
import { toAscii } from './adapters/to-ascii.ts';
import { fail, ok, type Result } from './core/base/result.ts';
import type { CertificateRequest } from './core/certificate-request.ts';
import { judgeCertificate } from './core/certificate-verdict.ts';
import type { Observation } from './core/observation.ts';
import type { CertificateVerdict } from './core/report/certificate-verdict.ts';
import type { Verdict } from './core/report/schema.ts';
import type { ProbeRequest } from './core/request.ts';
import { type JudgeContext, judge } from './core/verdict.ts';
import { createAnchorStore } from './core/x509/anchors.ts';
import { type Budgets, defaultBudgets } from './probe/budgets.ts';
import { recallPolicy } from './probe/earlier-policies.ts';
import { guardAddress } from './probe/guard.ts';
import { observe } from './probe/observe.ts';
import type { Dial, FetchPolicy, PolicyMemory, ProbePorts } from './probe/ports.ts';
import { createResolverTests } from './probe/resolver-tests.ts';
import { secureStream } from './probe/tls-stream.ts';
import type { Settings } from './settings.ts';

/** For one exchange: half a step, so that the second resolver still has its turn. */
const resolverTimeoutMs = 5_000;

export interface ServiceOptions {
  readonly settings: Pick<
    Settings,
    'resolvers' | 'ehloName' | 'allowSpecialAddresses' | 'egressReferences' | 'dnssecTest'
  >;
  readonly fetch: Fetch;
  readonly dial: Dial;
  readonly fetchPolicy: FetchPolicy;
  /** Dials port 80; absent: missing issuers are not fetched. */
  readonly dialIssuers?: Dial;
  readonly vantage: { readonly id: string; readonly runtime: string };
  readonly budgets?: Budgets;
}

export type ObserveService = (
  request: Pick<ProbeRequest, 'target' | 'port' | 'depth'>,
) => Promise<Observation>;

/** The probe with everything it needs wired in. */
export function createObserve(options: ServiceOptions): ObserveService {
  const { settings, fetch } = options;
  const resolveWith = (resolvers: readonly string[], limit: { readonly leftMs?: () => number } = {}) =>
    createResolve({ resolvers, fetch, timeoutMs: resolverTimeoutMs, ...limit });
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  const { dnssecTest: names } = settings;
  const ports: ProbePorts = {
    dial: options.dial,
    createResolve: (limit) => ({
      resolve: resolveWith(settings.resolvers, limit),
      resolvers: settings.resolvers,
    }),
    ...(names && {
      testResolver: createResolverTests({ names, resolveWith: (one) => resolveWith([one]), clock }),
    }),
    fetchPolicy: options.fetchPolicy,
    ...(options.dialIssuers && { issuers: issuersOver(options.dialIssuers, settings) }),
    cryptography,
    clock,
    vantage: { ...options.vantage, ehloName: settings.ehloName },
    egressReferences: settings.egressReferences,
    allowSpecialAddresses: settings.allowSpecialAddresses,
    toAscii,
  };
  return (request) => observe(request, ports, options.budgets ?? defaultBudgets);
}

/**
 * How MTA-STS policies are fetched: over our own dial and TLS client where the runtime may dial 443, with its fetch elsewhere
 * (production Workers may not dial Cloudflare's own addresses, where many policies live).
 */
export function createPolicyFetch(options: {
  readonly dial: Dial | undefined;
  readonly allowSpecialAddresses: boolean;
}): FetchPolicy {
  const { dial, allowSpecialAddresses } = options;
  if (dial === undefined) return createWebPolicyFetch((url, init) => fetch(url, init));
  return createDialPolicyFetch({
    dial,
    lookUpAddresses: createAddressLookup,
    guard: (address) => guardAddress(address, { allowSpecial: allowSpecialAddresses }),
    secureStream,
    cryptography,
    monotonic: () => performance.now(),
  });
}

/** Missing issuers by AIA. What ends at a public anchor lacks nothing; an administrator's own roots are the judge's business. */
function issuersOver(
  dial: Dial,
  { allowSpecialAddresses }: Pick<Settings, 'allowSpecialAddresses'>,
): NonNullable<ProbePorts['issuers']> {
  return {
    fetch: createIssuerFetch({
      dial,
      lookUpAddresses: createAddressLookup,
      guard: (address) => guardAddress(address, { allowSpecial: allowSpecialAddresses }),
      monotonic: () => performance.now(),
    }),
    isAnchor: (issuer) => publicAnchors.find(issuer).length > 0,
  };
}
const publicAnchors = createAnchorStore(mozillaAnchors());

/** Mozilla's anchors and those of a PEM text. */
export function createJudgeContext(extraRootsPem: string | undefined): Result<JudgeContext, string> {
  const anchors = readAnchors(extraRootsPem);
  return anchors.ok ? ok({ anchors: anchors.value, cryptography }) : fail(anchors.error);
}

/** Let a vantage remember the policies that it fetched, so that the next look can tell what became of them. */
export function rememberPolicies(
  observeHost: ObserveService,
  context: JudgeContext,
  memory: PolicyMemory,
): ObserveService {
  return async (request) => recallPolicy(await observeHost(request), { ...context, memory });
}

/** Observe, then judge. */
export function createProbe(
  observeHost: ObserveService,
  context: JudgeContext,
): (request: ProbeRequest) => Promise<Verdict> {
  return async (request) => {
    const { senders, knownPolicy } = request;
    return judge(await observeHost(request), {
      ...context,
      ...(senders && { senders }),
      ...(knownPolicy && { knownPolicy }),
    });
  };
}

/** Judge certificates that are not deployed yet, at the present unless the question says when. */
export function createCertificateJudge(
  context: JudgeContext,
): (request: CertificateRequest) => CertificateVerdict {
  return ({ at, ...request }) => judgeCertificate({ ...request, at: at ?? new Date() }, context);
}
