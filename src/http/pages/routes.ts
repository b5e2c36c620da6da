/**
 * The routes that only people visit: the front page and its style sheet.
 */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { homePage } from './home.ts';
import { styleSheet } from './style.ts';

export function addPages(app: OpenAPIHono): void {
  app.get('/', (context) => context.html(homePage(new URL(context.req.url).origin)));
  app.get('/style.css', (context) =>
    context.body(styleSheet, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    }),
  );
}
