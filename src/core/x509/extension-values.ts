/**
 * The values of the extensions that the library does not decode as strictly as path validation wants (RFC 5280 §4.2.1). Each throws DerError.
 */
import {
  context,
  DerError,
  members,
  readBoolean,
  readItems,
  readOid,
  readSmallInteger,
  readWhole,
  tags,
} from './der.ts';

/** @see RFC 5280 §4.2.1.9 */
export function readBasicConstraints(value: Uint8Array): { ca: boolean; pathLength?: number } {
  const rest = members(readWhole(value));
  const flag = rest[0]?.tag === tags.boolean ? rest.shift() : undefined;
  const length = rest.shift();
  if (rest.length > 0) throw new DerError('basicConstraints of too many parts');
  return { ca: flag ? readBoolean(flag) : false, ...(length && { pathLength: readSmallInteger(length) }) };
}

/** @see RFC 5280 §4.2.1.11 */
export function readPolicyConstraints(value: Uint8Array) {
  const fields = readItems(readWhole(value, tags.sequence).content);
  if (fields.length === 0) throw new DerError('empty policyConstraints');
  const found: { requireExplicitPolicy?: number; inhibitPolicyMapping?: number } = {};
  for (const field of fields) {
    if (field.tag === context(0, false)) found.requireExplicitPolicy = readSmallInteger(field, field.tag);
    else found.inhibitPolicyMapping = readSmallInteger(field, context(1, false));
  }
  return found;
}

/** @see RFC 5280 §4.2.1.5 */
export function readPolicyMappings(value: Uint8Array) {
  return members(readWhole(value)).map((pair) => {
    const [issuer, subject] = members(pair);
    return { issuer: readOid(issuer), subject: readOid(subject) };
  });
}
