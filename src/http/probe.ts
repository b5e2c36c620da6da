/**
 * `GET /probe`: the main job. JSON for programs, text for terminals, HTML for people, by `Accept`.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { type Verdict, verdictSchema } from '../core/report/schema.ts';
import { renderText } from '../core/report/text.ts';
import { reportTls } from '../core/tls-rpt/report.ts';
import type { AppOptions } from './app-options.ts';
import { verdictPage } from './pages/verdict.ts';
import { probeQuerySchema, readProbeRequest } from './probe-query.ts';
import { problem, problemResponse } from './problem.ts';

const route = createRoute({
  method: 'get',
  path: '/probe',
  operationId: 'probe',
  summary: "Why won't mail deliver to this host?",
  description:
    'Measures DNS, SMTP, STARTTLS and certificates of the mail hosts of a domain, and says for each kind of sender what becomes of the mail. ' +
    'What a mail server does wrong is never an HTTP error: it is a 200 with findings.',
  request: { query: probeQuerySchema },
  responses: {
    200: {
      description: 'The verdict',
      content: {
        'application/json': { schema: verdictSchema },
        'text/plain': { schema: { type: 'string' } },
        'text/html': { schema: { type: 'string' } },
        'application/tlsrpt+json': {
          schema: { type: 'object', description: 'the report that a sender would send (RFC 8460 §4.4)' },
        },
      },
    },
    400: problemResponse('A parameter is missing, unknown or not understood; `parameter` names it'),
    500: problemResponse('Our own mistake'),
    503: problemResponse('Too many probes are under way'),
  },
});

export function addProbe(app: OpenAPIHono, options: AppOptions): void {
  app.openapi(route, async (context) => {
    const request = readProbeRequest(context.req.valid('query'), options.toAscii);
    if (!request.ok) {
      return problem(context, 'invalid-parameter', request.error.detail, request.error.parameter);
    }
    return answer(context, await options.probe(request.value));
  });
}

async function answer(context: Context, verdict: Verdict): Promise<Response> {
  context.header('Vary', 'Accept');
  context.header('Cache-Control', 'no-store');
  const type = accepts(context, {
    header: 'Accept',
    supports: ['application/json', 'text/plain', 'text/html', tlsReportType],
    default: 'application/json',
  });
  if (type === 'text/plain') return context.text(renderText(verdict, { width: 80 }));
  if (type === 'text/html') return context.html(verdictPage(verdict));
  if (type === tlsReportType) return tlsReport(context, verdict);
  return context.json(verdict);
}

/** RFC 8460 §6.4; the plain form, since HTTP compresses by itself. */
const tlsReportType = 'application/tlsrpt+json';

function tlsReport(context: Context, verdict: Verdict): Response {
  const contact = `postmaster@${verdict.vantage.ehloName}`;
  const report = reportTls(verdict, { organization: 'starttls-probe', contact });
  return context.body(JSON.stringify(report), 200, { 'Content-Type': tlsReportType });
}
