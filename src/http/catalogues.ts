/**
 * `GET /senders` and `GET /rules`, and each of them by its id: what the verdicts rest on, from the one definition of each.
 */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { describeRule, describeRules, ruleDescriptionSchema } from '../core/rules/describe.ts';
import { describeSender, describeSenders, senderDescriptionSchema } from '../core/senders/describe.ts';
import { problem, problemResponse } from './problem.ts';

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

const senderRoute = createRoute({
  method: 'get',
  path: '/senders/{id}',
  operationId: 'sender',
  summary: 'One sender profile: what it does about each failure, and how we know',
  request: { params: z.object({ id: z.string().meta({ examples: ['postfix-dane'] }) }) },
  responses: {
    200: {
      description: 'The profile',
      content: { 'application/json': { schema: senderDescriptionSchema } },
    },
    404: problemResponse('No sender has this id'),
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

const ruleRoute = createRoute({
  method: 'get',
  path: '/rules/{id}',
  operationId: 'rule',
  summary: 'One rule',
  request: { params: z.object({ id: z.string().meta({ examples: ['cert.expired'] }) }) },
  responses: {
    200: { description: 'The rule', content: { 'application/json': { schema: ruleDescriptionSchema } } },
    404: problemResponse('No rule has this id'),
  },
});

export function addCatalogues(app: OpenAPIHono): void {
  app.openapi(sendersRoute, (context) => context.json({ senders: describeSenders() }, 200));
  app.openapi(senderRoute, (context) => {
    const sender = describeSender(context.req.valid('param').id);
    if (sender === undefined) {
      return problem(context, 'not-found', 'no sender has this id; GET /senders lists them', 'id');
    }
    return context.json(sender, 200);
  });
  app.openapi(rulesRoute, (context) => context.json({ rules: describeRules() }, 200));
  app.openapi(ruleRoute, (context) => {
    const rule = describeRule(context.req.valid('param').id);
    if (rule === undefined) {
      return problem(context, 'not-found', 'no rule has this id; GET /rules lists them', 'id');
    }
    return context.json(rule, 200);
  });
}
