/**
 * How clients repeat what getaddrinfo told them: glibc's own texts (gai_strerror), and what languages make of them.
 */
import type { AddressLookup } from '../address-lookup.ts';

export type LookupWords = Readonly<Partial<Record<AddressLookup, string>>>;

const tryAgain = 'Temporary failure in name resolution';

export const glibcLookup = {
  'no-name': 'Name or service not known',
  'no-data': 'No address associated with hostname',
  'try-again': tryAgain,
  'silent-a': tryAgain,
  'silent-aaaa': tryAgain,
} as const satisfies LookupWords;

const pythonTryAgain = `[Errno -3] ${tryAgain}`;

/** net/cgo_unix.go, cgoLookupIPCNAME: one of them has a text of Go's own. */
export const goLookup: LookupWords = { ...glibcLookup, 'no-name': 'no such host' };

/** Modules/socketmodule.c, set_gaierror */
export const pythonLookup: LookupWords = {
  'no-name': `[Errno -2] ${glibcLookup['no-name']}`,
  'no-data': `[Errno -5] ${glibcLookup['no-data']}`,
  'try-again': pythonTryAgain,
  'silent-a': pythonTryAgain,
  'silent-aaaa': pythonTryAgain,
};

/**
 * nodemailer asks c-ares for A, then for AAAA where its host has IPv6, and then its system (lib/shared/index.js, resolveHostname). Of a look-up
 * for AAAA alone that is silent it depends what is told. Node has one word for two of the system's (lib/internal/errors.js, DNSException).
 */
export const nodemailerLookup: LookupWords = {
  'no-name': 'getaddrinfo ENOTFOUND',
  'no-data': 'getaddrinfo ENOTFOUND',
  'try-again': 'getaddrinfo EAI_AGAIN',
  'silent-a': 'queryA ETIMEOUT',
};
