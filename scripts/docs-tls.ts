/**
 * docs/tls.md: what the TLS client completes, what it only recognises, what a runtime lacks, and how the enumeration compares with other
 * scanners. Lists come from the tables of core/tls; what the runtimes lack is measured by tests (test/core/tls/runtime-lacks.*).
 */
import { groups } from '../src/core/tls/groups.ts';
import { signatureSchemes } from '../src/core/tls/signature-schemes.ts';
import { type Suite, suites } from '../src/core/tls/suites.ts';
import lacks from '../test/vectors/tls/runtime-lacks.json' with { type: 'json' };
import { blocks, code, generated, table } from './markdown.ts';

export function tlsPage(): string {
  const completed = suites.filter((suite) => suite.completed);
  const recognised = suites.filter((suite) => !suite.completed);
  const page = blocks(
    '# The TLS client and the enumeration',
    generated,
    'The probe makes its handshakes itself: TLS 1.3, 1.2, 1.1 and 1.0 are completed (Finished verified both ways, application data exchanged), ' +
      'SSL 3.0 and SSL 2.0 are recognised by their ServerHello and go no further. "Completed" below means all of that; "recognised" means that the ' +
      'code point is offered at `depth=full` and named where a server picks it.',
    '## What a runtime lacks',
    table(
      ['runtime', 'lacks'],
      Object.entries(lacks).map(([runtime, names]) => [
        runtime,
        names.map(code).join(', ') || 'nothing of what is below',
      ]),
    ),
    'A server that picks one of these from there is reported as such (`peer-incompatible`, what was picked, and what was expected), never as a fault of the server.',
    '## Cipher suites',
    `Completed, ${completed.length}:`,
    table(
      ['IANA', 'OpenSSL', 'GnuTLS', 'code point'],
      completed.map((suite) => [
        code(suite.name),
        named(suite.openssl),
        named(suite.gnutls),
        code(hex(suite.code)),
      ]),
    ),
    `Recognised only, ${recognised.length}, by key exchange:`,
    table(['key exchange', 'suites'], familiesOf(recognised)),
    '## Groups',
    listOf(
      'Completed',
      groups.filter(({ exchange }) => exchange !== undefined),
    ),
    "Diffie-Hellman parameters of a server's own are completed up to 8,192 bits, and their size is reported.",
    listOf(
      'Recognised only',
      groups.filter(({ exchange }) => exchange === undefined),
    ),
    '## Signature schemes',
    listOf(
      'Verified',
      signatureSchemes.filter(({ algorithm }) => algorithm !== undefined),
    ),
    listOf(
      'Recognised only',
      signatureSchemes.filter(({ algorithm }) => algorithm === undefined),
    ),
    prose,
  );
  return `${page}\n`;
}

const prose = `## The enumeration

\`depth=full\` (CLI: \`--full\`) finds out all that a server has, in up to 64 connections an address. What was chosen is left out of the next hello,
until nothing fits; a handshake tells of a suite, a group, a signature scheme and a certificate at once, so each is asked for as little as possible.
Connections are brought up to the hello before it is known which one is due: an answer costs one round trip. Where nothing else has to be asked first, it begins
beside the ordinary sessions.

- The order of suites is the server's where \`serverOrder\` is true. Where the client's order wins they are a set. Neither is guessed: two suites have stood both
  ways round, with one hello more where the elimination itself did not show it; null means that there was nothing to choose between.
- A certificate that nobody was shown yet is asked for, by the signature schemes of all other kinds of keys; not where our order decides between schemes
  and theirs stood in front of the one that TLS 1.3 chose.
- TLS 1.1 and 1.0 are not asked suite by suite where one handshake there chooses what the list of TLS 1.2 foretells and another shows that nothing
  beyond that list is taken. Such versions are listed in \`inferred\`.
- A server that takes the first of ours that it has shows so when two that it has stand one way round in one hello and the other way round in another. What
  stood in front of the winner then is not there, and is not asked for again; so unlikely suites and groups of TLS 1.3 and unlikely signature
  schemes cost nothing.
  (A server with lists of equals in TLS 1.3 could be misread so; none is known.) Suites before TLS 1.3 are asked for until the last of the registry is refused.
- What a ServerHello chooses is listed, its signature checked where there is one. One handshake of each version that is asked suite by suite is
  completed; the others end before our own flight, or at a HelloRetryRequest that names suite and group, which spares both sides the arithmetic.
- A server that breaks the protocol is not believed: what it then said is left out, \`complete\` is false, and \`incomplete\` names how it was broken.
- Past its connections or its time the enumeration stops; then \`complete\` is false, and \`incomplete\` begins with \`unknown: budget\` and names what was
  not asked to its end. When connections run short, what is short and weighty goes first: older versions, the fallback signal, certificates; and one
  hello asks for all that is weak.
- Whether a server takes back what it gave is tried: one hello offers the session that was tried out whole, in the newest
  version that gave something to resume by, and \`resumption\` says what came of it:
  resumed by the pre-shared key of a ticket (\`psk\`, RFC 8446 §2.2), by a \`ticket\` (RFC 5077 §3.1) or by its \`session-id\` (RFC 5246 §7.3), the server's Finished
  verified with the keys of that session; \`declined\` for a full handshake, which is its right; \`failed\`: an alert, or the end of the connection, which senders that
  keep sessions meet too; \`not-asked\`: connections ran short. Nothing is said where the server gave neither ticket nor id, did not answer in time, or was not believed. No rule
  hangs on it, and no early data is sent. Tickets and keys stay in memory until they are offered, and are in no Observation.
- Several servers behind one address are told by what they answer to the same question: certificates, EHLO keywords, the best version.

### What it costs

A suite costs a connection: a handshake names one, and a server that has refused a hello closes. A connection costs five round trips (TCP, greeting, EHLO,
STARTTLS, hello), and four stand at once: with a round trip of 50 ms, N connections take no less than N / 4 × 250 ms. \`node test/bench/tls.ts\` prints it beside
\`sslscan\`, which makes one connection after the other: on a Node server with 39 suites 46 connections against 126, in a tenth of its time (3.1 s beside 31 s); a server with OpenSSL's
default list (23 suites) takes some 35 against 110. Beyond some 52 suites (all that OpenSSL has, with two certificates) 64 connections do not reach.

### Beside sslscan and testssl.sh

The lab (test/lab/tls) holds the enumeration against \`sslscan\` 2.0 and \`testssl.sh\` 3.0 on the same servers. They agree on versions, suites, groups and
certificates, but for:

| what | here | there |
| --- | --- | --- |
| groups | one list for all versions | sslscan: a list a version; testssl.sh: curves and finite fields apart |
| post-quantum hybrids | asked for | not known to either |
| TLS 1.1 and 1.0 | suites may be inferred, and are marked so | each asked |
| signature schemes of TLS 1.1 and 1.0 | not listed: the version has no choice | sslscan lists none either |
| certificates | one of each kind of key, with and without a server name | sslscan: the first one shown |
| resumption | by what the server gives, a ticket before an id | testssl.sh: tickets and ids each, over all versions; sslscan: not tried |
| order of suites | the server's, where it has one | sslscan: the first is the preferred one, the rest as its OpenSSL sorts them |

### Left out on purpose

- **BEAST** and **Lucky13** need an attacker who makes a client send chosen text many thousand times in sessions of its own making, as a script in a
  browser can. A mail sender sends one message and closes; nobody can make it repeat a secret.
- **CRIME** needs the same, and compression. Whether a server takes DEFLATE is reported (\`compression\`), but no weakness is made of it.
- **ROBOT** is a fault in how RSA key exchange is decrypted. To try it means to send many malformed messages; only that RSA key exchange is on offer is said.
- **Heartbleed** and other memory faults are not tried: a probe that reads a stranger's memory is an attack.`;

const hex = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;
const named = (name: string | undefined): string => (name === undefined ? '' : code(name));

function listOf(title: string, rows: readonly { readonly name: string }[]): string {
  return `${title}: ${rows.map(({ name }) => code(name)).join(', ')}.`;
}

function familiesOf(rows: readonly Suite[]): string[][] {
  const families = new Map<string, string[]>();
  for (const { name } of rows) {
    const family = /^TLS_(.+)_WITH_/.exec(name)?.[1] ?? 'TLS 1.3 and signals';
    families.set(family, [...(families.get(family) ?? []), name.replace(/^TLS_(.+_WITH_)?/, '')]);
  }
  return [...families].map(([family, names]) => [code(family), names.map(code).join(', ')]);
}
