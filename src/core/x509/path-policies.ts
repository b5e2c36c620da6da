/**
 * Certificate policies along a path (RFC 5280 §6.1.3 (d)-(f), §6.1.4, §6.1.5), asked for any policy.
 * Then the valid-policy tree only matters by being empty or not, so a set of valid policies stands for its lowest level.
 */
import type { CertificateFacts } from './certificate-facts.ts';

const anyPolicy = '2.5.29.32.0';

interface State {
  explicit: number;
  mapping: number;
  anyAllowed: number;
  /** `any`: the tree holds anyPolicy. */
  valid: ReadonlySet<string> | 'any';
}

/**
 * Find where a path that must have a policy has none.
 *
 * @param path  leaf first, without the anchor
 * @returns the depth of the certificate where the last valid policy is lost, or nothing
 */
export function findPolicyLoss(path: readonly CertificateFacts[]): number | undefined {
  const state: State = { explicit: Infinity, mapping: Infinity, anyAllowed: Infinity, valid: 'any' };
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const certificate = path[depth];
    if (!certificate) continue;
    const intermediate = depth > 0;
    state.valid = narrow(state, certificate, intermediate);
    if (state.explicit <= 0 && isEmpty(state.valid)) return depth;
    if (intermediate) prepareNext(state, certificate);
  }
  const wrapUp = state.explicit <= 1 || path[0]?.policyConstraints?.requireExplicitPolicy === 0;
  return wrapUp && isEmpty(state.valid) ? 0 : undefined;
}

const isEmpty = (valid: State['valid']) => valid !== 'any' && valid.size === 0;

/** RFC 5280 §6.1.3 (d), (e) */
function narrow(state: State, certificate: CertificateFacts, intermediate: boolean): State['valid'] {
  const { valid } = state;
  const own = new Set(certificate.certificatePolicies);
  const any = own.delete(anyPolicy) && (state.anyAllowed > 0 || (intermediate && certificate.selfIssued));
  if (any) return valid;
  return valid === 'any' ? own : new Set([...own].filter((oid) => valid.has(oid)));
}

/** RFC 5280 §6.1.4 (a), (b), (h)-(j) */
function prepareNext(state: State, certificate: CertificateFacts): void {
  if (state.valid !== 'any' && certificate.policyMappings) {
    const next = new Set(state.valid);
    for (const { issuer } of certificate.policyMappings) next.delete(issuer);
    for (const { issuer, subject } of certificate.policyMappings) {
      if (state.mapping > 0 && state.valid.has(issuer)) next.add(subject);
    }
    state.valid = next;
  }
  const step = certificate.selfIssued ? 0 : 1;
  const { requireExplicitPolicy = Infinity, inhibitPolicyMapping = Infinity } =
    certificate.policyConstraints ?? {};
  state.explicit = Math.min(Math.max(state.explicit - step, 0), requireExplicitPolicy);
  state.mapping = Math.min(Math.max(state.mapping - step, 0), inhibitPolicyMapping);
  state.anyAllowed = Math.min(Math.max(state.anyAllowed - step, 0), certificate.inhibitAnyPolicy ?? Infinity);
}
