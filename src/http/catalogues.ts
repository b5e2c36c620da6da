/**
 * `GET /senders` and `GET /rules`, and each of them by its id: what the verdicts rest on, from the one definition of each.
 * JSON for programs, pages for people.
 */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { describeRule, describeRules, ruleDescriptionSchema } from '../core/rules/describe.ts';
import { statusSenders } from '../core/senders/catalogue.ts';
import { describeSender, describeSenders } from '../core/senders/describe.ts';
import { senderDescriptionSchema } from '../core/senders/description.ts';
import { wantsHtml } from './accept.ts';
import { rulePage, rulesPage, senderPage, sendersPage } from './pages/catalogues.ts';
import { problem, problemResponse } from './problem.ts';

const noQuery = z.strictObject({});
const unknownParameter = problemResponse('There is no such parameter');
const contentOf = <Schema extends z.ZodType>(schema: Schema) => ({
  'application/json': { schema },
  'text/html': { schema: { type: 'string' as const } },
});

const sendersRoute = createRoute({
  method: 'get',
  path: '/senders',
  operationId: 'senders',
  summary: 'Every sender profile, with its sources',
  request: { query: noQuery },
  responses: {
    200: {
      description: 'The profiles',
      content: contentOf(z.object({ senders: z.array(senderDescriptionSchema) })),
    },
    400: unknownParameter,
  },
});

const senderRoute = createRoute({
  method: 'get',
  path: '/senders/{id}',
  operationId: 'sender',
  summary: 'One sender profile: what it does about each failure, and how we know',
  request: { params: z.object({ id: z.string().meta({ examples: ['postfix-dane'] }) }), query: noQuery },
  responses: {
    200: {
      description: 'The profile',
      content: contentOf(senderDescriptionSchema),
    },
    400: unknownParameter,
    404: problemResponse('No sender has this id'),
  },
});

const rulesRoute = createRoute({
  method: 'get',
  path: '/rules',
  operationId: 'rules',
  summary: 'Every rule: what it sees, who must act, the fix, the citation',
  request: { query: noQuery },
  responses: {
    200: {
      description: 'The rules',
      content: contentOf(z.object({ rules: z.array(ruleDescriptionSchema) })),
    },
    400: unknownParameter,
  },
});

const ruleRoute = createRoute({
  method: 'get',
  path: '/rules/{id}',
  operationId: 'rule',
  summary: 'One rule',
  request: { params: z.object({ id: z.string().meta({ examples: ['cert.expired'] }) }), query: noQuery },
  responses: {
    200: { description: 'The rule', content: contentOf(ruleDescriptionSchema) },
    400: unknownParameter,
    404: problemResponse('No rule has this id'),
  },
});

export function addCatalogues(app: OpenAPIHono): void {
  app.openapi(sendersRoute, (context) => {
    const senders = describeSenders();
    return answer(context, { senders }, () => sendersPage(senders, statusSenders));
  });
  app.openapi(senderRoute, (context) => {
    const sender = describeSender(context.req.valid('param').id);
    if (sender === undefined) {
      return problem(context, 'not-found', 'no sender has this id; GET /senders lists them', 'id');
    }
    return answer(context, sender, () => senderPage(sender));
  });
  app.openapi(rulesRoute, (context) => {
    const rules = describeRules();
    return answer(context, { rules }, () => rulesPage(rules));
  });
  app.openapi(ruleRoute, (context) => {
    const rule = describeRule(context.req.valid('param').id);
    if (rule === undefined) {
      return problem(context, 'not-found', 'no rule has this id; GET /rules lists them', 'id');
    }
    return answer(context, rule, () => rulePage(rule));
  });
}

function answer(context: Context, body: object, toPage: () => string): Response {
  return wantsHtml(context) ? context.html(toPage()) : context.json(body);
}
