/**
 * TLS versions by age, as the rules of this area compare them (RFC 8996).
 */

/** Oldest first; the names of core/tls/facts.ts. */
const versionsByAge = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** The newest of these; nothing where none is known. */
export function newestVersion(versions: readonly (string | undefined)[]): string | undefined {
  const known = versions.filter((version) => version !== undefined && versionsByAge.includes(version));
  return known.sort((a, b) => versionsByAge.indexOf(b ?? '') - versionsByAge.indexOf(a ?? ''))[0];
}

/** Deprecated by RFC 8996 or before it. */
export function isDeprecated(version: string): boolean {
  const age = versionsByAge.indexOf(version);
  return age >= 0 && age < versionsByAge.indexOf('TLSv1.2');
}

/** SSL: no current sender completes it, and neither do we (RFC 6176, RFC 7568). */
export function isAncient(version: string | undefined): boolean {
  return version === 'SSLv2' || version === 'SSLv3';
}
