/**
 * One mail host: its addresses, its TLSA records, the guard, and the wave of sessions to each address.
 */
import { type HostLookup, lookupAddresses } from '../core/dns/addresses.ts';
import { lookupTlsa } from '../core/dns/tlsa.ts';
import type { AddressObservation, HostObservation, TlsaLookup } from '../core/observation.ts';
import { type TargetedHandshake, targetedHandshakes } from '../core/senders/targeted-handshakes.ts';
import type { Session } from '../core/smtp/session.ts';
import { toUnicode } from '../core/target.ts';
import { broadHello } from '../core/tls/hellos.ts';
import { keyHello, keyKindOf, keyKinds } from '../core/tls/key-hellos.ts';
import { Gate } from './budgets.ts';
import type { ProbeContext } from './context.ts';
import { enumerateAddress } from './enumerate-address.ts';
import { guardAddress } from './guard.ts';
import { askAsSenders } from './sender-handshakes.ts';
import { runSession, type SessionPlan } from './session.ts';

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
      pickAddresses(lookup, context).map(async (pick) => {
        const seen = await observeAddress(pick, name, context);
        const certified = hasTlsaRecords(await tlsaLookup)
          ? await observeOtherKeys(seen, name, context)
          : seen;
        return context.depth === 'full' ? await enumerateAddress(certified, name, context) : certified;
      }),
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

async function observeAddress(
  pick: AddressPick,
  mailHost: string,
  context: ProbeContext,
): Promise<AddressObservation> {
  if (pick.refusal !== undefined) return { ip: pick.ip, sessions: [], unknown: pick.refusal };
  const run = runnerFor(pick.ip, mailHost, context);
  const sessions = await Promise.all(firstWave(context.port).map(run));
  const purpose = handshakePurpose(context.port);
  const target = ({ helloName, hello, sni }: TargetedHandshake): Promise<Session> =>
    run({ purpose, sni, hello: { name: helloName, template: hello } });
  for (const wanted of targetedHandshakes(sessions)) sessions.push(await target(wanted));
  const { port, budgets, deadline } = context;
  const asSenders = await askAsSenders({ port, sessions, run: target, budgets, deadline });
  return { ip: pick.ip, sessions, ...(asSenders.length > 0 && { asSenders }) };
}

/** Sessions with one address, at most so many at once. */
function runnerFor(address: string, mailHost: string, context: ProbeContext) {
  const { ports, budgets, deadline } = context;
  const gate = new Gate(budgets.connectionsAtOncePerAddress);
  const sessionContext = { ...ports, ehloName: ports.vantage.ehloName, deadline, budgets };
  return ({ sni, ...asked }: Asked): Promise<Session> =>
    gate.run(() =>
      context.gate.run(() => {
        const serverName = sni ? mailHost : null;
        return runSession({ ...asked, serverName, address, port: context.port }, sessionContext);
      }),
    );
}

function hasTlsaRecords(tlsa: TlsaLookup): boolean {
  return (
    tlsa.kind === 'asked' &&
    tlsa.answers.some(({ outcome, dnssec }) => outcome === 'answer' && dnssec === 'secure')
  );
}

/**
 * TLSA records have to fit every certificate that the server has (RFC 7671 §8), so those that it keeps for other kinds of keys are
 * asked for, each with its own handshake. Two connections more, and only where DANE is at stake.
 */
async function observeOtherKeys(
  seen: AddressObservation,
  mailHost: string,
  context: ProbeContext,
): Promise<AddressObservation> {
  const shown = seen.sessions.flatMap(({ handshake }) => (handshake ? (keyKindOf(handshake) ?? []) : []));
  if (shown.length === 0) return seen;
  const run = runnerFor(seen.ip, mailHost, context);
  const purpose = handshakePurpose(context.port);
  const others = keyKinds.filter((kind) => !shown.includes(kind));
  const otherKeys = await Promise.all(
    others.map((kind) => run({ purpose, sni: true, hello: keyHello(kind) })),
  );
  return { ...seen, otherKeys };
}

type Asked = Pick<SessionPlan, 'purpose' | 'hello' | 'asksMail' | 'asksMailUngreeted'> & {
  readonly sni: boolean;
};

const handshakePurpose = (port: number): SessionPlan['purpose'] =>
  port === 465 ? 'implicit-tls' : 'starttls';

/**
 * What is asked of every address, in parallel: a handshake with SNI and one without (they may show different certificates, and
 * senders differ in which they send), and on port 25 whether mail is taken, over TLS and without.
 */
function firstWave(port: number): Asked[] {
  const hello = { name: 'broad', template: broadHello };
  const purpose = handshakePurpose(port);
  const handshakes: Asked[] = [
    { purpose, hello, sni: true, asksMail: port === 25 },
    { purpose, hello, sni: false, asksMailUngreeted: port === 25 },
  ];
  return port === 25 ? [...handshakes, { purpose: 'cleartext', hello, sni: false }] : handshakes;
}
