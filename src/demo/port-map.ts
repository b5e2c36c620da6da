/**
 * Where a town's ports really are: a table that is plain JSON, so that a test's set-up can hand it to another process or to workerd,
 * and the function that a dialler wants. No sockets here.
 */

/** Keys as `portKey` writes them; values are the ports that really listen. */
export type PortTable = Readonly<Record<string, number>>;

export const portKey = (address: string, port: number): string => `${address} ${port}`;

/** tcpmux: assigned, privileged, and served by nobody, so that a dial there is refused. */
const closedPort = 1;

/** @returns the port that really listens; where the town has none, one where nobody does: never a port of this machine's own */
export function portMapFrom(table: PortTable): (address: string, port: number) => number {
  return (address, port) => table[portKey(address, port)] ?? closedPort;
}
