/** One mail host's TLSA look-up in a world, with what was asked and what counts: for the tests of core/dns/tlsa.ts. */
import { lookupAddresses } from '../../../src/core/dns/addresses.ts';
import { lookupTlsa } from '../../../src/core/dns/tlsa.ts';
import { readTlsaLookup } from '../../../src/core/facts/dane.ts';
import { makeWorld, type WorldLiteral } from './world.ts';

export const record = '3 1 1 00ff';

export async function look(literal: WorldLiteral, host = 'mx.test', port = 25) {
  const world = makeWorld(literal);
  const lookup = await lookupTlsa(world.resolve, await lookupAddresses(world.resolve, host), port);
  const names = lookup.kind === 'asked' ? lookup.answers.map((answer) => answer.name) : [];
  return { lookup, names, asked: world.asked, selected: readTlsaLookup(lookup, { routingSecure: true }) };
}
