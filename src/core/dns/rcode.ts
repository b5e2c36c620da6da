/**
 * DNS response codes by their IANA names, and the outcome each one means for a look-up.
 * Source: IANA, Domain Name System (DNS) Parameters, DNS RCODEs.
 */
import type { DnsOutcome } from './answer.ts';

const names: Readonly<Record<number, string>> = {
  0: 'NOERROR',
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  6: 'YXDOMAIN',
  7: 'YXRRSET',
  8: 'NXRRSET',
  9: 'NOTAUTH',
  10: 'NOTZONE',
  11: 'DSOTYPENI',
  16: 'BADVERS',
  17: 'BADKEY',
  18: 'BADTIME',
  19: 'BADMODE',
  20: 'BADNAME',
  21: 'BADALG',
  22: 'BADTRUNC',
  23: 'BADCOOKIE',
};

/** The IANA name of a response code, `RCODE12` for one without. */
export function rcodeName(rcode: number): string {
  return names[rcode] ?? `RCODE${rcode}`;
}

/** What a response code says about the question; NOERROR needs the records to tell `answer` from `no-data` (RFC 2308 §2). */
export function rcodeOutcome(rcode: number, hasRecords: boolean): DnsOutcome {
  switch (rcodeName(rcode)) {
    case 'NOERROR':
      return hasRecords ? 'answer' : 'no-data';
    case 'NXDOMAIN':
      return 'name-error';
    case 'SERVFAIL':
      return 'servfail';
    case 'REFUSED':
      return 'refused';
    default:
      return 'other-rcode';
  }
}
