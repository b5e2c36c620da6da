/**
 * The lab's resolver: the demo's DNS over HTTPS server (RFC 8484) over a zone made of hosts.txt: MX of each domain, A of its mail host.
 * Nothing is signed here; a validating resolver over a signed zone joins with the DANE part of the lab. Prints its URL, serves until killed.
 */
import { startDohServer } from '../../src/demo/doh-server.ts';
import type { ZoneName } from '../../src/demo/zone.ts';
import { readHosts } from './hosts.ts';

const names: Record<string, ZoneName> = {};
for (const { domain, mx, address } of readHosts()) {
  names[domain] = { records: [{ type: 'MX', preference: 10, exchange: mx }] };
  names[mx] = { records: [{ type: 'A', address }] };
}
const { url } = await startDohServer({ zone: { apexes: ['lab.test'], names }, address: '127.53.0.54' });
console.log(url);
