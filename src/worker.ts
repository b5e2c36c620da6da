/** The Worker entry: wiring only. */
import { Hono } from 'hono';

const app = new Hono();
app.get('/healthz', (context) => context.json({ status: 'ok' }));

export default app;
