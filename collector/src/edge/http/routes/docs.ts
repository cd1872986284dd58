import type { Routes } from '../context.ts';
import { docsPage, docsStyle } from '../docs-page.ts';

/** The API's description, as a document and as a page. */
export const docsRoutes: Routes = (app) => {
  const schema = { hide: true } as const;
  app.get('/api/v1/openapi.json', { config: { permission: 'docs.read' }, schema }, async () => app.swagger());
  app.get('/api/docs', { config: { permission: 'docs.read' }, schema }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(app.swagger() as Parameters<typeof docsPage>[0])),
  );
  app.get('/api/docs.css', { config: { permission: 'open' }, schema }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(docsStyle),
  );
};
