/**
 * One mail host: its addresses, its TLSA records, the guard; then each address by itself (address.ts).
 */
import { type HostLookup, lookupAddresses } from '../core/dns/addresses.ts';
import { lookupTlsa } from '../core/dns/tlsa.ts';
import type { AddressObservation, HostObservation } from '../core/observation.ts';
import { toUnicode } from '../core/target.ts';
import { observeAddress } from './address.ts';
import type { ProbeContext } from './context.ts';
import { guardAddress } from './guard.ts';

interface NamedHost {
  readonly name: string;
  readonly preference: number | null;
}

export async function observeHost(
  host: NamedHost,
  context: ProbeContext & { readonly beyondBudget: boolean },
): Promise<HostObservation> {
  const { name, preference } = host;
  const { toAscii } = context.ports;
  const unicodeName = toAscii && toUnicode(name, toAscii);
  const named = { name, ...(unicodeName !== undefined && { unicodeName }), preference };
  const unasked = { ...named, addressDnssec: 'indeterminate', addresses: [] } as const;
  if (context.beyondBudget) {
    const detail = `only the first ${context.budgets.mailHosts} mail hosts are asked`;
    return {
      ...unasked,
      addresses: [],
      tlsa: { kind: 'skipped', detail },
      unknown: { reason: 'budget', detail },
    };
  }
  const lookup = await lookupAddresses(context.resolve, name);
  const tlsaLookup = lookupTlsa(context.resolve, lookup, context.port);
  // Each address goes on by itself: one that is silent keeps no other waiting.
  const [tlsa, addresses] = await Promise.all([
    tlsaLookup,
    Promise.all(
      pickAddresses(lookup, context).map(async ({ ip, refusal }) =>
        refusal === undefined
          ? await observeAddress({ ip, mailHost: name, tlsa: tlsaLookup }, context)
          : { ip, sessions: [], unknown: refusal },
      ),
    ),
  ]);
  return {
    ...named,
    ...(lookup.cnames.length > 0 && { canonicalName: lookup.canonicalName, aliases: [...lookup.cnames] }),
    addressDnssec: lookup.dnssec,
    tlsa,
    addresses,
    ...whyUnknown(lookup.failure),
  };
}

/** No address at all is an answer; a failed look-up is none. */
function whyUnknown(failure: HostLookup['failure']): Pick<HostObservation, 'unknown'> {
  if (failure === undefined || failure.kind === 'none') return {};
  return { unknown: { reason: failure.kind, detail: failure.detail } };
}

interface AddressPick {
  readonly ip: string;
  readonly refusal?: AddressObservation['unknown'];
}

/** So many of each family; the rest is named, not dialled. */
function pickAddresses(lookup: HostLookup, context: ProbeContext): AddressPick[] {
  const seen = { v4: 0, v6: 0 };
  return lookup.addresses.map((ip) => {
    const guarded = guardAddress(ip, { allowSpecial: context.ports.allowSpecialAddresses });
    if (!guarded.ok) return { ip, refusal: { reason: 'special-address', detail: guarded.error.detail } };
    const family = ip.includes(':') ? 'v6' : 'v4';
    seen[family]++;
    if (seen[family] <= context.budgets.addressesPerFamily) return { ip };
    const detail = `only ${context.budgets.addressesPerFamily} addresses of a family are dialled`;
    return { ip, refusal: { reason: 'budget', detail } };
  });
}
