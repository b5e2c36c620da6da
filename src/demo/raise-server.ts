/**
 * From a server's definition to servers that run: its certificate, its TLS settings, its script, its ports.
 * OpenSSL's security level is 0 throughout: it would refuse to serve what is broken.
 */
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Authority, Identity } from './ca.ts';
import type { ServerDefinition, ServerNames, TlsSettings } from './host.ts';
import type { Listener } from './listener.ts';
import { goodScript } from './smtp-script.ts';
import { type SmtpServer, startSmtpServer } from './smtp-server.ts';

/** A list that names no TLS 1.3 suite would end at TLS 1.2. */
const goodCiphers =
  'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:DEFAULT:@SECLEVEL=0';

export interface Raised {
  readonly identity: Identity;
  readonly running: readonly { readonly port: 25 | 465 | 587; readonly server: SmtpServer }[];
}

/** @throws when its address cannot be bound */
export async function raiseServer(input: {
  readonly server: ServerDefinition;
  readonly names: ServerNames;
  readonly authority: Authority;
  readonly opened: (listener: Listener) => void;
}): Promise<Raised> {
  const { server, names, authority, opened } = input;
  const good = { names: server.submission ? [names.mx, names.domain] : [names.mx] };
  const identity = authority.issue({ ...good, ...server.leaf?.(names) });
  if (server.absent) return { identity, running: [] };
  const shared = {
    address: names.address,
    script: { ...goodScript(names.mx), ...server.script },
    secureContext: contextFor(identity, server.tls ?? {}),
    demandsClientCertificate: server.tls?.demandsClientCertificate === true,
    forgesSignature: server.tls?.forgesSignature === true,
  };
  const ports = server.submission ? ([25, 587, 465] as const) : ([25] as const);
  const running = await Promise.all(
    ports.map(async (port) => {
      const started = await startSmtpServer({ ...shared, implicitTls: port === 465 });
      opened(started.listener);
      return { port, server: started };
    }),
  );
  return { identity, running };
}

/** @throws Error where OpenSSL will not serve such a certificate at all */
export function contextFor(identity: Identity, tls: TlsSettings): SecureContext {
  return createSecureContext({
    cert: identity.certificatePem,
    key: identity.keyPem,
    ciphers: tls.ciphers ?? goodCiphers,
    minVersion: tls.minVersion ?? 'TLSv1.2',
    maxVersion: tls.maxVersion ?? 'TLSv1.3',
    ...(tls.groups !== undefined && { ecdhCurve: tls.groups }),
  });
}
