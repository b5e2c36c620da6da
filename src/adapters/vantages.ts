/**
 * Observations from elsewhere: a Worker may not dial port 25, so it asks the vantages of its deployment, one after the other,
 * and believes only what has the shape of an Observation of the very thing it asked for.
 */
import { fail, ok, type Result } from '../core/base/result.ts';
import { type Observation, observationSchema } from '../core/observation.ts';
import type { ObserveRequest } from '../probe/observe.ts';

/** More than the largest observation that the budgets allow. */
const maxBodyBytes = 16 * 1024 * 1024;

export interface VantageOptions {
  readonly vantages: readonly { readonly id: string; readonly url: string }[];
  readonly token: string;
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  readonly timeoutMs: number;
}

/** Ask in order; @returns the first good answer, or what each one did instead. */
export async function askVantages(
  request: ObserveRequest,
  options: VantageOptions,
): Promise<Result<Observation, string>> {
  const failures: string[] = [];
  for (const vantage of options.vantages) {
    const answer = await askVantage(vantage.url, request, options);
    if (answer.ok) {
      const { value } = answer;
      return ok({ ...value, input: request.target.input, vantage: { ...value.vantage, id: vantage.id } });
    }
    failures.push(`${vantage.id}: ${answer.error}`);
  }
  return fail(failures.join('; '));
}

async function askVantage(
  base: string,
  { target, port, depth }: ObserveRequest,
  options: VantageOptions,
): Promise<Result<Observation, string>> {
  const url = new URL('observe', base.endsWith('/') ? base : `${base}/`);
  url.searchParams.set('host', target.form === 'mail-host' ? `[${target.host}]` : target.host);
  url.searchParams.set('port', String(port));
  if (depth === 'full') url.searchParams.set('depth', depth);
  const text = await fetchText(url, options);
  return text.ok ? readObservation(text.value, { target, port }) : text;
}

async function fetchText(url: URL, options: VantageOptions): Promise<Result<string, string>> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await options.fetch(url, {
      headers: { Authorization: `Bearer ${options.token}`, Accept: 'application/json' },
      redirect: 'manual',
      signal,
    });
    if (response.status === 200) return await readBounded(response);
    await response.body?.cancel();
    return fail(`HTTP ${response.status}`);
  } catch (error) {
    // fetch and the body's reader reject with what the network did, or with the signal's reason when it fired first.
    if (signal.aborted) return fail('no answer in time');
    return fail(error instanceof Error ? error.message : String(error));
  }
}

async function readBounded(response: Response): Promise<Result<string, string>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBodyBytes) return fail(`more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return ok(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).text());
}

function readObservation(text: string, { target, port }: ObserveRequest): Result<Observation, string> {
  const json = tryJson(text);
  if (!json.ok) return json;
  const parsed = observationSchema.safeParse(json.value);
  if (!parsed.success) return fail('not an observation');
  const { host, form, port: observedPort } = parsed.data;
  if (host !== target.host || form !== target.form || observedPort !== port)
    return fail('an observation of something else');
  return ok(parsed.data);
}

function tryJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return fail('not JSON');
    throw error;
  }
}
