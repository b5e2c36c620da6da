/**
 * Does the lab's resolver answer what hosts.txt says? Asked over RFC 8484 GET with dns-packet, without the project's own client.
 */
import dnsPacket from 'dns-packet';
import { type Checks, unequal } from './checks.ts';
import { readHosts } from './hosts.ts';

/** One check for all names: a lab whose DNS is wrong has nothing else to say. */
export async function checkResolver(checks: Checks, dohUrl: string): Promise<void> {
  const problems: string[] = [];
  for (const { domain, mx, address } of readHosts()) {
    problems.push(
      ...unequal(`${domain} MX`, [{ preference: 10, exchange: mx }], await ask(dohUrl, domain, 'MX')),
    );
    problems.push(...unequal(`${mx} A`, [address], await ask(dohUrl, mx, 'A')));
  }
  checks.record('the resolver answers for every mail host', problems);
}

/** The data of each answer record, or why there is none. */
async function ask(dohUrl: string, name: string, type: 'MX' | 'A'): Promise<unknown> {
  const query = dnsPacket.encode({
    type: 'query',
    id: 0,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ name, type }],
  });
  try {
    const response = await fetch(`${dohUrl}?dns=${query.toString('base64url')}`, {
      signal: AbortSignal.timeout(5_000),
    });
    if (response.status !== 200) return `HTTP ${response.status}`;
    const { answers = [] } = dnsPacket.decode(Buffer.from(await response.arrayBuffer()));
    return answers.map((record) => ('data' in record ? record.data : record.type));
  } catch (error) {
    // A resolver that is gone, silent or garbled fails the check; the servers are still asked.
    return String(error);
  }
}
