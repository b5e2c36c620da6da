/**
 * `node world.ts FOLDER`: raises every scenario's servers on the real ports of the loopback interface and writes what the resolver, the
 * senders and the comparison need (README.md). Run by world.sh inside a network namespace; ends with the process.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, createAuthority } from '../../../src/demo/ca.ts';
import { issuerHost, raiseIssuerHost } from '../../../src/demo/issuer-host.ts';
import { raiseHost } from '../../../src/demo/raise-host.ts';
import type { ZoneName } from '../../../src/demo/zone.ts';
import { resolverIdentity } from '../dnssec/world.ts';
import { writeZones } from '../dnssec/zone-files.ts';
import { raiseFront } from './dns-front.ts';
import { apex, ipv6Of, issuerAddress, networkOf } from './places.ts';
import { type Scenario, silenceMs } from './scenario.ts';
import { scenarios } from './scenarios/catalogue.ts';
import { createRecorder } from './seen.ts';
import { type ScenarioZone, zonesOf } from './zone-plan.ts';

let ipv6Addresses = 0;

interface RaisedScenario extends ScenarioZone {
  readonly addresses: readonly string[];
}

async function raiseScenario(
  scenario: Scenario,
  n: number,
  { authority, folder }: { readonly authority: Authority; readonly folder: string },
): Promise<RaisedScenario> {
  const { id } = scenario;
  const domain = `${id}.${apex}`;
  const place = { domain, network: networkOf(n), nextIpv6: () => ipv6Of(ipv6Addresses++) };
  const host = await raiseHost(scenario, place, {
    authority,
    onRealPorts: true,
    // Not the mail host's own name: some clients look for the word STARTTLS anywhere in the reply to EHLO.
    greetsAs: ({ address }) => `server-${address.replace(/[^0-9a-f]+/g, '-')}.${apex}`,
    idleMs: silenceMs,
    opened: () => {},
    seen: createRecorder(join(folder, 'seen.jsonl'), id),
  });
  return { scenario, domain, names: host.zone, addresses: host.servers.map(({ address }) => address) };
}

/** As scenarios.json has it; mail hosts by preference, behind an alias too: a look-up of the MX follows it (RFC 5321 §5.1). */
function describe({ scenario, domain, names, addresses }: RaisedScenario): object {
  const mx = recordsAt(names, domain)
    .flatMap((record) => (record.type === 'MX' ? [record] : []))
    .toSorted((a, b) => a.preference - b.preference)
    .map(({ exchange }) => exchange);
  const { id, what, chance, beyondProbe } = scenario;
  return {
    id,
    domain,
    mx: mx.length > 0 ? mx : [domain],
    addresses,
    what,
    ...(chance && { chance }),
    ...(beyondProbe && { beyondProbe }),
  };
}

function recordsAt(names: RaisedScenario['names'], name: string): ZoneName['records'] {
  const records = names[name]?.records ?? [];
  const alias = records.find((record) => record.type === 'CNAME');
  return alias ? recordsAt(names, alias.target) : records;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: world.ts FOLDER');
mkdirSync(folder, { recursive: true });
const authority = await createAuthority();
const resolver = resolverIdentity(authority);
const raised = await Promise.all(
  scenarios(authority).map((scenario, n) =>
    raiseScenario(scenario, n, { authority, folder }).catch((cause: unknown) => {
      throw new Error(`scenario ${scenario.id}`, { cause });
    }),
  ),
);
const { plan, faulty } = zonesOf(raised, [`${issuerHost} A ${issuerAddress}`]);
await Promise.all([raiseIssuerHost(issuerAddress, authority.intermediate, 80), ...faulty.map(raiseFront)]);
const files = {
  'ca.pem': authority.rootsPem,
  'resolver.pem': resolver.certificatePem,
  'resolver.key': resolver.keyPem,
  'scenarios.json': `[\n${raised.map((each) => JSON.stringify(describe(each))).join(',\n')}\n]\n`,
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
writeZones(plan, folder);
console.log('ready');
