/** senders.txt: which profiles there are, and how each software's log is read. */
import { readFileSync } from 'node:fs';
import type { ReadLog } from './logs/attempt.ts';
import { readDmaLog } from './logs/dma.ts';
import { readEximLog } from './logs/exim.ts';
import { readOneShotLog } from './logs/one-shot.ts';
import { readOpenSmtpdLog } from './logs/opensmtpd.ts';
import { readPostfixLog } from './logs/postfix.ts';
import { readSendmailLog } from './logs/sendmail.ts';

export interface Software {
  readonly read: ReadLog;
  /** `false`: a client without a queue, told where to go */
  readonly queue: boolean;
  /** how old messages must be when they are tried again */
  readonly retryAfterSeconds: number;
  /** how long a sender is silent at most while it still has attempts before it */
  readonly patienceSeconds: number;
  /** scenarios that the sender does not survive: they come last */
  readonly deadly?: readonly string[];
}

const queue = { queue: true, retryAfterSeconds: 1, patienceSeconds: 45 };
const oneShot: Software = { read: readOneShotLog, queue: false, retryAfterSeconds: 0, patienceSeconds: 70 };

const softwares: Record<string, Software> = {
  // Past minimal_backoff_time (30 s in the lab) Postfix goes on in cleartext.
  postfix: { ...queue, read: readPostfixLog, retryAfterSeconds: 35 },
  exim: { ...queue, read: readEximLog },
  'exim-openssl': { ...queue, read: readEximLog },
  sendmail: { ...queue, read: readSendmailLog },
  // A silent server is given up after five minutes, which no setting shortens.
  opensmtpd: { ...queue, read: readOpenSmtpdLog, patienceSeconds: 330, deadly: ['upgrade-injected'] },
  dma: { ...queue, read: readDmaLog },
  go: oneShot,
  // It gives up a silent server after ten minutes.
  nodemailer: { ...oneShot, patienceSeconds: 670 },
  'python-smtplib': oneShot,
  msmtp: oneShot,
};

/** @returns the software of each profile, in the order of senders.txt */
export function readProfiles(): ReadonlyMap<string, Software> {
  const text = readFileSync(new URL('senders.txt', import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [profile = '', name = ''] = line.split(/\s+/);
      const software = softwares[name];
      if (software === undefined) throw new Error(`senders.txt: profiles.ts knows no software ${name}`);
      return [profile, software];
    }),
  );
}
