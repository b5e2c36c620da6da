/**
 * Senders that look up the addresses of all hosts before they try any, by their system's resolver: a host that exists without an address ends
 * it for all, one that has no name or whose look-up fails for now is left out (dma, dns.c, add_host).
 */

import type { Facts, HostFacts } from '../facts.ts';
import { addressLookup } from './address-lookup.ts';
import type { Route } from './route.ts';

/** @returns nothing where it goes on with the hosts that have addresses */
export function oneLookup(facts: Facts, hosts: readonly HostFacts[]): Route | undefined {
  const { dns } = facts.observation;
  const bare = hosts
    .filter(({ addresses }) => addresses.length === 0)
    .map(({ observation: { name } }) => name)
    .filter((host) => dns.some(({ name }) => name === host));
  const told = bare.map((name) => ({ name, answer: addressLookup(facts, name) }));
  const ended = told.find(({ answer }) => answer === 'no-data');
  if (ended)
    return { kind: 'failed', failure: 'domain-without-host', detail: `${ended.name}: it has no address` };
  const open = told.find(({ answer }) => answer === undefined);
  const reason = "what this sender's resolver made of the failed look-up of its addresses is not known";
  return open && { kind: 'unknown', reason: `${open.name}: ${reason}` };
}
