/**
 * Hosts that are broken before a handshake can begin: the greeting, EHLO, and what STARTTLS leads to (RFC 3207, RFC 5321 §3.1).
 */
import { type HostDefinition, outcome } from '../host.ts';

/** Measured: what senders do when a handshake cannot be had, whatever the reason. */
export const handshakeFails = {
  'postfix-may': outcome.cleartextLater,
  'postfix-dane': outcome.cleartextLater,
  exim: outcome.cleartext,
  sendmail: outcome.lost,
  gmail: outcome.lost,
} as const;

const allInCleartext = {
  'postfix-may': outcome.cleartext,
  'postfix-dane': outcome.cleartext,
  exim: outcome.cleartext,
  sendmail: outcome.cleartext,
  gmail: outcome.cleartext,
} as const;

const plainExtensions = ['PIPELINING', 'SIZE 10240000', '8BITMIME'];

/** @param options.silenceMs  how long the silent server keeps silent before it hangs up */
export const starttlsHosts = (options: { readonly silenceMs: number }): readonly HostDefinition[] => [
  {
    name: 'no-starttls',
    area: 'starttls',
    title: 'STARTTLS is not offered',
    describes:
      'EHLO lists no STARTTLS. Opportunistic senders deliver in cleartext; those that demand TLS do not deliver.',
    expect: { status: 'degraded', findings: ['smtp.starttls-not-offered'], senders: allInCleartext },
    servers: [{ script: { extensions: plainExtensions } }],
  },
  {
    name: 'starttls-454',
    area: 'starttls',
    title: 'STARTTLS is refused with 454',
    describes: 'STARTTLS is offered, then answered 454. Opportunistic senders go on in cleartext.',
    expect: {
      status: 'degraded',
      findings: ['smtp.starttls-refused'],
      senders: { 'postfix-may': outcome.cleartext, exim: outcome.cleartext, sendmail: outcome.cleartext },
    },
    servers: [{ script: { starttlsReply: '454 4.7.0 TLS not available due to local problem' } }],
  },
  {
    name: 'starttls-close',
    area: 'starttls',
    title: 'The connection is closed after the 220',
    describes:
      'STARTTLS is answered 220, then the server hangs up. Sendmail and Gmail never deliver; Exim goes to cleartext at once, Postfix later.',
    expect: { status: 'failing', findings: ['smtp.starttls-closed'], senders: handshakeFails },
    servers: [{ script: { afterReady: { kind: 'close' } } }],
  },
  {
    name: 'starttls-garbage',
    area: 'starttls',
    title: 'Plain text in place of a ServerHello',
    describes: 'After the 220 the server goes on in SMTP. To the sender that is a broken handshake.',
    expect: { status: 'failing', findings: ['smtp.starttls-garbage'], senders: handshakeFails },
    servers: [
      {
        script: {
          afterReady: { kind: 'raw', behave: (socket) => socket.write('500 5.5.1 Command unrecognized\r\n') },
        },
      },
    ],
  },
  {
    name: 'starttls-silent',
    area: 'starttls',
    title: 'Silence after the 220',
    describes: 'STARTTLS is answered 220, then nothing comes. Senders wait for minutes before they give up.',
    expect: { status: 'failing', findings: ['smtp.starttls-silent'], senders: handshakeFails },
    servers: [{ script: { afterReady: { kind: 'silence', milliseconds: options.silenceMs } } }],
  },
  {
    name: 'stripped',
    area: 'starttls',
    title: 'A firewall overwrites STARTTLS',
    describes:
      'EHLO shows XXXXXXXA where STARTTLS was, as an inspecting firewall leaves it. Mail flows in cleartext.',
    expect: { status: 'degraded', findings: ['smtp.starttls-stripped'], senders: allInCleartext },
    servers: [{ script: { extensions: [...plainExtensions, 'XXXXXXXA'] } }],
  },
  {
    name: 'stripped-banner',
    area: 'starttls',
    title: 'A firewall hides the banner and STARTTLS',
    describes:
      'The greeting is a row of asterisks and EHLO lists no STARTTLS: a mail-inspecting firewall sits in between.',
    expect: { status: 'degraded', findings: ['smtp.starttls-stripped'], senders: allInCleartext },
    servers: [{ script: { greeting: [`220 ${'*'.repeat(48)}`], extensions: plainExtensions } }],
  },
  {
    name: 'ehlo-refused',
    area: 'starttls',
    title: 'Only HELO is understood',
    describes: 'EHLO is answered 502, so STARTTLS cannot be offered. Mail flows in cleartext.',
    expect: {
      status: 'degraded',
      findings: ['smtp.ehlo-refused'],
      senders: { 'postfix-may': outcome.cleartext, exim: outcome.cleartext, sendmail: outcome.cleartext },
    },
    servers: [{ script: { inClear: { EHLO: '502 5.5.1 Command not implemented' } } }],
  },
  {
    name: 'mandatory-tls',
    area: 'starttls',
    title: 'Cleartext is refused',
    describes:
      'MAIL without TLS is answered 530, which a public mail host must not do (RFC 3207 §4). Senders with TLS are content.',
    expect: { status: 'degraded', findings: ['smtp.tls-required'] },
    servers: [{ script: { inClear: { MAIL: '530 5.7.0 Must issue a STARTTLS command first' } } }],
  },
  {
    name: 'starttls-again',
    area: 'starttls',
    title: 'STARTTLS is offered again over TLS',
    describes: 'The EHLO reply over TLS still lists STARTTLS (RFC 3207 §4.2). Senders ignore it.',
    expect: { status: 'ok', findings: ['smtp.starttls-again'] },
    servers: [{ script: { extensionsOverTls: [...plainExtensions, 'STARTTLS'] } }],
  },
  {
    name: 'dies-after-handshake',
    area: 'starttls',
    title: 'The session dies after the handshake',
    describes:
      'The handshake completes, then the server hangs up. Sendmail never delivers; Exim and Postfix end in cleartext.',
    expect: {
      status: 'failing',
      findings: ['smtp.session-dies-after-handshake'],
      senders: { 'postfix-may': outcome.cleartextLater, exim: outcome.cleartext, sendmail: outcome.lost },
    },
    servers: [{ script: { closeAfterHandshake: true } }],
  },
  {
    name: 'greeting-421',
    area: 'starttls',
    title: 'The greeting is 421',
    describes:
      'The server says 421 and hangs up: every sender tries again until it gives up. Says nothing about TLS.',
    expect: {
      status: 'failing',
      findings: ['smtp.greeting-rejected'],
      senders: { 'postfix-may': outcome.lost, exim: outcome.lost, sendmail: outcome.lost },
    },
    servers: [{ script: { greeting: ['421 4.3.2 Service not available'], closeAfterGreeting: true } }],
  },
  {
    name: 'greeting-554',
    area: 'starttls',
    title: 'The greeting is 554',
    describes:
      'The server says it serves no SMTP. Exim and Sendmail bounce at once, Postfix tries until it gives up.',
    expect: {
      status: 'failing',
      findings: ['smtp.greeting-rejected'],
      senders: { 'postfix-may': outcome.lost, exim: outcome.bounced, sendmail: outcome.bounced },
    },
    servers: [{ script: { greeting: ['554 5.7.1 No SMTP service here'] } }],
  },
];
