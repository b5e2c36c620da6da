/**
 * Postfix at level may with postfix-mta-sts-resolver as policy server: an enforced policy becomes "secure match=<its mx entries>", so the
 * certificate is compared with the policy's names, not with the host's. DANE is not looked at.
 */
import { postfixOpenssl30Policy } from '../hellos/postfix-openssl30.ts';
import { postfixOpenssl35Sts } from '../hellos/postfix-openssl35.ts';
import { postfixLevel1 } from '../personalities.ts';
import type { SenderProfile } from '../profile.ts';
import { postfixDane } from './postfix-dane.ts';
import { postfixMay } from './postfix-may.ts';
import { postfixMay310 } from './postfix-may-3.10.ts';

const notVerified = 'relay={host}[{ip}]:{port}, dsn=4.7.5, status=deferred (Server certificate not verified)';

export const postfixSts: SenderProfile = {
  ...postfixMay,
  id: 'postfix-sts',
  name: 'Postfix 3.7 with postfix-mta-sts-resolver',
  shortName: 'Postfix with MTA-STS',
  measuredAs: ['postfix-sts'],
  tlsUnderPolicy: { hello: postfixOpenssl30Policy, personality: postfixLevel1, sni: true },
  mtaSts: {
    matches: 'policy-names',
    sanMatching: 'rfc9525',
    reader: 'postfix-mta-sts-resolver',
  },
  underPolicy: postfixDane.underPolicy,
  log: { ...postfixMay.log, 'verification-failed': notVerified, 'match-failed': notVerified },
  ...(postfixDane.logUnderPolicy && { logUnderPolicy: postfixDane.logUnderPolicy }),
  sources: {
    ...postfixMay.sources,
    resolver: {
      fact: 'MTA-STS: how it reads record and policy',
      source: 'laboratory: Debian 12, postfix-mta-sts-resolver 1.1.2',
      confidence: 'measured',
    },
    responder: {
      fact: 'the policy reaches Postfix as secure match=... servername=hostname',
      source: 'postfix_mta_sts_resolver/responder.py',
      confidence: 'source-code',
    },
  },
  from: { ...postfixMay.from, mtaSts: ['resolver', 'responder'] },
};

/** 3.10 with resolver 1.5 behaves the same with another hello. */
export const postfixSts310: SenderProfile = {
  ...postfixSts,
  id: 'postfix-sts-3.10',
  name: 'Postfix 3.10 with postfix-mta-sts-resolver',
  shortName: 'Postfix 3.10 with MTA-STS',
  versions: postfixMay310.versions,
  measuredAs: ['postfix-trixie-sts'],
  sources: {
    ...postfixSts.sources,
    ...postfixMay310.sources,
    resolver: {
      fact: 'MTA-STS: how it reads record and policy',
      source: 'laboratory: Debian 13, postfix-mta-sts-resolver 1.5',
      confidence: 'measured',
    },
  },
  ...(postfixMay310.tls && { tls: postfixMay310.tls }),
  tlsUnderPolicy: { hello: postfixOpenssl35Sts, personality: postfixLevel1, sni: true },
};
