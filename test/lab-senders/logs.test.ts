/** The lab's readers of senders' logs, on lines that the senders wrote. */
import { describe, expect, it } from 'vitest';
import { readDmaLog } from '../lab/senders/logs/dma.ts';
import { readEximLog } from '../lab/senders/logs/exim.ts';
import { readOneShotLog } from '../lab/senders/logs/one-shot.ts';
import { readOpenSmtpdLog } from '../lab/senders/logs/opensmtpd.ts';
import { readPostfixLog } from '../lab/senders/logs/postfix.ts';
import { readSendmailLog } from '../lab/senders/logs/sendmail.ts';

/** Domain, fate, word and number of lines of each attempt. */
const told = (attempts: ReturnType<typeof readEximLog>) =>
  attempts.map(({ domain, fate, peer, lines }) => [domain, fate, peer, lines.length]);

describe("Postfix' log", () => {
  const log = [
    'Nov 26 18:11:27 postfix-may postfix/qmgr[390]: 20D9570: from=<root@postfix-may.sender.test>, size=341, nrcpt=1 (queue active)',
    'Nov 26 18:11:27 postfix-may postfix/smtp[424]: SSL_connect error to mx.starttls-close.lab.test[127.25.16.1]:25: lost connection',
    'Nov 26 18:11:27 postfix-may postfix/smtp[420]: Untrusted TLS connection established to mx.expired.lab.test[127.25.6.1]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)',
    'Nov 26 18:11:27 postfix-may postfix/smtp[424]: 20D9570: to=<u@starttls-close.lab.test>, relay=mx.starttls-close.lab.test[127.25.16.1]:25, delay=0.15, delays=0.02/0.11/0.02/0, dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)',
    'Nov 26 18:11:27 postfix-may postfix/smtp[420]: 1E00F6C: to=<u@expired.lab.test>, relay=mx.expired.lab.test[127.25.6.1]:25, delay=0.1, delays=0.01/0.02/0.04/0.03, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)',
    'Nov 26 18:12:02 postfix-may postfix/smtp[426]: 20D9570: Cannot start TLS: handshake failure',
    'Nov 26 18:12:02 postfix-may postfix/smtp[426]: 20D9570: to=<u@starttls-close.lab.test>, relay=mx.starttls-close.lab.test[127.25.16.1]:25, delay=35, delays=35/0/0/0.04, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)',
  ].join('\n');

  it('is read by process, so that what several do at once is told apart', () => {
    expect(told(readPostfixLog(log))).toEqual([
      ['starttls-close.lab.test', 'deferred', undefined, 2],
      ['expired.lab.test', 'delivered', 'Untrusted', 2],
      ['starttls-close.lab.test', 'delivered', undefined, 2],
    ]);
  });

  it('is kept without queue ids', () => {
    expect(readPostfixLog(log)[2]?.lines[0]).toBe('Cannot start TLS: handshake failure');
  });
});

it("Exim's log is read by message", () => {
  const log = [
    '2026-11-26 18:14:07 1xWdyx-00007E-2U <= root@exim.sender.test U=root P=local S=378',
    '2026-11-26 18:14:07 1xWdyx-00007F-2V TLS session: (gnutls_handshake): Key usage violation in certificate has been detected.: delivering unencrypted to H=mx.ku.lab.test [127.25.2.1] (not in hosts_require_tls)',
    '2026-11-26 18:14:07 1xWdyx-00007E-2U => u@healthy.lab.test R=dnslookup T=remote_smtp H=mx.healthy.lab.test [127.25.1.1] X=TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=yes DN="CN=mx.healthy.lab.test" C="250 2.0.0 Ok: queued"',
    '2026-11-26 18:14:07 1xWdyx-00007F-2V => u@ku.lab.test R=dnslookup T=remote_smtp H=mx.ku.lab.test [127.25.2.1] C="250 2.0.0 Ok: queued"',
    '2026-11-26 18:14:08 1tMdyx-000000007GG-2V == u@dane.lab.test R=dnslookup T=remote_smtp defer (-37) H=mx.dane.lab.test [127.25.3.1]: TLS session: (certificate verification failed): Verification failed.',
    '2026-11-26 18:14:08 1xWdyx-00007H-2V Spool file for 1xWdyx-00007H-2V is locked (another process is handling this message)',
    '2026-11-26 18:14:08 1xWdyx-00007H-2V ** u@nxdomain.lab.test: Unrouteable address',
  ].join('\n');
  expect(told(readEximLog(log))).toEqual([
    ['healthy.lab.test', 'delivered', 'CV=yes', 1],
    ['ku.lab.test', 'delivered', undefined, 2],
    ['dane.lab.test', 'deferred', undefined, 1],
    ['nxdomain.lab.test', 'bounced', undefined, 1],
  ]);
});

describe("Sendmail's log", () => {
  it('is read without what it says of its configuration', () => {
    const log = [
      'mail.info: Nov 26 18:14:19 sendmail[283]: 6AQIEJjI000273: SMTP outgoing connect on localhost',
      'mail.warn: Nov 26 18:14:19 sendmail[283]: STARTTLS: ClientCertFile missing',
      'mail.warn: Nov 26 18:14:19 sendmail[283]: STARTTLS=client, error: connect failed=-1, reason=unexpected eof while reading, SSL_error=1, errno=32, retry=-1',
      'mail.notice: Nov 26 18:14:19 sendmail[283]: ruleset=tls_server, arg1=SOFTWARE, relay=mx.starttls-close.lab.test, reject=454 4.7.0 TLS handshake failed.',
      'mail.info: Nov 26 18:14:19 sendmail[283]: 6AQIEJjI000273: to=u@starttls-close.lab.test, ctladdr=root@sendmail.sender.test (0/0), delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=30020, relay=mx.starttls-close.lab.test. [127.25.16.1], dsn=4.7.0, stat=Deferred: 454 4.7.0 TLS handshake failed.',
      'mail.info: Nov 26 18:14:19 sendmail[283]: poststats: /var/lib/sendmail/sendmail.st: No such file or directory',
    ].join('\n');
    expect(told(readSendmailLog(log))).toEqual([['starttls-close.lab.test', 'deferred', undefined, 3]]);
  });

  it('has a line for each host of one attempt', () => {
    const log = [
      'mail.info: Nov 26 18:14:19 sendmail[283]: 6AQIEJjI000273: to=u@two.lab.test, delay=00:00:00, mailer=esmtp, relay=mx.two.lab.test. [127.25.16.1], dsn=4.7.0, stat=Deferred: 454 4.7.0 TLS handshake failed.',
      'mail.info: Nov 26 18:14:19 sendmail[283]: STARTTLS=client, relay=mx2.two.lab.test., version=TLSv1.3, verify=OK, cipher=TLS_AES_256_GCM_SHA384, bits=256/256',
      'mail.info: Nov 26 18:14:19 sendmail[283]: 6AQIEJjI000273: to=u@two.lab.test, delay=00:00:00, mailer=esmtp, relay=mx2.two.lab.test. [127.25.16.2], dsn=2.0.0, stat=Sent (2.0.0 Ok: queued)',
    ].join('\n');
    expect(told(readSendmailLog(log))).toEqual([['two.lab.test', 'delivered', 'verify=OK', 3]]);
  });
});

it("OpenSMTPD's log is put together by the address of a session", () => {
  const log = [
    '2d38e6f5a1c2b3d4 mta connecting address=smtp://127.25.10.1:25 host=127.25.10.1',
    '2d38e6f5a1c2b3d4 mta connected',
    '2d38e6f5a1c2b3d4 mta tls ciphers=TLSv1.3:TLS_AES_256_GCM_SHA384:256',
    '2d38e6f5a1c2b3d4 mta server-cert-check result="failure"',
    '2d38e6f5a1c2b3d4 mta delivery evpid=47ffd97adec07c9e from=<root@opensmtpd.sender.test> to=<u@expired.lab.test> rcpt=<-> source="127.0.0.1" relay="127.25.10.1 (127.25.10.1)" delay=1s result="Ok" stat="250 2.0.0 Ok: queued"',
    '2d38e6f5a1c2b3d5 mta connecting address=smtp://127.25.32.1:25 host=127.25.32.1',
    '2d38e6f5a1c2b3d5 mta error reason=Connection timeout',
    '0000000000000000 mta delivery evpid=1951129975c5aed8 from=<root@opensmtpd.sender.test> to=<u@silent.lab.test> rcpt=<-> source="-" relay="silent.lab.test" delay=5m2s result="TempFail" stat="Network error on destination MXs"',
  ].join('\n');
  const domains: Record<string, string> = {
    '127.25.10.1': 'expired.lab.test',
    '127.25.32.1': 'silent.lab.test',
  };
  expect(told(readOpenSmtpdLog(log, (address) => domains[address]))).toEqual([
    ['expired.lab.test', 'delivered', 'cert-check=failure', 5],
    ['silent.lab.test', 'deferred', undefined, 3],
  ]);
});

it("dma's log is read by attempt, and an attempt without an end is none", () => {
  const log = [
    'mail.info: Nov 26 18:14:43 dma[39]: mail to=<u@starttls-alert.lab.test> queued as 39.55a07d93bf30',
    'mail.info: Nov 26 18:14:43 dma[39.55a07d93bf30]: <u@starttls-alert.lab.test> trying delivery',
    'mail.info: Nov 26 18:14:43 dma[41.55a07d93bf30]: <u@starttls-close.lab.test> trying delivery',
    'mail.err: Nov 26 18:14:44 dma[39.55a07d93bf30]: remote delivery deferred: SSL handshake failed fatally: error:0A000410:SSL routines::sslv3 alert handshake failure',
    'mail.info: Nov 26 18:16:44 dma[39.55a07d93bf30]: <u@starttls-alert.lab.test> trying delivery',
    'mail.info: Nov 26 18:16:44 dma[39.55a07d93bf30]: <u@starttls-alert.lab.test> delivery successful',
    'mail.info: Nov 26 18:25:38 dma[134.5575ff185f20]: <u@refused.lab.test> trying delivery',
    'mail.info: Nov 26 18:25:38 dma[134.5575ff185f20]: connect to mx.refused.lab.test [127.25.51.1] failed: Connection refused',
    'mail.info: Nov 26 18:16:44 dma[43.55a07d93bf30]: <u@nxdomain.lab.test> trying delivery',
    'mail.err: Nov 26 18:16:44 dma[43.55a07d93bf30]: remote delivery failed: DNS lookup failure: host nxdomain.lab.test not found',
    'mail.err: Nov 26 18:16:44 dma[43.55a07d93bf30]: delivery failed, bouncing as 2a6574',
  ].join('\n');
  expect(told(readDmaLog(log))).toEqual([
    ['starttls-alert.lab.test', 'deferred', undefined, 2],
    ['starttls-alert.lab.test', 'delivered', undefined, 2],
    ['refused.lab.test', 'deferred', undefined, 2],
    ['nxdomain.lab.test', 'bounced', undefined, 3],
  ]);
});

it("a one-shot client's log ends with its exit status", () => {
  const log = [
    'begin u@healthy.lab.test',
    'exit 0',
    'begin u@expired.lab.test',
    'msmtp: TLS certificate verification failed: The certificate is NOT trusted. The certificate chain uses expired certificate. ',
    'msmtp: could not send mail',
    'exit 69',
    '',
  ].join('\n');
  expect(told(readOneShotLog(log))).toEqual([
    ['healthy.lab.test', 'delivered', 'client-always-verifies', 1],
    ['expired.lab.test', 'error-to-caller', undefined, 3],
  ]);
});
