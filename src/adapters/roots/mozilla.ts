/**
 * Mozilla's roots as trust anchors: the generated rows, decoded when somebody asks.
 * Neither runtime is asked for roots of its own: workerd has none, and a verdict must not depend on where it was made.
 */
import { fromBase64 } from '../../core/base/text.ts';
import type { TrustAnchor } from '../../core/x509/path-result.ts';
import { type RootRow, roots } from './mozilla.generated.ts';

export { rootsDate } from './mozilla.generated.ts';

/** The whole list; costs nothing but an object a root until their bytes are read. */
export function mozillaAnchors(): readonly TrustAnchor[] {
  return roots.map(anchorOfRow);
}

function anchorOfRow([
  label,
  subject,
  spki,
  fingerprint,
  notBefore,
  notAfter,
  constraints,
]: RootRow): TrustAnchor {
  return {
    label,
    fingerprint,
    notBefore,
    notAfter,
    isPublic: true,
    get subject() {
      return decode(subject);
    },
    get spki() {
      return decode(spki);
    },
    ...(constraints !== undefined && { nameConstraints: decode(constraints) }),
  };
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (!bytes.ok) throw new TypeError(`a generated root is not base64: ${bytes.error}`);
  return bytes.value;
}
