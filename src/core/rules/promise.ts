/**
 * What the domain has promised senders about TLS at a mail host: a promise that can't be kept loses mail (RFC 7672 §2.2, RFC 8461 §5),
 * the same defect without a promise hurts nobody who sends opportunistically (RFC 7435 §3).
 */
import { judgeTlsaRecords } from '../dane/records.ts';
import type { ChainPlace, HostPlace } from './places.ts';
import type { Severity } from './rule.ts';

/** `required`: some senders wait or bounce rather than go without; `announced`: MTA-STS in testing mode; `none`: nothing published. */
export function tlsPromise({ host, facts }: HostPlace): 'required' | 'announced' | 'none' {
  if (host.dane.kind === 'records' || host.mtaSts?.mode === 'enforce') return 'required';
  // Submission clients demand TLS by themselves (RFC 8314 §3).
  if (facts.observation.port !== 25) return 'required';
  return host.mtaSts?.mode === 'testing' ? 'announced' : 'none';
}

/** What it weighs that a host has no TLS to offer, though senders would go on in the clear. */
export function missingTlsSeverity(place: HostPlace): Severity {
  return tlsPromise(place) === 'required' ? 'error' : 'warning';
}

/** Which check of a certificate failed: its dates, its name, its purpose, or who vouches for it. */
export type CertificateCheck = 'dates' | 'name' | 'purpose' | 'trust';

/**
 * What a certificate fault weighs here. Opportunistic senders don't verify (C90), so without a promise it is a notice.
 * DANE-EE looks at none of it (RFC 7672 §3.1.1; C93), DANE-TA at all but the public CAs (RFC 7671 §5.2; C33, C35).
 */
export function certificateSeverity(place: ChainPlace, check: CertificateCheck): Severity {
  const { host, facts } = place;
  if (facts.observation.port !== 25 || host.mtaSts?.mode === 'enforce') return 'error';
  const dane = daneSeverity(place, check);
  if (dane === 'error') return dane;
  return host.mtaSts?.mode === 'testing' ? 'warning' : (dane ?? 'notice');
}

/** Nothing where DANE is not in force for the whole way (RFC 7672 §2.2.1), or authenticates nobody. */
function daneSeverity({ host, chain }: ChainPlace, check: CertificateCheck): 'error' | 'info' | undefined {
  if (host.dane.kind !== 'records' || !host.dane.routingSecure) return undefined;
  if (!chain.dane || chain.dane.kind === 'unusable') return undefined;
  if (chain.dane.kind === 'matched' || check === 'trust') return 'info';
  const usable = judgeTlsaRecords(host.dane.records).filter(({ standing }) => standing.kind === 'usable');
  return usable.some(({ record }) => record.usage === 2) ? 'error' : 'info';
}
