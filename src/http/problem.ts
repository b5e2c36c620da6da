/**
 * Errors of the API as RFC 9457 problems with stable types. Only what the caller or we ourselves did wrong is a problem;
 * what a mail server did wrong is a 200 with findings.
 */
import { z } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { wantsHtml } from './accept.ts';
import { problemPage } from './pages/problem.ts';

interface ProblemKind {
  readonly status: ContentfulStatusCode;
  readonly title: string;
}

/** The last part of each `type`; never renamed. */
export const problemKinds = {
  'invalid-parameter': { status: 400, title: 'A parameter is missing or not understood' },
  'unknown-parameter': { status: 400, title: 'There is no such parameter' },
  'malformed-body': { status: 400, title: 'The body is not what its type says' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'This type of body is not read' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  overloaded: { status: 503, title: 'Too many probes are under way' },
  'internal-error': { status: 500, title: 'We made a mistake' },
} as const satisfies Record<string, ProblemKind>;
export type ProblemName = keyof typeof problemKinds;

export const problemSchema = z
  .object({
    type: z.string().meta({ examples: ['urn:starttls-probe:problem:invalid-parameter'] }),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    parameter: z.string().optional().describe('the parameter, or the field of the body, that is at fault'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

type ProblemBody = z.infer<typeof problemSchema>;
type ProblemResponse<Name extends ProblemName> = Response &
  TypedResponse<ProblemBody, (typeof problemKinds)[Name]['status'], 'json'>;

/** A problem among the responses of a route. */
export const problemResponse = (description: string) => ({
  description,
  content: {
    'application/problem+json': { schema: problemSchema },
    'text/html': { schema: { type: 'string' as const } },
  },
});

/** Answer with a problem, as a page for those who ask for one; `detail` is for a human, `parameter` names the parameter or field at fault. */
export function problem<Name extends ProblemName>(
  context: Context,
  name: Name,
  detail: string,
  parameter?: string,
): ProblemResponse<Name> {
  const { status, title } = problemKinds[name];
  const type = `urn:starttls-probe:problem:${name}`;
  const body: ProblemBody = { type, title, status, detail, ...(parameter !== undefined && { parameter }) };
  if (status === 503) context.header('Retry-After', '5');
  if (status === 401) context.header('WWW-Authenticate', 'Bearer');
  context.header('Cache-Control', 'no-store');
  if (wantsHtml(context)) {
    const host = context.req.queries('host')?.[0] ?? '';
    return context.html(
      problemPage({ title, status, detail, host }),
      status,
    ) as Response as ProblemResponse<Name>;
  }
  return context.json(body, status, {
    'Content-Type': 'application/problem+json',
  }) as ProblemResponse<Name>;
}
