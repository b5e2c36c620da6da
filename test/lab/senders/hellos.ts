/**
 * The ClientHellos that a sender sent, a sample of each make: the usual one, and the one under a policy (DANE, MTA-STS), which has a server
 * name where the usual one has none. Two are of one make when they differ only in what every connection makes afresh.
 */
import { fromHex } from '../../../src/core/base/text.ts';
import { parseClientHello } from '../../../src/core/tls/client-hello.ts';
import { templateOf } from '../../../src/core/tls/hello-filling.ts';

/** How two hellos are compared; GnuTLS since 3.8.1 shuffles its extensions. undefined: no ClientHello, or one that resumes a session */
export function makeOf(hex: string): string | undefined {
  const bytes = fromHex(hex);
  const parsed = bytes.ok ? parseClientHello(bytes.value) : bytes;
  if (!parsed.ok) return undefined;
  const { extensions, ...rest } = templateOf(parsed.value, 0x0301);
  const told = (extensions ?? []).map((extension) => JSON.stringify(extension, bytesAsText));
  const resumes = parsed.value.extensions?.some(
    (extension) => extension.kind === 'opaque' && resumption.has(extension.type) && extension.data.length > 0,
  );
  return resumes ? undefined : JSON.stringify([rest, told.sort()]);
}

/** session_ticket and pre_shared_key (RFC 5077 §3.2, RFC 8446 §4.2.11). */
const resumption = new Set([35, 41]);

function bytesAsText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}

/** @returns the most frequent make, `usual`, and `policy`: the most frequent one with a server name, where the usual one has none */
export function hellosByKind(
  seen: readonly { readonly clientHello: string | null }[],
): Record<string, string> {
  const makes = new Map<string, string[]>();
  for (const { clientHello } of seen) {
    const make = clientHello === null ? undefined : makeOf(clientHello);
    if (clientHello !== null && make !== undefined)
      makes.set(make, [...(makes.get(make) ?? []), clientHello]);
  }
  const byFrequency = [...makes].sort(([, one], [, other]) => other.length - one.length);
  const isNamed = (make: string): boolean => make.includes('server_name');
  const [usual, ...others] = byFrequency;
  const policy = usual && !isNamed(usual[0]) ? others.find(([make]) => isNamed(make)) : undefined;
  return { ...(usual?.[1][0] && { usual: usual[1][0] }), ...(policy?.[1][0] && { policy: policy[1][0] }) };
}
