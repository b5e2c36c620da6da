/**
 * Which form a caller wants, where there is one for programs and one for people. Programs need not ask: JSON is the default.
 */
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

/** Also tells caches that the answer depends on it. */
export function wantsHtml(context: Context): boolean {
  context.header('Vary', 'Accept');
  const supports = ['application/json', 'application/problem+json', 'text/html'];
  return accepts(context, { header: 'Accept', supports, default: 'application/json' }) === 'text/html';
}
