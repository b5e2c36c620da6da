/**
 * Which failures can happen to a sender at all: one that never does TLS meets none in it, one that demands no certificate is not stopped by one
 * (a policy apart), one that demands TLS is never refused in cleartext.
 */
import type { SenderProfile } from './profile.ts';
import type { FailureClass } from './profile-reactions.ts';

/** Can it have this failure where no policy binds? */
export function canMeet(
  { starttls, verification }: Pick<SenderProfile, 'starttls' | 'verification'>,
  failure: FailureClass,
): boolean {
  if (starttls === 'never' && isOfTls(failure)) return false;
  if (starttls === 'required' && /^(cleartext|mail-in-clear)-/.test(failure)) return false;
  const isVerdict = failure === 'verification-failed' || failure === 'match-failed';
  return !isVerdict || verification.when === 'always';
}

const isOfTls = (failure: FailureClass): boolean =>
  /^(starttls|handshake|verification|match|session|late|ehlo-over-tls|mail-over-tls)-/.test(failure);
