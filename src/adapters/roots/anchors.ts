/**
 * The anchors of an entry: Mozilla's list, and what the administrator adds (ROOTS_FILE, ROOTS_PEM, --roots).
 */
import { fail, ok, type Result } from '../../core/base/result.ts';
import { createAnchorStore } from '../../core/x509/anchors.ts';
import type { AnchorStore } from '../../core/x509/path-result.ts';
import { cryptography } from '../cryptography.ts';
import { mozillaAnchors } from './mozilla.ts';
import { parseAnchors } from './own.ts';

/**
 * Make the store that one process keeps.
 *
 * @param pem  text of a PEM file whose certificates are trusted too
 * @returns or one sentence saying which certificate of the text is wrong, and how
 * @throws never
 */
export function readAnchors(pem?: string): Result<AnchorStore, string> {
  const own = pem === undefined ? ok([]) : parseAnchors(pem, cryptography);
  if (own.ok) return ok(createAnchorStore([...mozillaAnchors(), ...own.value]));
  const { block, code, detail } = own.error;
  return fail(block === 0 ? detail : `certificate ${block}: ${code}: ${detail}`);
}
