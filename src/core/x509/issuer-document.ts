/**
 * What a caIssuers URL serves (RFC 5280 §4.2.2.1): one certificate in DER, or a bag of them (PKCS #7 certs-only, RFC 2797 §4.3); some serve PEM.
 * The bytes are a stranger's: at most a few certificates are taken, and each is still to be validated like one that was sent.
 */
import { fail, ok, type Result } from '../base/result.ts';
import { parseCertificate } from './certificate.ts';
import { context, DerError, expectTag, members, readItems, readOid, readWhole } from './der.ts';
import { parsePem } from './pem.ts';

const signedData = '1.2.840.113549.1.7.2';
const maxCertificates = 4;

/**
 * Read the document.
 *
 * @returns DER, at least one certificate; or why there is none
 * @throws never
 */
export function readIssuerDocument(bytes: Uint8Array): Result<Uint8Array[], string> {
  const single = parseCertificate(bytes);
  if (single.ok) return ok([single.value.der]);
  if (bytes[0] === 0x2d) {
    const pem = parsePem(textOf(bytes));
    if (!pem.ok) return fail(pem.error.detail);
    return ok(pem.value.slice(0, maxCertificates).map(({ der }) => der));
  }
  const bag = readBag(bytes);
  if (!bag.ok) return fail(`neither a certificate (${single.error.detail}) nor a bag of them (${bag.error})`);
  const readable = bag.value.filter((der) => parseCertificate(der).ok);
  return readable.length > 0 ? ok(readable.slice(0, maxCertificates)) : fail('a bag without a certificate');
}

/** ContentInfo of type SignedData (RFC 5652 §3, §5.1); only its certificates are looked at. */
function readBag(bytes: Uint8Array): Result<Uint8Array[], string> {
  try {
    const [type, content] = members(readWhole(bytes));
    if (readOid(type) !== signedData) return fail(`content of type ${readOid(type)}`);
    const fields = members(readWhole(expectTag(content, context(0)).content));
    const list = fields.find(({ tag }) => tag === context(0));
    return ok(list ? readItems(list.content).map(({ raw }) => raw) : []);
  } catch (error) {
    if (error instanceof DerError) return fail(error.message);
    throw error;
  }
}

/** Byte by byte: PEM is ASCII, and what is not will not be base64. */
function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
