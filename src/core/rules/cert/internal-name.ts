/**
 * The certificate carries names or addresses that mean nothing outside (RFC 6762 §3, RFC 8375; BR §4.2.2, §7.1.2.7.12): left from an inside set-up.
 * `.test` and `.example` are left out: laboratories and manuals use them.
 */
import { parseIpAddress } from '../../base/ip-address.ts';
import { chainPlaces } from '../places.ts';
import { type Rule, rfc } from '../rule.ts';
import { baselineRequirements } from './baseline-requirements.ts';
import { newRequest, signAsServer } from './new-certificate.ts';

/** Reserved, or asked for so often by inside networks that they will never be delegated (ICANN; RFC 6762 appendix G). */
const internalSuffixes = [
  'local',
  'localdomain',
  'localhost',
  'lan',
  'home',
  'home.arpa',
  'corp',
  'internal',
  'intranet',
  'private',
  'mail',
];
/** RFC 1918, RFC 3927, RFC 4193, RFC 4291 §2.5.6, loopback. */
const internalAddress =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;
const shown = 20;

export const internalName: Rule = {
  id: 'cert.internal-name',
  severity: 'info',
  acts: 'mx-operator',
  title: 'The certificate names inside hosts',
  explanation:
    'Among the names in the certificate are some that only an inside network knows. No sender can use them, public authorities may not certify them since 2015, and they tell strangers how the network is named.',
  fix: "Issue the certificate for the mail host's public name alone; use another one inside.",
  fixes: [newRequest, signAsServer],
  effective: '2015-11-01',
  citations: [rfc(6762, '3'), rfc(8375), baselineRequirements('4.2.2')],
  find: (facts) =>
    chainPlaces(facts).flatMap(({ subject, chain }) => {
      const { dns = [], ip = [] } = chain.leaf.subjectAltNames ?? {};
      const names = [...dns.filter(isInternal), ...ip.filter((address) => internalAddress.test(address))];
      return names.length > 0
        ? [{ subject, evidence: { names: names.slice(0, shown), count: names.length } }]
        : [];
    }),
};

function isInternal(name: string): boolean {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.');
  if (parseIpAddress(name)) return internalAddress.test(name);
  if (labels.length === 1) return true;
  return (
    internalSuffixes.includes(labels.at(-1) ?? '') || internalSuffixes.includes(labels.slice(-2).join('.'))
  );
}
