/**
 * From a server's definition to servers that run: its certificate, its TLS settings, its script, its ports.
 * OpenSSL's security level is 0 throughout: it would refuse to serve what is broken.
 */
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Authority } from './ca.ts';
import type { ServerDefinition, ServerNames, TlsSettings } from './host.ts';
import type { Identity } from './leaf.ts';
import type { Listener } from './listener.ts';
import type { SmtpBehaviour, SmtpConnection } from './smtp-behaviour.ts';
import { goodScript } from './smtp-script.ts';
import { type SmtpServer, startSmtpServer } from './smtp-server.ts';

/** A list that names no TLS 1.3 suite would end at TLS 1.2. */
const goodCiphers =
  'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:DEFAULT:@SECLEVEL=0';

/** What all servers of a world have in common, and who is told of them. */
export interface Surroundings {
  readonly authority: Authority;
  /** On the ports themselves; default: on ports of the system's choosing. */
  readonly onRealPorts?: boolean;
  /** How a server names itself; default: by its mail host's name. */
  readonly greetsAs?: (names: ServerNames) => string;
  readonly idleMs?: number;
  /** Told of each listener as soon as it is there, so that a failure later on leaves none behind. */
  readonly opened: (listener: Listener) => void;
  /** Told of each SMTP connection when it has ended. */
  readonly seen?: (connection: SmtpConnection, server: ServerNames) => void;
}

export interface Raised {
  readonly identity: Identity;
  readonly second?: Identity;
  readonly running: readonly { readonly port: 25 | 465 | 587; readonly server: SmtpServer }[];
}

/** @throws when its address cannot be bound */
export async function raiseServer(
  server: ServerDefinition,
  names: ServerNames,
  surroundings: Surroundings,
): Promise<Raised> {
  const { onRealPorts = false, idleMs, opened, seen } = surroundings;
  const { behaviour, ...identities } = behaviourOf(server, names, surroundings);
  if (server.absent) return { ...identities, running: [] };
  const ports = server.submission ? ([25, 587, 465] as const) : ([25] as const);
  const running = await Promise.all(
    ports.map(async (port) => {
      const started = await startSmtpServer({
        ...behaviour,
        address: names.address,
        implicitTls: port === 465,
        ...(onRealPorts && { port }),
        ...(server.inTurnWith && {
          inTurnWith: behaviourOf({ ...server, ...server.inTurnWith }, names, surroundings).behaviour,
        }),
        ...(idleMs !== undefined && { idleMs }),
        ...(seen && { seen: (connection: SmtpConnection) => seen(connection, names) }),
      });
      opened(started.listener);
      return { port, server: started };
    }),
  );
  return { ...identities, running };
}

function behaviourOf(
  server: ServerDefinition,
  names: ServerNames,
  { authority, greetsAs }: Surroundings,
): { readonly behaviour: SmtpBehaviour; readonly identity: Identity; readonly second?: Identity } {
  const good = { names: server.submission ? [names.mx, names.domain] : [names.mx] };
  const identity = authority.issue({ ...good, ...server.leaf?.(names) });
  const second = server.secondLeaf && authority.issue({ ...good, ...server.secondLeaf(names) });
  const stranger = server.leafWithoutName && authority.issue({ ...good, ...server.leafWithoutName(names) });
  const tls = server.tls ?? {};
  const context = contextFor(identity, tls, second);
  return {
    identity,
    ...(second && { second }),
    behaviour: {
      script: { ...goodScript(greetsAs?.(names) ?? names.mx), ...server.script },
      secureContext: stranger ? contextFor(stranger, tls) : context,
      ...(stranger && { secureContextOf: () => context }),
      demandsClientCertificate: tls.demandsClientCertificate === true,
      forgesSignature: tls.forgesSignature === true,
    },
  };
}

/**
 * @param second  of another kind of key, shown to who prefers it
 * @throws Error where OpenSSL will not serve such a certificate at all
 */
export function contextFor(identity: Identity, tls: TlsSettings, second?: Identity): SecureContext {
  const identities = [identity, ...(second ? [second] : [])];
  return createSecureContext({
    cert: identities.map(({ certificatePem }) => certificatePem),
    key: identities.map(({ keyPem }) => keyPem),
    ciphers: tls.ciphers ?? goodCiphers,
    minVersion: tls.minVersion ?? 'TLSv1.2',
    maxVersion: tls.maxVersion ?? 'TLSv1.3',
    ...(tls.groups !== undefined && { ecdhCurve: tls.groups }),
    ...(tls.signatures !== undefined && { sigalgs: tls.signatures }),
    ...(tls.dhParameters !== undefined && { dhparam: tls.dhParameters }),
    ...(tls.options !== undefined && { secureOptions: tls.options }),
  });
}
