/**
 * `GET /observe`: a vantage's raw Observation, for the Workers in front of it that may not dial port 25 themselves.
 * Only for holders of the token; compared by digest, so that the time taken tells nothing about it.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { equalBytes } from '../core/base/bytes.ts';
import { observationSchema } from '../core/observation.ts';
import type { AppOptions } from './app-options.ts';
import { observeQuerySchema, readProbeRequest } from './probe-query.ts';
import { problem, problemResponse } from './problem.ts';

const route = createRoute({
  method: 'get',
  path: '/observe',
  operationId: 'observe',
  summary: 'Everything measured, nothing judged (vantages only)',
  security: [{ vantageToken: [] }],
  request: { query: observeQuerySchema },
  responses: {
    200: { description: 'The observation', content: { 'application/json': { schema: observationSchema } } },
    400: problemResponse('A parameter is at fault'),
    401: problemResponse('No token, or not the right one'),
  },
});

export function addObserve(app: OpenAPIHono, options: AppOptions): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'vantageToken', {
    type: 'http',
    scheme: 'bearer',
  });
  const { vantage } = options;
  if (vantage === undefined) {
    app.openAPIRegistry.registerPath(route);
    return;
  }
  const expected = vantage.hash(`Bearer ${vantage.token}`);
  app.use('/observe', async (context, next) => {
    const shown = vantage.hash(context.req.header('Authorization') ?? '');
    if (!equalBytes(shown, expected)) return problem(context, 'unauthorized', 'the vantage token is needed');
    return next();
  });
  app.openapi(route, async (context) => {
    const request = readProbeRequest(context.req.valid('query'), options.toAscii);
    if (!request.ok) {
      return problem(context, 'invalid-parameter', request.error.detail, request.error.parameter);
    }
    return context.json(await vantage.observe(request.value), 200, { 'Cache-Control': 'no-store' });
  });
}
