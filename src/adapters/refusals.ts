/**
 * What node:crypto throws, told apart: it refuses a key or a value (a peer's doing), it does not know an algorithm (the runtime's), or it
 * was called wrongly (ours, which must not pass for either). Node and workerd share no texts and few codes, but for a refusal both throw
 * a plain Error, workerd at times the DOMException below it, and for a wrong call a TypeError or RangeError; a name they do not know
 * is either. Left out: anything but node:crypto.
 */

/** `OperationError`: what Web Crypto, on which workerd builds, calls a tag that does not fit (W3C Web Cryptography §18.4). */
const refusalNames: ReadonlySet<string> = new Set(['Error', 'OperationError']);

/** A key that can't be read or used, a point off the curve, a tag that does not fit; in part an algorithm the runtime lacks. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && refusalNames.has(error.name);
}

/** Node, to a hash that its OpenSSL was built without. */
export function isUnknownHash(error: unknown): error is Error {
  return hasCode(error, 'ERR_CRYPTO_INVALID_DIGEST');
}

/** To a kind of key pair (workerd) or the name of a curve (Node). */
export function isUnknownKey(error: unknown): error is Error {
  return hasCode(error, 'ERR_INVALID_ARG_VALUE') || hasCode(error, 'ERR_CRYPTO_INVALID_CURVE');
}

function hasCode(error: unknown, code: string): error is Error {
  return error instanceof Error && 'code' in error && error.code === code;
}
