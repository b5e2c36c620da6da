/**
 * fetch for DNS over HTTPS on Node: undici's own, the one importer of undici. Node's built-in fetch speaks HTTP/1.1 only, while some resolvers
 * (Quad9, unbound) answer nothing but HTTP/2; undici 8 negotiates it by ALPN. Workers pass their global fetch instead.
 */
import { Agent, fetch } from 'undici';
import type { Fetch } from './wire.ts';

export interface NodeFetch {
  readonly fetch: Fetch;
  /** Close idle connections, so that a command-line run can end. */
  close(): Promise<void>;
}

/** @param options.certificateAuthorities  PEM; replaces the default roots for DoH resolvers (labs) */
export function createNodeFetch(
  options: { readonly certificateAuthorities?: readonly string[] } = {},
): NodeFetch {
  const { certificateAuthorities } = options;
  const dispatcher = new Agent({
    allowH2: true,
    keepAliveTimeout: 4_000,
    ...(certificateAuthorities !== undefined && { connect: { ca: [...certificateAuthorities] } }),
  });
  return {
    fetch: (url, request) => fetch(url, { ...request, dispatcher }),
    close: () => dispatcher.close(),
  };
}
