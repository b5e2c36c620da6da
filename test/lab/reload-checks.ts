/**
 * What must be done so that a renewed certificate is seen on the wire? Rules say it of Postfix and Exim; here it is tried: the file of one
 * host is replaced while the server runs, and put back.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Checks, unequal } from './checks.ts';
import { readHosts } from './hosts.ts';
import { handshake } from './server-checks.ts';

const patienceMs = 10_000;

interface Trial {
  readonly software: 'postfix' | 'exim';
  readonly host: string;
  /** Its certificate takes the place of the host's; all leafs of the lab but one have the same key. */
  readonly other: string;
  readonly reload?: readonly string[];
}

const trials: readonly Trial[] = [
  {
    software: 'postfix',
    host: 'mx.tls12.postfix.lab.test',
    other: 'mx.expired.postfix.lab.test',
    reload: ['postfix', 'reload'],
  },
  { software: 'exim', host: 'mx.tls12.exim.lab.test', other: 'mx.expired.exim.lab.test' },
];

/** @param lab  where the roots of the software lie; @param folder  this run's, where ca.pem lies */
export async function checkReload(
  checks: Checks,
  { lab, folder }: { lab: string; folder: string },
): Promise<void> {
  const ca = readFileSync(join(folder, 'ca.pem'), 'utf8');
  for (const trial of trials) {
    const { software, host, other, reload } = trial;
    const root = join(lab, 'roots', software);
    const file = (name: string) => join(root, 'lab', 'pki', `${name}.pem`);
    const load = () => reload && spawnSync('chroot', [root, ...reload]);
    copyFileSync(file(host), file('kept'));
    copyFileSync(file(other), file(host));
    load();
    const replaced = await shown(host, ca, other);
    renameSync(file('kept'), file(host));
    load();
    const restored = await shown(host, ca, host);
    const how = reload ? `after ${reload.join(' ')}` : 'at once';
    checks.record(`${software} shows a renewed certificate ${how}`, [
      ...unequal('after the file was replaced', other, replaced),
      ...unequal('after it was put back', host, restored),
    ]);
  }
}

/** The name in the certificate shown, as soon as it is the one waited for; else the last one seen. */
async function shown(mx: string, ca: string, wanted: string): Promise<string | undefined> {
  const host = readHosts().find((each) => each.mx === mx);
  if (!host) throw new Error(`hosts.txt has no ${mx}`);
  const until = Date.now() + patienceMs;
  for (;;) {
    const socket = await handshake(host, 25, ca);
    const name = /CN=(\S+)/.exec(socket.getPeerX509Certificate()?.subject ?? '')?.[1];
    socket.destroy();
    if (name === wanted || Date.now() > until) return name;
    await setTimeout(500);
  }
}
