/**
 * Where things are in the senders' lab. Name server and resolver are those of the other signed world (dnssec/places.ts).
 */
import { addresses as dns } from '../dnssec/places.ts';

/** The one signed apex; all scenarios are below it. */
export const apex = 'badmx.test';

export const dohUrl = `https://${dns.resolver}/dns-query`;

/** The first three numbers of a scenario's IPv4 addresses. */
export const networkOf = (n: number): string => `127.${25 + Math.floor(n / 200)}.${(n % 200) + 1}`;

/** world.sh puts as many of these on the loopback interface. */
export const ipv6Of = (n: number): string => {
  if (n >= 40) throw new Error('world.sh gives 40 IPv6 addresses');
  return `fd00:25::${(n + 1).toString(16)}`;
};

/** Of the name server that fails for one scenario. */
export const faultyServer = (n: number): string => `127.53.1.${n + 1}`;

/** Nobody takes packets there: a connection is never answered (world.sh sees to it). */
export const silentAddress = '198.51.100.25';
export const silentAddress6 = 'fd00:26::25';
/** No route leads there: a connection fails at once. */
export const unroutedAddress = '203.0.113.25';

export const issuerAddress = '127.53.0.80';
