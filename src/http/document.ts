/**
 * The API's own description: `GET /openapi.json`, and the same document for openapi.yaml, which is generated and checked in.
 */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

const info = {
  openapi: '3.1.0',
  info: {
    title: 'starttls-probe',
    version: '0.1.0',
    description:
      "Why won't mail deliver to this host? For each kind of sender: encrypted, in clear, waiting or bounced, why, and the fix.",
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
};

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'healthz',
  summary: 'Is this service up?',
  responses: {
    200: {
      description: 'It is',
      content: { 'application/json': { schema: z.object({ status: z.literal('ok') }) } },
    },
  },
});

export function addDocument(app: OpenAPIHono): void {
  app.openapi(healthRoute, (context) => context.json({ status: 'ok' as const }, 200));
  app.get('/openapi.json', (context) => context.json(openApiDocument(app)));
}

export function openApiDocument(app: OpenAPIHono): object {
  return app.getOpenAPI31Document(info);
}
