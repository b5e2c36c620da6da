/**
 * `GET /senders` and `GET /rules`: what the verdicts rest on, from the one definition of each.
 */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { describeRules, ruleDescriptionSchema } from '../core/rules/describe.ts';
import { describeSenders, senderDescriptionSchema } from '../core/senders/describe.ts';

const sendersRoute = createRoute({
  method: 'get',
  path: '/senders',
  operationId: 'senders',
  summary: 'Every sender profile, with its sources',
  responses: {
    200: {
      description: 'The profiles',
      content: { 'application/json': { schema: z.object({ senders: z.array(senderDescriptionSchema) }) } },
    },
  },
});

const rulesRoute = createRoute({
  method: 'get',
  path: '/rules',
  operationId: 'rules',
  summary: 'Every rule: what it sees, who must act, the fix, the citation',
  responses: {
    200: {
      description: 'The rules',
      content: { 'application/json': { schema: z.object({ rules: z.array(ruleDescriptionSchema) }) } },
    },
  },
});

export function addCatalogues(app: OpenAPIHono): void {
  app.openapi(sendersRoute, (context) => context.json({ senders: describeSenders() }, 200));
  app.openapi(rulesRoute, (context) => context.json({ rules: describeRules() }, 200));
}
