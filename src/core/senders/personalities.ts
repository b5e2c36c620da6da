/**
 * What single senders make of their TLS library (tls-libraries/): Postfix lowers OpenSSL's security level and caps the depth of a chain,
 * OpenSMTPD verifies by itself.
 */
import { opensslLevel0, opensslLevel1, opensslLevel2 } from '../tls-libraries/openssl.ts';
import { documented, measured, notKnown, type Personality } from '../tls-libraries/personality.ts';

const maximumDepth = documented(9, 'postconf(5), smtp_tls_scert_verifydepth');

/** Where a policy binds. */
export const postfixLevel1: Personality = { ...opensslLevel1, id: 'postfix-level-1', maximumDepth };

/** At level may. */
export const postfixLevel0: Personality = { ...opensslLevel0, id: 'postfix-level-0', maximumDepth };

/** OpenSMTPD 6.8 as Debian links it; its own verification takes weak keys and hashes. */
export const opensmtpd68: Personality = {
  ...opensslLevel2,
  id: 'opensmtpd-6.8',
  library: 'OpenSSL 3 under OpenSMTPD 6.8',
  minimumRsaBits: measured(0),
  minimumCurveBits: notKnown('not tried'),
  sha1Certificate: measured('accepted'),
  md5Certificate: notKnown('not tried'),
  purpose: measured('ignored'),
};
