/**
 * Certificates of policy hosts of example.com, each with one peculiarity, issued as the test begins.
 */
import { type Identity, issue } from '../dane/vector-certificates.ts';

const root = await issue({ name: 'CN=Policy Root', ca: {} });
const issuer = await issue({ name: 'CN=Policy Issuer', ca: {}, issuer: root });
const sans = ['mta-sts.example.com'];
const der = ({ certificate }: Identity) => new Uint8Array(certificate.rawData);

export const certificates = {
  root: der(root),
  issuer: der(issuer),
  good: der(await issue({ name: 'CN=good', sans, issuer: root })),
  wildcard: der(await issue({ name: 'CN=wildcard', sans: ['*.example.com'], issuer: root })),
  otherName: der(await issue({ name: 'CN=mta-sts.example.com', sans: ['www.example.com'], issuer: root })),
  mailDomain: der(await issue({ name: 'CN=example.com', sans: ['example.com'], issuer: root })),
  expired: der(await issue({ name: 'CN=expired', sans, issuer: root, years: [2020, 2022] })),
  until2030: der(await issue({ name: 'CN=2030', sans, issuer: root, years: [2020, 2030] })),
  selfSigned: der(await issue({ name: 'CN=self', sans })),
  belowIssuer: der(await issue({ name: 'CN=below', sans, issuer })),
};
