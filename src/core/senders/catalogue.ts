/**
 * The sender profiles there are, in the order in which reports list them. A new profile is one file and one line here.
 */
import type { Port } from '../observation.ts';
import type { SenderProfile } from './profile.ts';
import { amazonSes } from './profiles/amazon-ses.ts';
import { dma, dmaTls } from './profiles/dma.ts';
import { exchange } from './profiles/exchange.ts';
import { exim } from './profiles/exim.ts';
import { exim498 } from './profiles/exim-4.98.ts';
import { eximNoDane, eximNoDane498 } from './profiles/exim-nodane.ts';
import { eximOpenssl } from './profiles/exim-openssl.ts';
import { gmail } from './profiles/gmail.ts';
import { goSmtp } from './profiles/go-smtp.ts';
import { haraka } from './profiles/haraka.ts';
import { kumomta } from './profiles/kumomta.ts';
import { maddy } from './profiles/maddy.ts';
import { microsoft365 } from './profiles/microsoft365.ts';
import { msmtp } from './profiles/msmtp.ts';
import { nodemailer } from './profiles/nodemailer.ts';
import { opensmtpd68 } from './profiles/opensmtpd-6.8.ts';
import { opensmtpd76 } from './profiles/opensmtpd-7.6.ts';
import { postfixDane, postfixDane310 } from './profiles/postfix-dane.ts';
import { postfixMay } from './profiles/postfix-may.ts';
import { postfixMay310 } from './profiles/postfix-may-3.10.ts';
import { postfixSts, postfixSts310 } from './profiles/postfix-sts.ts';
import { pythonSmtplib } from './profiles/python-smtplib.ts';
import { qmailTls } from './profiles/qmail-tls.ts';
import { sendmail } from './profiles/sendmail.ts';
import { sendmailClear, sendmailDane, sendmailSts, sendmailSts818 } from './profiles/sendmail-variants.ts';
import { fastmail, icloud, nullmailer, proton, yahoo } from './profiles/unknown-services.ts';

export const senderProfiles: readonly SenderProfile[] = [
  postfixMay,
  postfixDane,
  postfixSts,
  exim,
  sendmail,
  gmail,
  microsoft365,
  postfixMay310,
  postfixDane310,
  postfixSts310,
  exim498,
  eximNoDane,
  eximNoDane498,
  sendmailClear,
  sendmailSts,
  sendmailSts818,
  sendmailDane,
  opensmtpd68,
  opensmtpd76,
  dma,
  dmaTls,
  goSmtp,
  nodemailer,
  pythonSmtplib,
  msmtp,
  eximOpenssl,
  exchange,
  haraka,
  qmailTls,
  maddy,
  kumomta,
  amazonSes,
  yahoo,
  icloud,
  proton,
  fastmail,
  nullmailer,
];

/** The published set that a verdict's status is computed over. */
export const statusSenders: readonly string[] = [
  'postfix-may',
  'postfix-dane',
  'postfix-sts',
  'exim',
  'sendmail',
  'gmail',
  'microsoft365',
].filter((id) => senderProfiles.some((profile) => profile.id === id));

/** Port 25 is for everybody; 465 and 587 are for submission clients (RFC 6409 §3.1, RFC 8314 §3.3). */
export function profilesFor(port: Port): readonly SenderProfile[] {
  if (port === 25) return senderProfiles;
  const clients = senderProfiles.filter(({ kind }) => kind === 'submission-client');
  return port === 465 ? clients.filter(({ implicitTls }) => implicitTls) : clients;
}
