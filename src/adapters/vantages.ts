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
  try {
    const response = await options.fetch(url, {
      headers: { Authorization: `Bearer ${options.token}`, Accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      return fail(`HTTP ${response.status}`);
    }
    return readObservation(await readBounded(response), { target, port });
  } catch (error) {
    // What fetch and JSON.parse reject with when a vantage is down, slow or talks nonsense.
    if (error instanceof Error)
      return fail(error.name === 'TimeoutError' ? 'no answer in time' : error.message);
    throw error;
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBodyBytes) throw new RangeError(`more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return await new Blob(chunks as Uint8Array<ArrayBuffer>[]).text();
}

function readObservation(text: string, { target, port }: ObserveRequest): Result<Observation, string> {
  const parsed = observationSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return fail('not an observation');
  const { host, form, port: observedPort } = parsed.data;
  if (host !== target.host || form !== target.form || observedPort !== port)
    return fail('an observation of something else');
  return ok(parsed.data);
}
