/**
 * A query that the schema refuses, as a problem that names the parameter at fault.
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
  const name = String(issue.path[0] ?? '');
  return problem(context, 'invalid-parameter', `${name}: ${describe(issue)}`, name);
};

function describe(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'missing' : 'given more than once';
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
}
