/**
 * msmtp with `tls on`: TLS or an error, always verified, GnuTLS.
 */

import { gnutls } from '../../tls-libraries/gnutls.ts';
import { gnutlsNormal } from '../hellos/gnutls-normal.ts';
import type { SenderProfile } from '../profile.ts';
import { goSmtp } from './go-smtp.ts';

export const msmtp: SenderProfile = {
  ...goSmtp,
  id: 'msmtp',
  name: 'msmtp 1.8 with tls on',
  shortName: 'msmtp',
  software: 'msmtp',
  versions: '1.8 (GnuTLS 3.7)',
  measuredAs: ['msmtp'],
  implicitTls: true,
  starttls: 'required',
  tls: { hello: gnutlsNormal, personality: gnutls, sni: true },
  verification: { when: 'always', name: true, commonName: 'where-no-san' },
  reactions: { ...goSmtp.reactions, 'starttls-absent': { kind: 'error' } },
  log: {
    'greeting-4xx': 'msmtp: cannot get initial OK message from server',
    'greeting-5xx': 'msmtp: cannot get initial OK message from server',
    'starttls-absent': 'msmtp: the server does not support TLS via the STARTTLS command',
    'starttls-refused': 'msmtp: command STARTTLS failed',
    'starttls-421': 'msmtp: command STARTTLS failed',
    'starttls-2xx': 'msmtp: command STARTTLS failed',
    'handshake-failed': 'msmtp: TLS handshake failed: {reason}',
    'session-dies': 'msmtp: the server sent an empty reply',
  },
  sources: [
    {
      fact: 'outcomes, messages, ClientHello',
      source: 'laboratory: Debian 12, msmtp 1.8.23',
      confidence: 'measured',
    },
  ],
};
