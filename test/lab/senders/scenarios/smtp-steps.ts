/**
 * Refusals and silences at each step of the SMTP dialogue (RFC 5321 §3.1, §4.2; RFC 3207 §4), in cleartext and over TLS.
 */
import type { SmtpScript } from '../../../../src/demo/smtp-script.ts';
import { type Scenario, silenceMs } from '../scenario.ts';
import { hangUp, noCipher, noStarttls, reset, silence, wantsTls } from '../words.ts';

const scripted = (id: string, what: string, script: Partial<SmtpScript>): Scenario => ({
  id,
  what,
  servers: [{ script }],
});

const silences: readonly Scenario[] = [
  scripted('greeting-never', 'no greeting ever comes', { greetingDelayMs: silenceMs }),
  scripted('greeting-late', 'the greeting comes after 8 seconds', { greetingDelayMs: 8_000 }),
  scripted('ehlo-never', 'EHLO is never answered', { inClear: { EHLO: silence, HELO: silence } }),
  scripted('upgrade-never', 'STARTTLS is never answered', { starttlsReply: silence }),
  scripted('tls-ehlo-never', 'EHLO over TLS is never answered', { overTls: { EHLO: silence } }),
  scripted('tls-mail-never', 'MAIL over TLS is never answered', { overTls: { MAIL: silence } }),
  scripted('mail-never', 'no STARTTLS, and MAIL is never answered', {
    ...noStarttls,
    inClear: { MAIL: silence },
  }),
];

/** Ten seconds and more are nothing to a sender (RFC 5321 §4.5.3.2). Nothing is pipelined: the answers would come out of order. */
const late = <Text extends string>(say: Text) => ({ say, afterMs: 13_000 });
const unpipelined = { extensions: ['STARTTLS'], extensionsOverTls: ['8BITMIME'] };
const lateAnswers: readonly Scenario[] = [
  scripted('ehlo-late', 'EHLO is answered after 13 seconds', {
    ...unpipelined,
    inClear: { EHLO: late('250-late.badmx.test\r\n250 STARTTLS') },
  }),
  scripted('upgrade-late', 'STARTTLS is answered after 13 seconds', {
    ...unpipelined,
    starttlsReply: late('220 2.0.0 Ready'),
  }),
  scripted('tls-mail-late', 'MAIL over TLS is answered after 13 seconds', {
    ...unpipelined,
    overTls: { MAIL: late('250 2.1.0 Ok') },
  }),
  scripted('mail-late', 'no STARTTLS, and MAIL is answered after 13 seconds', {
    extensions: ['8BITMIME'],
    inClear: { MAIL: late('250 2.1.0 Ok') },
  }),
];

const beforeTls: readonly Scenario[] = [
  scripted('greeting-250', 'the greeting is 250', { greeting: ['250 hello'] }),
  scripted('greeting-no-code', 'the greeting has no code', { greeting: ['Welcome to our mail server'] }),
  scripted('greeting-500', 'the greeting is 500', { greeting: ['500 5.3.0 Broken'] }),
  scripted('greeting-220-bare', 'the greeting is 220 and nothing else', { greeting: ['220'] }),
  scripted('greeting-421-stays', 'the greeting is 421, the connection stays open', {
    greeting: ['421 4.7.0 Too many connections'],
    inClear: { EHLO: '421 4.7.0 Too many connections' },
  }),
  scripted('greeting-three-lines', 'a greeting of three lines that names ESMTP in the last', {
    greeting: ['220-All transactions are logged', '220-No spam', '220 ESMTP'],
  }),
  scripted('ehlo-504', 'EHLO is answered 504, HELO works', {
    inClear: { EHLO: '504 5.5.4 Command parameter not implemented' },
  }),
  scripted('greeting-554-lines', 'a greeting of two lines with 554', {
    greeting: ["554-5.7.1 We don't know you", '554 5.7.1 See https://postmaster.badmx.test'],
    closeAfterGreeting: true,
  }),
  scripted('greeting-close', 'the server closes without a greeting', {
    greeting: [],
    closeAfterGreeting: true,
  }),
  scripted('ehlo-close', 'EHLO is answered by a close', { inClear: { EHLO: hangUp, HELO: hangUp } }),
  scripted('ehlo-421', 'EHLO is answered 421', { inClear: { EHLO: '421 4.3.2 Closing' } }),
  scripted('ehlo-500-both', 'EHLO and HELO are answered 500', {
    inClear: { EHLO: '500 5.5.1 Unrecognized', HELO: '500 5.5.1 Unrecognized' },
  }),
  scripted('ehlo-reset', 'EHLO is answered by a reset', { inClear: { EHLO: reset, HELO: reset } }),
  scripted('ehlo-bare', 'EHLO offers STARTTLS and nothing else', {
    extensions: ['STARTTLS'],
    extensionsOverTls: [],
  }),
  scripted('ehlo-lower-case', 'EHLO offers starttls in small letters', {
    extensions: ['pipelining', 'starttls'],
  }),
  scripted('ehlo-long', 'EHLO has 40 keywords, STARTTLS the last', {
    extensions: [...Array.from({ length: 39 }, (_, i) => `XTENSION${i}`), 'STARTTLS'],
  }),
  scripted('ehlo-twice-offered', 'EHLO offers STARTTLS twice', {
    extensions: ['STARTTLS', 'PIPELINING', 'STARTTLS'],
  }),
];

const upgrade: readonly Scenario[] = [
  scripted('upgrade-503', 'STARTTLS is answered 503', { starttlsReply: '503 5.5.1 Bad sequence' }),
  scripted('upgrade-502', 'STARTTLS is offered and answered 502', {
    starttlsReply: '502 5.5.1 Not implemented',
  }),
  scripted('upgrade-452', 'STARTTLS is answered 452', {
    starttlsReply: '452 4.3.1 Insufficient system storage',
  }),
  scripted('upgrade-454-lines', 'STARTTLS is answered 454 in two lines', {
    starttlsReply: '454-4.7.0 TLS is not available\r\n454 4.7.0 due to a local problem',
  }),
  scripted('upgrade-close', 'STARTTLS is answered by a close', { starttlsReply: hangUp }),
  scripted('upgrade-reset', 'STARTTLS is answered by a reset', { starttlsReply: reset }),
  scripted('upgrade-two-lines', 'STARTTLS is answered by a 220 of two lines', {
    starttlsReply: '220-2.0.0 Ready\r\n220 2.0.0 to start TLS',
  }),
  scripted('upgrade-injected', 'another reply follows the 220 in cleartext', {
    starttlsReply: '220 2.0.0 Ready to start TLS\r\n250 2.0.0 Ok',
  }),
  scripted('upgrade-injected-close', 'another reply follows the 220, and the server closes', {
    starttlsReply: '220 2.0.0 Ready to start TLS\r\n421 4.3.0 Gone',
    afterReady: { kind: 'close' },
  }),
  scripted('upgrade-injected-twice', 'another reply follows the 220, and a third answers the hello', {
    starttlsReply: '220 2.0.0 Ready to start TLS\r\n250 2.0.0 Ok',
    afterReady: { kind: 'raw', behave: (socket) => void socket.end('500 5.5.1 Unrecognized\r\n') },
  }),
  scripted('upgrade-354', 'STARTTLS is answered 354', { starttlsReply: '354 Go ahead' }),
  scripted('upgrade-503-wants-tls', 'STARTTLS is answered 503, and MAIL in cleartext 530', {
    starttlsReply: '503 5.5.1 Bad sequence',
    inClear: wantsTls,
  }),
  scripted('upgrade-452-wants-tls', 'STARTTLS is answered 452, and MAIL in cleartext 451', {
    starttlsReply: '452 4.3.1 Insufficient system storage',
    inClear: { MAIL: '451 4.7.1 Try again over TLS' },
  }),
];

const overTls: readonly Scenario[] = [
  scripted('tls-ehlo-451', 'EHLO over TLS is answered 451', { overTls: { EHLO: '451 4.3.0 Later' } }),
  scripted('tls-ehlo-421', 'EHLO over TLS is answered 421', { overTls: { EHLO: '421 4.3.2 Closing' } }),
  scripted('tls-ehlo-500-close', 'EHLO over TLS is answered 500, HELO by a close', {
    overTls: { EHLO: '500 5.5.1 Unrecognized', HELO: hangUp },
  }),
  scripted('tls-ehlo-500-mail-close', 'EHLO and HELO over TLS are answered 500, MAIL by a close', {
    overTls: { EHLO: '500 5.5.1 Unrecognized', HELO: '500 5.5.1 Unrecognized', MAIL: hangUp },
  }),
  scripted('tls-mail-reset', 'MAIL over TLS is answered by a reset', { overTls: { MAIL: reset } }),
  scripted('tls-ehlo-reset', 'EHLO over TLS is answered by a reset', { overTls: { EHLO: reset } }),
  scripted('tls-ehlo-close', 'EHLO over TLS is answered by a close', { overTls: { EHLO: hangUp } }),
  scripted('tls-ehlo-500-helo', 'EHLO over TLS is answered 500, HELO works', {
    overTls: { EHLO: '500 5.5.1 Unrecognized' },
  }),
  scripted('tls-ehlo-500-both', 'EHLO and HELO over TLS are answered 500', {
    overTls: { EHLO: '500 5.5.1 Unrecognized', HELO: '500 5.5.1 Unrecognized' },
  }),
  scripted('tls-mail-451', 'MAIL over TLS is answered 451', { overTls: { MAIL: '451 4.3.0 Later' } }),
  scripted('tls-mail-550', 'MAIL over TLS is answered 550', { overTls: { MAIL: '550 5.7.1 No' } }),
  scripted('tls-mail-421', 'MAIL over TLS is answered 421', { overTls: { MAIL: '421 4.3.2 Closing' } }),
  scripted('tls-mail-530', 'MAIL over TLS is answered 530, authentication required', {
    overTls: { MAIL: '530 5.7.0 Authentication required' },
  }),
  scripted('tls-mail-close', 'MAIL over TLS is answered by a close', { overTls: { MAIL: hangUp } }),
  scripted('tls-helps-not', 'MAIL is answered 530, must issue STARTTLS, over TLS too', {
    inClear: wantsTls,
    overTls: wantsTls,
  }),
];

const inClear: readonly Scenario[] = [
  scripted('clear-421', 'no STARTTLS, and MAIL is answered 421', {
    ...noStarttls,
    inClear: { MAIL: '421 4.7.0 Closing' },
  }),
  scripted('clear-530-lines', 'no STARTTLS, and MAIL is answered 530 in two lines', {
    ...noStarttls,
    inClear: { MAIL: '530-5.7.0 Must issue a STARTTLS command first,\r\n530 5.7.0 which we do not offer' },
  }),
  scripted('clear-550-reputation', 'no STARTTLS, and MAIL is answered 550 for another reason', {
    ...noStarttls,
    inClear: { MAIL: '550 5.7.1 Your host is listed' },
  }),
  scripted('clear-close', 'no STARTTLS, and MAIL is answered by a close', {
    ...noStarttls,
    inClear: { MAIL: hangUp },
  }),
  {
    id: 'clear-554-no-cipher',
    what: 'no shared cipher, and MAIL in cleartext is answered 554, encryption required',
    servers: [{ script: { inClear: { MAIL: '554 5.7.1 Encryption required' } }, tls: noCipher }],
  },
  {
    id: 'clear-silent-no-cipher',
    what: 'no shared cipher, and MAIL in cleartext is never answered',
    servers: [{ script: { inClear: { MAIL: silence } }, tls: noCipher }],
  },
];

/** Where the probe never goes: it names no recipient. What becomes of the mail there is not its business. */
const beyondMail: readonly Scenario[] = [
  scripted('rcpt-550', 'RCPT is answered 550', { overTls: { RCPT: '550 5.1.1 No such user' } }),
  scripted('data-452', 'DATA is answered 452', { overTls: { DATA: '452 4.3.1 Full' } }),
  scripted('data-never', 'DATA is never answered', { overTls: { DATA: silence } }),
  scripted('message-554', 'the message is answered 554', { overTls: { message: '554 5.6.0 Spam' } }),
  // The probe gives a reply to QUIT two seconds, whatever it is.
  scripted('tls-quit-never', 'QUIT over TLS is never answered', { overTls: { QUIT: silence } }),
].map((scenario) => ({ ...scenario, beyondProbe: true }));

export const smtpScenarios: readonly Scenario[] = [
  ...silences,
  ...lateAnswers,
  ...beforeTls,
  ...upgrade,
  ...overTls,
  ...inClear,
  ...beyondMail,
];
