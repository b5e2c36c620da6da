/**
 * What the domain has promised senders about TLS at a mail host: a promise that can't be kept loses mail (RFC 7672 §2.2, RFC 8461 §5),
 * the same defect without a promise hurts nobody who sends opportunistically (RFC 7435 §3).
 */
import type { HostPlace } from './places.ts';
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
 * What a certificate fault weighs at this host. Opportunistic senders don't verify (C90), so without a promise it is a notice.
 * DANE-EE looks at none of it (RFC 7672 §3.1.1), DANE-TA at all but the public CAs (RFC 7671 §5.2).
 */
export function certificateSeverity(place: HostPlace, check: CertificateCheck): Severity {
  const { host, facts } = place;
  if (facts.observation.port !== 25 || host.mtaSts?.mode === 'enforce') return 'error';
  const usages = host.dane.kind === 'records' ? host.dane.records.map(({ usage }) => usage) : [];
  if (usages.includes(2) && check !== 'trust') return usages.includes(3) ? 'warning' : 'error';
  if (host.mtaSts?.mode === 'testing') return 'warning';
  if (usages.includes(2) || usages.includes(3)) return 'info';
  return 'notice';
}
