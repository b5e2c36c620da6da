/**
 * What Sendmail writes to its log, as recorded in the laboratory; host, address, reason and reply are filled in (log-line.ts).
 */
import type { LogTemplates } from '../profile-reactions.ts';

const handshake = 'relay={relay}, dsn=4.7.0, stat=Deferred: 454 4.7.0 TLS handshake failed.';
const notStarted = 'relay={relay}, dsn=4.7.0, stat=Deferred: 454 4.7.0 STARTTLS failed.';

export const sendmailLog: LogTemplates = {
  'greeting-timed-out': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection timed out with {host}.',
  'greeting-malformed': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection timed out with {host}.',
  'greeting-closed': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection reset by {host}.',
  'ehlo-timed-out': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection timed out with {host}.',
  'ehlo-closed': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection reset by {host}.',
  'ehlo-reset': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection reset by {host}.',
  'ehlo-421': 'relay={relay}, dsn=4.5.0, reply={reply}, stat=Deferred: {reply}',
  'starttls-closed': 'relay={relay}, dsn=4.0.0, stat=Deferred',
  'starttls-timed-out': 'relay={relay}, dsn=4.0.0, stat=Deferred',
  'starttls-reset': 'relay={relay}, dsn=4.0.0, stat=Deferred',
  'session-timed-out': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection timed out with {host}.',
  'connection-timed-out': 'relay={relay}, dsn=4.4.1, stat=Deferred: Connection timed out with {host}.',
  'connection-unreachable': 'relay={relay}, dsn=4.4.1, stat=Deferred: {host}.: Network is unreachable',
  'address-lookup-failed':
    'relay={host}., dsn=4.4.3, stat=Deferred: Name server: {host}.: host name lookup failure',
  'cleartext-refused-4xx': 'relay={relay}, dsn={offeredDsn}, reply={reply}, stat=Deferred: {reply}',
  'null-mx': 'relay={host}., dsn=5.1.10, stat=Service unavailable',
  'domain-not-found': 'relay={host}, dsn=5.1.2, stat=Host unknown (Name server: {host}: host not found)',
  'domain-without-host': 'relay={host}, dsn=5.1.2, stat=Host unknown (Name server: {host}: no data known)',
  'connection-refused': 'relay={relay}, dsn=4.4.1, stat=Deferred: Connection refused by {host}.',
  'no-host-address': 'relay={host}., dsn=5.1.2, stat=Host unknown (Name server: {host}.: host not found)',
  'mx-is-root': 'relay=., dsn=5.1.2, stat=Host unknown (Name server: .: non-recoverable error)',
  'mx-lookup-failed': 'dsn=4.4.3, stat=queued',
  'greeting-4xx': 'relay={relay}, dsn=4.5.0, reply={reply}, stat=Deferred: {reply}',
  'greeting-5xx': 'relay={relay}, dsn=5.5.0, reply={reply}, stat=Service unavailable',
  'helo-refused': 'relay={relay}, dsn=5.5.0, reply={reply}, stat=Service unavailable',
  'ehlo-over-tls-421': 'relay={relay}, dsn=4.5.0, reply={reply}, stat=Deferred: {reply}',
  'ehlo-over-tls-closed':
    'relay={relay}, dsn=4.4.2, reply={reply}, stat=Deferred: Connection reset by {host}.',
  'ehlo-over-tls-4xx': 'relay={relay}, dsn=4.5.0, reply={reply}, stat=Deferred: {reply}',
  'mail-over-tls-timed-out': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection timed out with {host}.',
  'mail-in-clear-timed-out': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection timed out with {host}.',
  'mail-over-tls-closed': 'relay={relay}, dsn=4.4.2, stat=Deferred',
  'mail-over-tls-reset': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection reset by {host}.',
  'mail-in-clear-closed': 'relay={relay}, dsn=4.4.2, stat=Deferred',
  'starttls-421': 'relay={relay}, dsn=4.0.0, reply={reply}, stat=Deferred: {reply}',
  'starttls-2xx': notStarted,
  'starttls-3xx': notStarted,
  'handshake-failed': handshake,
  'handshake-closed': handshake,
  'handshake-timeout': handshake,
  'session-dies': 'relay={relay}, dsn=4.4.2, stat=Deferred: Connection reset by {host}.',
  'cleartext-refused-5xx': 'relay={relay}, dsn={offeredDsn}, reply={reply}, stat=Service unavailable',
  'delivered-tls': 'STARTTLS=client, relay={host}., {peer}',
  'delivered-cleartext': 'relay={relay}, dsn=2.0.0, stat=Sent',
};

const demanded = (text: string): string => `relay={relay}, dsn=4.7.0, stat=Deferred: 403 4.7.0 ${text}`;
const answered = (text: string): string =>
  `relay={relay}, dsn=4.7.0, reply={reply}, stat=Deferred: 403 4.7.0 ${text}`;
const noHandshake = demanded('TLS handshake failed.');
const notTls = demanded('STARTTLS failed.');
const lost = demanded('authentication failure ');
const noTls = 'other side does not support STARTTLS';

/** Where MTA-STS binds: the ruleset TLS_connection with the demand TEMP+VERIFY, by how STARTTLS ended (cf/m4/proto.m4). */
export const sendmailStsLog: LogTemplates = {
  'handshake-failed': noHandshake,
  'handshake-closed': noHandshake,
  'handshake-timeout': noHandshake,
  'starttls-absent': demanded(noTls),
  'starttls-refused-5xx': answered(noTls),
  'starttls-refused-4xx': answered('authentication failure '),
  'starttls-421': answered('authentication failure '),
  'starttls-2xx': notTls,
  'starttls-3xx': notTls,
  'starttls-lost': lost,
  'starttls-closed': lost,
  'starttls-reset': lost,
  'starttls-timed-out': lost,
};
