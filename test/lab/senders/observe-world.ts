/**
 * `node observe-world.ts FOLDER PART OF`: observes every OF-th scenario of a raised world, from the PART-th on, as the command line does
 * (--resolver, --roots, --allow-special-addresses), and writes each Observation to FOLDER/observations/<id>.json. Several of these share the
 * work of a machine's cores; judging them is compare.ts's business.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeFetch } from '../../../src/adapters/doh/node-fetch.ts';
import { createDial } from '../../../src/adapters/sockets.ts';
import { toAscii } from '../../../src/adapters/to-ascii.ts';
import { ports } from '../../../src/core/observation.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { Gate } from '../../../src/probe/budgets.ts';
import { createObserve, createPolicyFetch } from '../../../src/service.ts';
import { dohUrl } from './places.ts';
import { readScenarios } from './recorded.ts';

/** Most of the time is spent waiting for servers that are silent. */
const atOnce = 8;

const [folder = '', part = '0', of = '1'] = process.argv.slice(2);
const settings = {
  resolvers: [dohUrl],
  ehloName: 'probe.sender.test',
  allowSpecialAddresses: true,
  egressReferences: [],
};
const resolverFetch = createNodeFetch();
const observe = createObserve({
  settings,
  fetch: resolverFetch.fetch,
  dial: createDial({ ports }),
  fetchPolicy: createPolicyFetch({ ...settings, dial: createDial({ ports: [443] }) }),
  dialIssuers: createDial({ ports: [80] }),
  vantage: { id: 'lab', runtime: `node ${process.versions.node}` },
});
const mine = readScenarios(folder).filter((_, i) => i % Number(of) === Number(part));
const observations = join(folder, 'observations');
mkdirSync(observations, { recursive: true });
const gate = new Gate(atOnce);
await Promise.all(
  mine.map(({ id, domain }) =>
    gate.run(async () => {
      const target = parseTarget(domain, { toAscii });
      if (!target.ok) throw new Error(`${domain}: ${target.error.kind}`);
      const observation = await observe({ target: target.value, port: 25, depth: 'normal' });
      writeFileSync(join(observations, `${id}.json`), JSON.stringify(observation));
    }),
  ),
);
await resolverFetch.close();
