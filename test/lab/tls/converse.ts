/** Our client and our enumeration against a TLS server on loopback that speaks HTTP: the handshake, one request, its answer. */
import { cryptography } from '../../../src/adapters/cryptography.ts';
import { createDial } from '../../../src/adapters/sockets.ts';
import { asciiBytes, printable } from '../../../src/core/base/text.ts';
import { createTlsClient } from '../../../src/core/tls/client.ts';
import type { ClientHelloTemplate } from '../../../src/core/tls/client-hello.ts';
import type { Enumeration } from '../../../src/core/tls/enumeration.ts';
import type { Handshake } from '../../../src/core/tls/facts.ts';
import type { ResumableSession } from '../../../src/core/tls/resumable-session.ts';
import { AddressConnections } from '../../../src/probe/address-connections.ts';
import { budgetsFor, Deadline, defaultBudgets, Gate } from '../../../src/probe/budgets.ts';
import { enumerate } from '../../../src/probe/enumerate.ts';
import { secureStream } from '../../../src/probe/tls-stream.ts';

export const serverName = 'mx.badmx.test';
const timeoutMs = 5_000;
const monotonic = () => performance.now();

interface Conversation {
  readonly facts: Handshake;
  /** Application data went both ways. */
  readonly answered: boolean;
  readonly resumable: ResumableSession | undefined;
}

/** @param resume  a session of an earlier conversation */
export async function converse(
  port: number,
  hello: ClientHelloTemplate,
  resume?: ResumableSession,
): Promise<Conversation> {
  const client = createTlsClient({
    hello,
    helloName: 'lab',
    serverName,
    cryptography,
    resume,
    now: monotonic,
  });
  const told = (answered: boolean): Conversation => ({
    facts: client.facts,
    answered,
    resumable: client.resumable,
  });
  const dialled = await createDial({ ports: [port] })({ address: '127.0.0.1', port }, { timeoutMs });
  if (dialled.kind !== 'connected') throw new Error(`port ${port}: ${dialled.kind}`);
  try {
    const stream = await secureStream(dialled.stream, client, {
      timeoutMs,
      monotonic,
    });
    if (stream === undefined) return told(false);
    stream.write(asciiBytes('GET / HTTP/1.0\r\n\r\n'));
    for (;;) {
      const received = await stream.read(timeoutMs);
      if (received.kind !== 'data') return told(false);
      if (printable(received.bytes).startsWith('HTTP/1.0 200')) return told(true);
    }
  } finally {
    dialled.stream.close();
  }
}

/** The whole server, as `depth=full` would tell it; without a limit of connections, since a lab may be asked for everything. */
export async function enumerateAll(port: number): Promise<Enumeration> {
  const budgets = {
    ...budgetsFor('full', defaultBudgets),
    stepMs: 2_000,
    connectionsPerAddress: 400,
    // s_server serves one after the other: those that wait behind a session that is tried out would seem silent.
    connectionsAtOncePerAddress: 1,
  };
  const clock = { now: () => new Date(), monotonic };
  const { enumeration } = await enumerate(
    {
      target: { address: '127.0.0.1', port, implicit: true },
      serverName,
      connections: new AddressConnections({ budgets, gate: new Gate(budgets.connectionsAtOnce) }),
    },
    {
      dial: createDial({ ports: [port] }),
      clock,
      cryptography,
      ehloName: 'probe.lab.test',
      deadline: new Deadline(monotonic, budgets),
      budgets,
    },
  );
  return enumeration;
}
