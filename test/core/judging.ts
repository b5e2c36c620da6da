/**
 * From an Observation to facts and findings, with the one root of test/fixtures/observations trusted.
 */
import { cryptography } from '../../src/adapters/cryptography.ts';
import { fromBase64 } from '../../src/core/base/text.ts';
import { deriveFacts } from '../../src/core/facts/derive.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Observation } from '../../src/core/observation.ts';
import { findAll, severityOf } from '../../src/core/rules/engine.ts';
import type { Finding } from '../../src/core/rules/rule.ts';
import { anchorOf, createAnchorStore } from '../../src/core/x509/anchors.ts';
import { fingerprints, parseCertificate } from '../../src/core/x509/certificate.ts';
import type { CertificateFacts } from '../../src/core/x509/certificate-facts.ts';
import { certificates } from '../fixtures/observations/certificates.ts';
import { type CertificateName, judgedAt } from './observation-builder.ts';

export { cryptography };

export function certificateNamed(name: CertificateName): CertificateFacts {
  const der = fromBase64(certificates[name]);
  const parsed = der.ok ? parseCertificate(der.value) : der;
  if (!parsed.ok) throw new Error(`fixture ${name}: ${JSON.stringify(parsed.error)}`);
  return parsed.value;
}

export function fingerprintOf(name: CertificateName): string {
  return fingerprints(certificateNamed(name).der, cryptography).certificate;
}

export function spkiOf(name: CertificateName): string {
  return fingerprints(certificateNamed(name).der, cryptography).spki;
}

export const anchors = createAnchorStore([anchorOf(certificateNamed('root'), fingerprintOf('root'))]);

export function factsOf(observation: Observation, at: string = judgedAt): Facts {
  return deriveFacts(observation, { anchors, cryptography, now: new Date(at) });
}

export function findingsOf(observation: Observation, at?: string): readonly Finding[] {
  return findAll(factsOf(observation, at));
}

/** `id severity`, sorted: what a test compares, so that a missing and an unexpected finding both fail. */
export function idsOf(findings: readonly Finding[]): string[] {
  return findings.map((finding) => `${finding.rule.id} ${severityOf(finding)}`).sort();
}
