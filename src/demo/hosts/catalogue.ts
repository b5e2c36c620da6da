/**
 * Every host of the town, in the order of its table; a host's place gives it its address, so new ones go to the end of their list.
 */
import type { HostDefinition } from '../host.ts';
import { certificateHosts } from './certificates.ts';
import { healthyHost, routingHosts } from './routing.ts';
import { starttlsHosts } from './starttls.ts';
import { tlsHosts } from './tls.ts';

export const catalogue = (options: { readonly silenceMs: number }): readonly HostDefinition[] => [
  healthyHost,
  ...starttlsHosts(options),
  ...tlsHosts,
  ...certificateHosts,
  ...routingHosts,
];
