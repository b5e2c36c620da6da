/**
 * Asking the other tools, and reading their output into the words of the tables. Output that fits no word is its own problem: it is
 * returned as `?` with its last line, and equals nothing.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { DaneWord } from './dane-cases.ts';
import type { StsReading } from './sts-cases.ts';

export interface PeerPlaces {
  /** The cache folder of the lab, where the roots are. */
  readonly lab: string;
}

/** What a tool was read to say, and all it said. */
export interface Said<Word> {
  readonly word: Word | `? ${string}`;
  readonly output: string;
}

/** What posttls-finger says of a mail domain at level dane; `peer` is its word for the certificate. */
export async function askPosttlsFinger(
  places: PeerPlaces,
  domain: string,
): Promise<Said<DaneWord> & { readonly peer?: string }> {
  const options = ['-l', 'dane', '-L', 'routine,certmatch,verbose', '-F', '/lab/ca.pem'];
  const output = await runPeer(places, ['posttls-finger', ...options, domain]);
  const says = (pattern: RegExp): boolean => pattern.test(output);
  const [, peer] = /(\w+) TLS connection established/.exec(output) ?? [];
  const word = ((): DaneWord | undefined => {
    if (says(/(TLSA lookup error|Host not found, try again|name server failure|Name server loop)/))
      return 'lookup-failed';
    if (says(/ < 220 /) && !says(/ > STARTTLS/)) return 'no-tls';
    if (peer === undefined) return undefined;
    if (says(/all TLSA records unusable/)) return 'unusable';
    // Without records the level becomes `secure`, which is not DANE's business.
    if (!says(/DNSSEC-signed TLSA record: /)) return says(/unsupported TLSA/) ? 'unusable' : 'none';
    if (says(/Matched DANE /) && (peer === 'Verified' || peer === 'Trusted')) return 'verified';
    return says(/verification failed/) ? 'failed' : undefined;
  })();
  return { word: word ?? unread(output), output, ...(peer !== undefined && { peer }) };
}

/** What danetool says of a mail host. It takes no mail domain, and knows the web's usages 0 and 1. */
export async function askDanetool(
  places: PeerPlaces,
  host: string,
): Promise<Said<DaneWord | 'no-certificate'>> {
  const command = ['danetool', '--check', host, '--local-dns', '--port', '25', '--starttls-proto', 'smtp'];
  const output = await runPeer(places, command);
  const says = (pattern: RegExp): boolean => pattern.test(output);
  const word = ((): DaneWord | 'no-certificate' | undefined => {
    if (says(/Verification: .*Certificate matches/)) return 'verified';
    if (says(/Verification: .*failed/)) return 'failed';
    // Records that no signature covers are as good as none (RFC 7672 §2.2).
    if (says(/No DANE data were found|No DNSSEC signature was found/)) return 'none';
    if (says(/Certificate could not be obtained/)) return 'no-certificate';
    if (says(/DNSSEC signature is invalid/)) return 'lookup-failed';
    return says(/dane_verify_crt: The requested data are not available/) ? 'unusable' : undefined;
  })();
  return { word: word ?? unread(output), output };
}

/** What mta-sts-query reads. It prints a Python tuple: the result, and the id with the policy as a dict. */
export async function askMtaStsQuery(places: PeerPlaces, domain: string): Promise<Said<StsReading>> {
  const output = await runPeer(places, ['mta-sts-query', domain]);
  if (/STSFetchResult\.NONE/.test(output)) return { word: 'none', output };
  if (/STSFetchResult\.FETCH_ERROR/.test(output)) return { word: 'failed', output };
  const [, id] = /STSFetchResult\.VALID: 1>, \('([^']*)', /.exec(output) ?? [];
  const [, mode] = /'mode': '([^']*)'/.exec(output) ?? [];
  const [, maxAge] = /'max_age': (\d+)/.exec(output) ?? [];
  const [, mx] = /'mx': \[([^\]]*)\]/.exec(output) ?? [];
  if (id === undefined || mode === undefined || maxAge === undefined || mx === undefined)
    return { word: unread(output), output };
  const hosts = [...mx.matchAll(/'([^']*)'/g)].map(([, host]) => host ?? '');
  return { word: { id, mode, maxAge: Number(maxAge), mx: hosts }, output };
}

const unread = (output: string): `? ${string}` => `? ${output.trim().split('\n').at(-1) ?? ''}`;

/** Everything the tool prints. Their exit statuses say nothing that their words do not. */
function runPeer({ lab }: PeerPlaces, command: readonly string[]): Promise<string> {
  const root = join(lab, 'roots/peers');
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', SSL_CERT_FILE: '/lab/ca.pem' };
  return new Promise((resolve) => {
    execFile('chroot', [root, ...command], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve(`${stdout}${stderr}${error?.killed ? '\nno answer within 60 s' : ''}`);
    });
  });
}
