/**
 * The environment of a deployment, read once and refused as a whole when something in it is wrong.
 * Both entries share it; a Worker has no files, so it takes the text of extra roots in ROOTS_PEM where Node takes ROOTS_FILE.
 */
import { z } from 'zod';
import { defaultResolvers, parseResolverUrl } from './adapters/doh/resolver-url.ts';
import { fail, ok, type Result } from './core/base/result.ts';
import { type DnssecTest, parseDnssecTest } from './core/dns/resolver-test.ts';

export interface Vantage {
  readonly id: string;
  readonly url: string;
}

export interface Settings {
  /** DoH URLs, tried in order. */
  readonly resolvers: readonly string[];
  readonly rootsFile?: string;
  readonly rootsPem?: string;
  /** Labs only. */
  readonly allowSpecialAddresses: boolean;
  readonly ehloName: string;
  /** Given: holders may GET /observe. Also what a Worker shows its vantages. */
  readonly vantageToken?: string;
  readonly vantages: readonly Vantage[];
  readonly port: number;
  /** The address to listen on; absent: every one. */
  readonly listenAddress?: string;
  /** Domains asked for whether port 25 is closed to us. */
  readonly egressReferences: readonly string[];
  /** Names that tell whether a resolver validates; absent: not tested. */
  readonly dnssecTest?: DnssecTest;
}

/** Two large receivers; if neither answers on port 25, it is closed to us. */
const defaultEgressReferences = ['gmail.com', 'outlook.com'];

const vantagesSchema = z.array(
  z.strictObject({ id: z.string().min(1), url: z.url({ protocol: /^https?$/ }) }),
);

/**
 * @param env        variables by name; empty ones count as absent
 * @param defaults   what the runtime knows better
 * @returns the settings, or a sentence that names the variable at fault
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  defaults: { readonly ehloName: string },
): Result<Settings, string> {
  const given = (name: string): string | undefined =>
    env[name]?.trim() === '' ? undefined : env[name]?.trim();
  const list = (name: string): string[] | undefined =>
    given(name)
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');

  const resolvers = list('DOH_URL') ?? defaultResolvers;
  for (const resolver of resolvers) {
    const url = parseResolverUrl(resolver);
    if (!url.ok) return fail(`DOH_URL: ${url.error}`);
  }
  const port = Number(given('PORT') ?? '8787');
  if (!Number.isInteger(port) || port < 0 || port > 65535) return fail('PORT: not a port number');
  const special = given('ALLOW_SPECIAL_ADDRESSES') ?? '0';
  if (special !== '0' && special !== '1') return fail('ALLOW_SPECIAL_ADDRESSES: 1, 0 or nothing');
  const vantages = readVantages(given('VANTAGES'));
  if (!vantages.ok) return vantages;
  const vantageToken = given('VANTAGE_TOKEN');
  if (vantages.value.length > 0 && vantageToken === undefined) {
    return fail('VANTAGE_TOKEN: the vantages that VANTAGES names want one');
  }
  const ehloName = given('EHLO_NAME') ?? defaults.ehloName;
  if (!/^[\x21-\x7e]{1,255}$/.test(ehloName)) return fail('EHLO_NAME: one word of printable ASCII');
  // A lab's resolver knows nothing of the public pair.
  const dnssecTest = parseDnssecTest(given('DNSSEC_TEST') ?? (special === '1' ? 'off' : undefined));
  if (!dnssecTest.ok) return fail(`DNSSEC_TEST: ${dnssecTest.error}`);
  const listenAddress = given('HOST');
  const rootsFile = given('ROOTS_FILE');
  const rootsPem = given('ROOTS_PEM');
  return ok({
    resolvers,
    port,
    ehloName,
    allowSpecialAddresses: special === '1',
    vantages: vantages.value,
    egressReferences: list('EGRESS_REFERENCES') ?? (special === '1' ? [] : defaultEgressReferences),
    ...(dnssecTest.value !== undefined && { dnssecTest: dnssecTest.value }),
    ...(listenAddress !== undefined && { listenAddress }),
    ...(rootsFile !== undefined && { rootsFile }),
    ...(rootsPem !== undefined && { rootsPem }),
    ...(vantageToken !== undefined && { vantageToken }),
  });
}

function readVantages(text: string | undefined): Result<Vantage[], string> {
  if (text === undefined) return ok([]);
  try {
    const parsed = vantagesSchema.safeParse(JSON.parse(text));
    return parsed.success
      ? ok(parsed.data)
      : fail('VANTAGES: a JSON list of {"id", "url"}, urls http or https');
  } catch (error) {
    if (error instanceof SyntaxError) return fail(`VANTAGES: not JSON (${error.message})`);
    throw error;
  }
}
