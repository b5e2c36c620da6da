/**
 * A domain's MTA-STS as a sender finds it: the record first, the policy only where exactly one record asks for it (RFC 8461 §3.1), or
 * does by the reading of senders that are less strict.
 */
import { lookupMtaStsRecord } from '../core/dns/policy-records.ts';
import type { MtaStsObservation } from '../core/mta-sts/observation.ts';
import { readMtaStsRecord } from '../core/mta-sts/record.ts';
import type { ProbeContext } from './context.ts';

export async function observeMtaSts(domain: string, context: ProbeContext): Promise<MtaStsObservation> {
  const record = await lookupMtaStsRecord(context.resolve, domain);
  const read = readMtaStsRecord(record);
  const asks = read.kind === 'record' || (read.kind !== 'unknown' && read.despite);
  if (!asks) return { record };
  return await context.gate.run(async () => {
    const { timeoutMs, cut } = context.deadline.step();
    const fetch = await context.ports.fetchPolicy(domain, { timeoutMs, resolve: context.resolve });
    // Cut short by our own budget, a fetch says nothing about the policy host.
    return fetch.outcome === 'timeout' && cut ? { record } : { record, fetch };
  });
}
