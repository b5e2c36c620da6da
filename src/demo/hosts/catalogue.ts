/**
 * Every host of the town, in the order of its table. The order gives addresses, which nothing may rely on.
 */
import type { HostDefinition } from '../host.ts';
import { certificateHosts } from './certificates.ts';
import { daneHosts } from './dane.ts';
import { mtaStsHosts } from './mta-sts.ts';
import { healthyHost, routingHosts } from './routing.ts';
import { starttlsHosts } from './starttls.ts';
import { tlsHosts } from './tls.ts';

export const catalogue = (options: { readonly silenceMs: number }): readonly HostDefinition[] => [
  healthyHost,
  ...starttlsHosts(options),
  ...tlsHosts,
  ...certificateHosts,
  ...routingHosts,
  ...daneHosts,
  ...mtaStsHosts,
];
