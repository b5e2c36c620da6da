/**
 * Certificates out of a PEM text (RFC 7468 §5): a chain file, a bundle of roots, a paste from a terminal.
 * What stands between the blocks is explanation and is skipped, and so are blocks of other kinds (a key beside its certificate).
 */
import { fail, ok, type Result } from '../base/result.ts';
import { fromBase64 } from '../base/text.ts';
import { parseCertificate } from './certificate.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { describeStranger } from './pem-strangers.ts';

export interface PemRefusal {
  /** `no-certificate`: no block says that it is one; `unfinished`: a block without its END line; `too-many`; else as CertificateRefusal */
  readonly code:
    | 'no-certificate'
    | 'unfinished'
    | 'not-base64'
    | 'too-many'
    | 'too-large'
    | 'trailing-bytes'
    | 'malformed';
  /** The certificate it is about, from 1; 0: the text as a whole. */
  readonly block: number;
  readonly detail: string;
}

const begin = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/g;
const end = /-----END (?:X509 |TRUSTED )?CERTIFICATE-----/;

/**
 * Read all certificates of a text.
 *
 * @param most  how many may be in it, where a stranger wrote it
 * @returns them in order, at least one; or the first thing wrong
 * @throws never
 */
export function parsePem(text: string, most = Infinity): Result<CertificateFacts[], PemRefusal> {
  const [, ...blocks] = text.split(begin);
  if (blocks.length === 0) {
    return fail({ code: 'no-certificate', block: 0, detail: describeStranger(text) });
  }
  if (blocks.length > most) {
    const detail = `${blocks.length} certificates, at most ${most} are read`;
    return fail({ code: 'too-many', block: 0, detail });
  }
  const certificates: CertificateFacts[] = [];
  for (const [index, rest] of blocks.entries()) {
    const at = { block: index + 1 };
    const stop = rest.search(end);
    if (stop < 0) return fail({ ...at, code: 'unfinished', detail: 'no END CERTIFICATE line' });
    const bytes = fromBase64(rest.slice(0, stop));
    if (!bytes.ok) return fail({ ...at, code: 'not-base64', detail: bytes.error });
    const parsed = parseCertificate(bytes.value);
    if (!parsed.ok) return fail({ ...at, ...parsed.error });
    certificates.push(parsed.value);
  }
  return ok(certificates);
}
