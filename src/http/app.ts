/**
 * The HTTP face: routes, content types, guards. It probes nothing itself: `probe` and `observe` are injected by the entries,
 * so that the whole of it is tested with `app.request()` and no socket.
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { AppOptions } from './app-options.ts';
import { addBadge } from './badge.ts';
import { addCatalogues } from './catalogues.ts';
import { addCertificates } from './certificates.ts';
import { addDocument } from './document.ts';
import { addObserve } from './observe.ts';
import { Overloaded } from './overloaded.ts';
import { addPages } from './pages/routes.ts';
import { addProbe } from './probe.ts';
import { problem } from './problem.ts';
import { refuseQuery } from './refusal.ts';

export function createApp(options: AppOptions): OpenAPIHono {
  const app = new OpenAPIHono({ defaultHook: refuseQuery });
  app.use(cors({ origin: '*', allowMethods: ['GET', 'HEAD', 'POST'] }));
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      // Any site may show a badge or read a verdict.
      crossOriginResourcePolicy: 'cross-origin',
    }),
  );
  app.notFound((context) =>
    problem(context, 'not-found', `nothing answers ${context.req.method} ${context.req.path}`),
  );
  app.onError((error, context) => {
    if (error instanceof HTTPException && error.status === 400)
      return problem(context, 'malformed-body', error.message);
    if (error instanceof HTTPException && error.status === 415) {
      return problem(context, 'unsupported-media-type', 'send JSON, as Content-Type: application/json');
    }
    if (error instanceof Overloaded) return problem(context, 'overloaded', error.message);
    options.report(error);
    return problem(context, 'internal-error', 'the mistake was logged; the request may be tried again');
  });
  addProbe(app, options);
  addCertificates(app, options);
  addCatalogues(app);
  addDocument(app);
  addObserve(app, options);
  addBadge(app, options);
  addPages(app);
  refuseOtherMethods(app);
  return app;
}

/** For each path that answers some method: what says so to the others (RFC 9110 §15.5.6). After all routes, so that it gets what they leave. */
function refuseOtherMethods(app: OpenAPIHono): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method !== 'ALL') methods.set(path, new Set([...(methods.get(path) ?? []), method]));
  }
  for (const [path, known] of methods) {
    const allow = [...known, ...(known.has('GET') ? ['HEAD'] : [])].join(', ');
    app.all(path, (context) => {
      context.header('Allow', allow);
      return problem(context, 'method-not-allowed', `${context.req.path} takes ${allow}`);
    });
  }
}
