/**
 * Every rule there is, by area. The order is the order of findings of equal severity: what stops mail first stands first.
 * `GET /rules` and docs/rules come from this list.
 */
import { caAsLeaf } from './cert/ca-as-leaf.ts';
import { differsByAddress } from './cert/differs-by-address.ts';
import { differsByKey } from './cert/differs-by-key.ts';
import { differsBySni } from './cert/differs-by-sni.ts';
import { duplicateExtension } from './cert/duplicate-extension.ts';
import { duplicateSent } from './cert/duplicate-sent.ts';
import { expired } from './cert/expired.ts';
import { expiresSoon } from './cert/expires-soon.ts';
import { factorableKey } from './cert/factorable-key.ts';
import { internalName } from './cert/internal-name.ts';
import { keyReused } from './cert/key-reused.ts';
import { keyUsageNoDigitalSignature } from './cert/key-usage-no-digital-signature.ts';
import { keyUsageNoKeyEncipherment } from './cert/key-usage-no-key-encipherment.ts';
import { microsoftPrivateCa } from './cert/microsoft-private-ca.ts';
import { missingIntermediate } from './cert/missing-intermediate.ts';
import { mustStapleWithoutStaple } from './cert/must-staple-without-staple.ts';
import { nameMismatch } from './cert/name-mismatch.ts';
import { noSan } from './cert/no-san.ts';
import { noScts } from './cert/no-scts.ts';
import { notYetValid } from './cert/not-yet-valid.ts';
import { pathInvalid } from './cert/path-invalid.ts';
import { purposeNoServerAuth } from './cert/purpose-no-server-auth.ts';
import { revoked } from './cert/revoked.ts';
import { rootSent } from './cert/root-sent.ts';
import { selfSigned } from './cert/self-signed.ts';
import { serialInvalid } from './cert/serial-invalid.ts';
import { smallExponent } from './cert/small-exponent.ts';
import { stapleUnusable } from './cert/staple-unusable.ts';
import { tooManySent } from './cert/too-many-sent.ts';
import { unreadable } from './cert/unreadable.ts';
import { unrelatedSent } from './cert/unrelated-sent.ts';
import { untrustedIssuer } from './cert/untrusted-issuer.ts';
import { validityTooLong } from './cert/validity-too-long.ts';
import { weakKey } from './cert/weak-key.ts';
import { weakSignature } from './cert/weak-signature.ts';
import { wildcardOnly } from './cert/wildcard-only.ts';
import { wrongOrder } from './cert/wrong-order.ts';
import { breaksAtRenewal } from './dane/breaks-at-renewal.ts';
import { keyNotCovered } from './dane/key-not-covered.ts';
import { mailDomainUnsigned } from './dane/mail-domain-unsigned.ts';
import { noRollover } from './dane/no-rollover.ts';
import { recordUnusable } from './dane/record-unusable.ts';
import { daneStarttlsMissing } from './dane/starttls-missing.ts';
import { tlsaLookupFailed } from './dane/tlsa-lookup-failed.ts';
import { tlsaMismatch } from './dane/tlsa-mismatch.ts';
import { tlsaUnsigned } from './dane/tlsa-unsigned.ts';
import { tlsaUnusable } from './dane/tlsa-unusable.ts';
import { bogus } from './dns/bogus.ts';
import { denialBroken } from './dns/denial-broken.ts';
import { parentDenied } from './dns/parent-denied.ts';
import { resolverDoesNotValidate } from './dns/resolver-does-not-validate.ts';
import { tlsaFiltered } from './dns/tlsa-filtered.ts';
import { addressLookupFailed } from './mx/address-lookup-failed.ts';
import { isAddress } from './mx/is-address.ts';
import { isAlias } from './mx/is-alias.ts';
import { lookupFailed } from './mx/lookup-failed.ts';
import { noAddress } from './mx/no-address.ts';
import { noMailHost } from './mx/no-mail-host.ts';
import { nullMx } from './mx/null-mx.ts';
import { nullMxBesideOthers } from './mx/null-mx-beside-others.ts';
import { egressBlocked } from './probe/egress-blocked.ts';
import { resolverUnreachable } from './probe/resolver-unreachable.ts';
import type { Rule } from './rule.ts';
import { dialogueBroken } from './smtp/dialogue-broken.ts';
import { ehloRefused } from './smtp/ehlo-refused.ts';
import { greetingRejected } from './smtp/greeting-rejected.ts';
import { sessionDiesAfterHandshake } from './smtp/session-dies-after-handshake.ts';
import { starttlsAgain } from './smtp/starttls-again.ts';
import { starttlsClosed } from './smtp/starttls-closed.ts';
import { starttlsCommandInjection } from './smtp/starttls-command-injection.ts';
import { starttlsGarbage } from './smtp/starttls-garbage.ts';
import { starttlsNotOffered } from './smtp/starttls-not-offered.ts';
import { starttlsRefused } from './smtp/starttls-refused.ts';
import { starttlsSilent } from './smtp/starttls-silent.ts';
import { starttlsStripped } from './smtp/starttls-stripped.ts';
import { tlsRequired } from './smtp/tls-required.ts';
import { unreachable } from './smtp/unreachable.ts';
import { stsCertificateInvalid } from './sts/certificate-invalid.ts';
import { idNotBumped } from './sts/id-not-bumped.ts';
import { maxAgeShort } from './sts/max-age-short.ts';
import { modeNone } from './sts/mode-none.ts';
import { mxNotInPolicy } from './sts/mx-not-in-policy.ts';
import { policyFetchFailed } from './sts/policy-fetch-failed.ts';
import { policyInvalid } from './sts/policy-invalid.ts';
import { recordInvalid } from './sts/record-invalid.ts';
import { testing } from './sts/testing.ts';
import { withdrawnTooSoon } from './sts/withdrawn-too-soon.ts';
import { anonymousSuites } from './tls/anonymous-suites.ts';
import { clientCertificateRequested } from './tls/client-certificate-requested.ts';
import { deadVersion } from './tls/dead-version.ts';
import { drown } from './tls/drown.ts';
import { fallbackScsvMissing } from './tls/fallback-scsv-missing.ts';
import { freak } from './tls/freak.ts';
import { handshakeFailed } from './tls/handshake-failed.ts';
import { inconsistentBackends } from './tls/inconsistent-backends.ts';
import { insecureRenegotiation } from './tls/insecure-renegotiation.ts';
import { intolerant } from './tls/intolerant.ts';
import { logjam } from './tls/logjam.ts';
import { nullEncryption } from './tls/null-encryption.ts';
import { peerMisbehaved } from './tls/peer-misbehaved.ts';
import { protocolTooOld } from './tls/protocol-too-old.ts';
import { rc4 } from './tls/rc4.ts';
import { rsaKeyExchange } from './tls/rsa-key-exchange.ts';
import { signatureUnchecked } from './tls/signature-unchecked.ts';
import { sslv3 } from './tls/sslv3.ts';
import { sweet32 } from './tls/sweet32.ts';
import { weakDh } from './tls/weak-dh.ts';
import { tlsRptRecordInvalid } from './tls-rpt/record-invalid.ts';

export const rules: readonly Rule[] = [
  egressBlocked,
  resolverUnreachable,
  addressLookupFailed,
  isAddress,
  isAlias,
  lookupFailed,
  noAddress,
  noMailHost,
  nullMxBesideOthers,
  nullMx,
  daneStarttlsMissing,
  tlsaLookupFailed,
  tlsaMismatch,
  tlsaUnusable,
  keyNotCovered,
  tlsaUnsigned,
  noRollover,
  recordUnusable,
  mailDomainUnsigned,
  breaksAtRenewal,
  tlsaFiltered,
  denialBroken,
  parentDenied,
  bogus,
  resolverDoesNotValidate,
  stsCertificateInvalid,
  mxNotInPolicy,
  policyFetchFailed,
  policyInvalid,
  recordInvalid,
  idNotBumped,
  withdrawnTooSoon,
  maxAgeShort,
  testing,
  modeNone,
  tlsRptRecordInvalid,
  dialogueBroken,
  ehloRefused,
  greetingRejected,
  sessionDiesAfterHandshake,
  starttlsAgain,
  starttlsCommandInjection,
  starttlsClosed,
  starttlsGarbage,
  starttlsStripped,
  starttlsNotOffered,
  starttlsRefused,
  starttlsSilent,
  tlsRequired,
  unreachable,
  clientCertificateRequested,
  handshakeFailed,
  peerMisbehaved,
  signatureUnchecked,
  protocolTooOld,
  weakDh,
  intolerant,
  deadVersion,
  inconsistentBackends,
  drown,
  sslv3,
  freak,
  logjam,
  nullEncryption,
  rc4,
  insecureRenegotiation,
  sweet32,
  fallbackScsvMissing,
  rsaKeyExchange,
  anonymousSuites,
  expired,
  keyUsageNoDigitalSignature,
  keyUsageNoKeyEncipherment,
  duplicateExtension,
  missingIntermediate,
  nameMismatch,
  noSan,
  notYetValid,
  pathInvalid,
  purposeNoServerAuth,
  selfSigned,
  unreadable,
  untrustedIssuer,
  tooManySent,
  weakKey,
  weakSignature,
  revoked,
  expiresSoon,
  factorableKey,
  mustStapleWithoutStaple,
  wrongOrder,
  caAsLeaf,
  serialInvalid,
  smallExponent,
  validityTooLong,
  differsByAddress,
  differsByKey,
  differsBySni,
  internalName,
  microsoftPrivateCa,
  keyReused,
  rootSent,
  duplicateSent,
  unrelatedSent,
  stapleUnusable,
  noScts,
  wildcardOnly,
];
