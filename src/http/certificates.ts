/**
 * `POST /certificates/judge`: what would be said of this certificate, were it deployed? Nothing is dialled and nothing is kept.
 */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { certificateBodySchema, readCertificateRequest } from '../core/certificate-request.ts';
import { certificateVerdictSchema } from '../core/report/certificate-verdict.ts';
import type { AppOptions } from './app-options.ts';
import { problem, problemResponse } from './problem.ts';

/** As much as a handshake may send in a probe. */
export const maxBodyBytes = 256 * 1024;

const route = createRoute({
  method: 'post',
  path: '/certificates/judge',
  operationId: 'judgeCertificate',
  summary: 'What would be said of this certificate, were it deployed?',
  description:
    'Trust, names and every rule of the area `cert`, as in a verdict, for a chain that no server shows yet; and the TLSA record that would match it.',
  middleware: bodyLimit({
    maxSize: maxBodyBytes,
    onError: (context) => problem(context, 'body-too-large', `at most ${maxBodyBytes} bytes are read`),
  }),
  request: {
    body: { required: true, content: { 'application/json': { schema: certificateBodySchema } } },
  },
  responses: {
    200: {
      description: 'The judgement; what is wrong with the certificate is in it, never an HTTP error',
      content: { 'application/json': { schema: certificateVerdictSchema } },
    },
    400: problemResponse(
      'The body is not JSON, or a field is missing, unknown or not understood; `parameter` names it',
    ),
    413: problemResponse('The body is too large'),
    415: problemResponse('The body is not said to be JSON'),
  },
});

export function addCertificates(app: OpenAPIHono, options: AppOptions): void {
  app.openapi(route, (context) => {
    const body = context.req.valid('json');
    const request = readCertificateRequest(body, options.toAscii);
    if (!request.ok) {
      return problem(context, 'invalid-parameter', request.error.detail, request.error.parameter);
    }
    return context.json(options.judgeCertificate(request.value), 200, { 'Cache-Control': 'no-store' });
  });
}
