/**
 * `GET /badge/{host}.svg`: the status of a domain as an image for a README or a status page. Nothing from a peer is in it.
 */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { jsx } from 'hono/jsx';
import type { Status } from '../core/report/schema.ts';
import type { AppOptions } from './app-options.ts';
import { observeQuerySchema, readProbeRequest } from './probe-query.ts';
import { problem, problemResponse } from './problem.ts';

const faces: Record<Status, { readonly text: string; readonly colour: string }> = {
  ok: { text: 'delivers encrypted', colour: '#2f7d3b' },
  degraded: { text: 'degraded', colour: '#9a6700' },
  failing: { text: 'failing', colour: '#b3261e' },
  indeterminate: { text: 'unknown', colour: '#5f6368' },
};

const route = createRoute({
  method: 'get',
  path: '/badge/{file}',
  operationId: 'badge',
  summary: 'The status as an SVG badge: /badge/example.org.svg',
  request: {
    params: z.object({
      file: z.string().meta({ description: '`{host}.svg`', examples: ['example.org.svg'] }),
    }),
    query: observeQuerySchema.pick({ port: true }),
  },
  responses: {
    200: { description: 'The badge', content: { 'image/svg+xml': { schema: { type: 'string' } } } },
    400: problemResponse('Not a host, or a parameter is unknown or not understood'),
    404: problemResponse('Not named {host}.svg'),
  },
});

export function addBadge(app: OpenAPIHono, options: AppOptions): void {
  app.openapi(route, async (context) => {
    const { file } = context.req.valid('param');
    if (!file.endsWith('.svg')) return problem(context, 'not-found', 'a badge is named {host}.svg');
    const { port } = context.req.valid('query');
    const request = readProbeRequest({ host: file.slice(0, -'.svg'.length), port }, options.toAscii);
    if (!request.ok) {
      return problem(context, 'invalid-parameter', request.error.detail, request.error.parameter);
    }
    const { status } = await options.probe(request.value);
    return context.body(badge(status), 200, {
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'public, max-age=300',
    });
  });
}

/** Widths are measured for 11 px Verdana-like faces: about 6.6 px a letter. */
function badge(status: Status): string {
  const { text, colour } = faces[status];
  const label = 'mail';
  const left = 38;
  const right = Math.round(text.length * 6.6) + 14;
  const font = 'Verdana,DejaVu Sans,sans-serif';
  const word = (x: number, content: string) =>
    jsx(
      'text',
      { x, y: 14, fill: '#fff', 'text-anchor': 'middle', 'font-family': font, 'font-size': 11 },
      content,
    );
  return jsx(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: left + right,
      height: 20,
      role: 'img',
      'aria-label': `${label}: ${text}`,
    },
    jsx('title', {}, `${label}: ${text}`),
    jsx('rect', { width: left + right, height: 20, rx: 3, fill: '#3c4043' }),
    jsx('path', { d: `M${left} 0h${right - 3}q3 0 3 3v14q0 3-3 3h-${right - 3}z`, fill: colour }),
    word(left / 2, label),
    word(left + right / 2, text),
  ).toString() as string;
}
