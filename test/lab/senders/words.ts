/**
 * Words that the rows of scenarios/ share: records, and defects that come in many combinations.
 */
import type { DnsRecord } from '../../../src/core/dns/answer.ts';
import { alertLevels, alerts, contentTypes, versions } from '../../../src/core/tls/code-points.ts';
import { frame } from '../../../src/core/tls/record-protection.ts';
import type { ServerDefinition, ServerNames } from '../../../src/demo/host.ts';
import type { LeafOptions } from '../../../src/demo/leaf.ts';
import { addressRecord } from '../../../src/demo/raise-host.ts';
import type { Reply, SmtpScript } from '../../../src/demo/smtp-script.ts';
import type { ZoneName } from '../../../src/demo/zone.ts';

export const mx = (preference: number, exchange: string): DnsRecord => ({ type: 'MX', preference, exchange });
export const at = (...addresses: readonly string[]): ZoneName => ({ records: addresses.map(addressRecord) });
export const alias = (target: string): ZoneName => ({ records: [{ type: 'CNAME', target }] });
export const text = (...strings: string[]): DnsRecord => ({ type: 'TXT', strings });
export const signed = (name: ZoneName): ZoneName => ({ ...name, secure: true });

/** The domain's own name with these mail hosts, the first one best. */
export const mailHosts = (...exchanges: readonly string[]): ZoneName => ({
  records: exchanges.map((exchange, i) => mx(10 * (i + 1), exchange)),
});

export const silence = { instead: 'silence' } as const satisfies Reply;
export const hangUp = { instead: 'close' } as const satisfies Reply;
export const reset = { instead: 'reset' } as const satisfies Reply;

export const wantsTls = { MAIL: '530 5.7.0 Must issue a STARTTLS command first' } as const;

const plainExtensions = ['PIPELINING', 'SIZE 10240000', '8BITMIME'];
export const noStarttls: Partial<SmtpScript> = { extensions: plainExtensions };

/** No suite that anybody has. */
export const noCipher = { maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-GCM-SHA256:@SECLEVEL=0' } as const;

export const selfSigned = (): Partial<LeafOptions> => ({ issuer: 'self' });
export const untrusted = (): Partial<LeafOptions> => ({ issuer: 'stranger' });
export const expired = (): Partial<LeafOptions> => ({ notBeforeDays: -100, notAfterDays: -10 });
export const otherName = (): Partial<LeafOptions> => ({ names: ['mail.elsewhere.test'] });
export const encipherOnly = (): Partial<LeafOptions> => ({ keyUsage: ['keyEncipherment'] });

/** A certificate for the first mail host's name, on whatever server. */
export const asFirst = ({ domain }: ServerNames): Partial<LeafOptions> => ({ names: [`mx.${domain}`] });

export const nobody: ServerDefinition = { absent: true };

/** An alert in cleartext, as a record. */
export const alert = (name: keyof typeof alerts, level: keyof typeof alertLevels = 'fatal'): Uint8Array =>
  frame(contentTypes.alert, versions.tls12, Uint8Array.of(alertLevels[level], alerts[name]));
