/**
 * The first step of the flow, and the only one that does I/O: a target becomes an Observation.
 *
 *   1. Who takes the mail? MX, implicit MX, null MX (core/dns); beside it MTA-STS and TLS-RPT.
 *   2. For each mail host: addresses, then TLSA (RFC 7672 §2.2.2), then the guard.
 *   3. For each address: the sessions of its wave, at most so many at once.
 *   4. Issuers that servers left out of their chains, where they can be fetched (AIA).
 *   5. Where nothing at all could be reached: is the port closed to us?
 */
import { rememberAnswers } from '../core/dns/evidence.ts';
import { lookupMailHosts, type MailHostsLookup } from '../core/dns/mail-hosts.ts';
import { lookupTlsRptRecord } from '../core/dns/policy-records.ts';
import { type Observation, observationVersion, type Port } from '../core/observation.ts';
import type { Target } from '../core/target.ts';
import { type Budgets, budgetsFor, Deadline, defaultBudgets, Gate } from './budgets.ts';
import type { ProbeContext } from './context.ts';
import { testEgress } from './egress.ts';
import { observeIssuers } from './issuers.ts';
import { observeHost } from './mail-host.ts';
import { observeMtaSts } from './mta-sts.ts';
import type { ProbePorts } from './ports.ts';
import { limitQuestions } from './question-budget.ts';
import { discountAnswers } from './resolver-tests.ts';

export interface ObserveRequest {
  readonly target: Target;
  readonly port: Port;
  /** Default: normal. */
  readonly depth?: Observation['depth'];
}

/**
 * Measure. Never rejects for what the network or a peer does: that is in the Observation.
 *
 * @returns within `budgets.probeMs`, give or take one courtesy QUIT
 */
export async function observe(
  request: ObserveRequest,
  ports: ProbePorts,
  given: Budgets = defaultBudgets,
): Promise<Observation> {
  const { depth = 'normal' } = request;
  const budgets = budgetsFor(depth, given);
  const startedAt = ports.clock.now().toISOString();
  const deadline = new Deadline(() => ports.clock.monotonic(), budgets);
  const { resolve, resolvers } = ports.createResolve({ leftMs: () => deadline.leftMs });
  const limited = limitQuestions(resolve, { most: budgets.dnsQuestions, resolver: resolvers[0] ?? '' });
  const discounted = discountAnswers(limited, ports.testResolver);
  const dns = rememberAnswers(discounted.resolve);
  const context: ProbeContext = {
    ports,
    resolve: dns.resolve,
    budgets,
    deadline,
    gate: new Gate(budgets.connectionsAtOnce),
    port: request.port,
    depth,
  };
  const { target, port } = request;
  const [mail, policies] = await Promise.all([
    observeMail(request, context),
    observePolicies(request, context),
  ]);
  const egress = await testEgress(mail.hosts, context);
  const issuers = await observeIssuers(mail.hosts, context);
  const resolverTests = await discounted.tests();
  return {
    version: observationVersion,
    input: target.input,
    host: target.host,
    ...(target.unicodeHost !== undefined && { unicodeHost: target.unicodeHost }),
    form: target.form,
    port,
    depth,
    startedAt,
    finishedAt: ports.clock.now().toISOString(),
    vantage: {
      ...ports.vantage,
      resolvers: [...resolvers],
      ...(resolverTests.length > 0 && { resolverTests }),
    },
    ...mail,
    ...policies,
    ...(issuers.length > 0 && { issuers: [...issuers] }),
    egress,
    dns: [...dns.answers()],
  };
}

async function observeMail(
  request: ObserveRequest,
  context: ProbeContext,
): Promise<Pick<Observation, 'routing' | 'hosts'>> {
  const { routing, hosts } = await findMailHosts(request, context);
  const observed = hosts.map((host, i) =>
    observeHost(host, { ...context, beyondBudget: i >= context.budgets.mailHosts }),
  );
  return { routing, hosts: await Promise.all(observed) };
}

/** Submission ports and `[host]` dial the host itself; only mail for a domain is routed by MX. */
async function findMailHosts(
  { target, port }: ObserveRequest,
  { resolve }: ProbeContext,
): Promise<Pick<Observation, 'routing'> & { hosts: { name: string; preference: number | null }[] }> {
  if (target.form === 'mail-host' || port !== 25) {
    return { routing: { kind: 'direct' }, hosts: [{ name: target.host, preference: null }] };
  }
  const { routing, hosts }: MailHostsLookup = await lookupMailHosts(resolve, target.host);
  return { routing, hosts: [...hosts] };
}

async function observePolicies(
  { target, port }: ObserveRequest,
  context: ProbeContext,
): Promise<Pick<Observation, 'mtaSts' | 'tlsRpt'>> {
  if (target.form === 'mail-host' || port !== 25) return {};
  const [mtaSts, tlsRpt] = await Promise.all([
    observeMtaSts(target.host, context),
    lookupTlsRptRecord(context.resolve, target.host),
  ]);
  return { mtaSts, tlsRpt };
}
