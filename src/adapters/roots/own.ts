/**
 * Anchors of the administrator's own: a PEM file's text (ROOTS_FILE, --roots) to trust anchors. Reading the file is left to the entries.
 * Any certificate may be an anchor, a self-signed leaf and an intermediate too; who names it trusts it.
 */
import { ok, type Result } from '../../core/base/result.ts';
import type { Cryptography } from '../../core/cryptography.ts';
import { anchorOf } from '../../core/x509/anchors.ts';
import { fingerprints } from '../../core/x509/certificate.ts';
import type { TrustAnchor } from '../../core/x509/path-result.ts';
import { type PemRefusal, parsePem } from '../../core/x509/pem.ts';

/**
 * Read anchors from a PEM text.
 *
 * @returns at least one; or the first thing wrong, since a root left out in silence would read as distrust
 * @throws never
 */
export function parseAnchors(
  text: string,
  cryptography: Pick<Cryptography, 'hash'>,
): Result<TrustAnchor[], PemRefusal> {
  const read = parsePem(text);
  if (!read.ok) return read;
  return ok(
    read.value.map((certificate) =>
      anchorOf(certificate, fingerprints(certificate.der, cryptography).certificate),
    ),
  );
}
