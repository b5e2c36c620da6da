/**
 * A query or a body that the schema refuses, as a problem that names the parameter or field at fault.
 */
import type { Hook } from '@hono/zod-openapi';
import type { Env } from 'hono';
import type { core } from 'zod';
import { problem } from './problem.ts';

/** For OpenAPIHono's `defaultHook`. */
export const refuseQuery: Hook<unknown, Env, string, Response | undefined> = (result, context) => {
  if (result.success) return undefined;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new TypeError('a refusal without an issue');
  if (issue.code === 'unrecognized_keys') {
    const name = issue.keys[0] ?? '';
    return problem(context, 'unknown-parameter', `unknown parameter ${JSON.stringify(name)}`, name);
  }
  const name = issue.path[0] === undefined ? undefined : String(issue.path[0]);
  const detail = describe(issue, result.target);
  return problem(context, 'invalid-parameter', `${name ?? 'the body'}: ${detail}`, name);
};

function describe(issue: core.$ZodIssue, target: string): string {
  if (issue.code === 'invalid_type') {
    // zod keeps the input itself out of its issues.
    if (issue.message.endsWith('received undefined')) return 'missing';
    return target === 'query' ? 'given more than once' : `not of type ${issue.expected}`;
  }
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
}
