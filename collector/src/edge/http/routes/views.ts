import { SavedView, SavedViewDelete, SavedViewPage, SavedViewParameter, SavedViewPut } from '@fettle/shared/api/views';
import type { Actor } from '../../../domain/access/index.ts';
import { deleteView, listViews, mayChangeView, putView, type SavedView as Kept } from '../../../domain/views/index.ts';
import { actorOf } from '../authenticate.ts';
import type { HttpContext, Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'view.read' } as const;
const change = { permission: 'view.change' } as const;

/** Saved views of the trend explorer. */
export const viewRoutes: Routes = (app, context) => {
  const at = () => ({ store: context.views, now: context.clock.now() });

  app.get(
    '/api/v1/views',
    { config: read, schema: { summary: 'Saved views of the explorer', response: { 200: SavedViewPage } } },
    async (request) => {
      const actor = actorOf(request);
      const views = await listViews(at(), actor);
      return { items: await Promise.all(views.map((one) => viewItem(context, actor, one))), next: null };
    },
  );
  app.post(
    '/api/v1/views',
    { config: change, schema: { summary: 'Save a view', body: SavedViewPut, response: { 200: SavedView } } },
    async (request) => {
      const actor = actorOf(request);
      return viewItem(context, actor, await putView(at(), actor, request.body));
    },
  );
  app.put(
    '/api/v1/views/:id',
    {
      config: change,
      schema: {
        summary: 'Change a saved view',
        params: SavedViewParameter,
        body: SavedViewPut,
        response: { 200: SavedView },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return viewItem(context, actor, await putView(at(), actor, { ...request.body, id: request.params.id }));
    },
  );
  app.delete(
    '/api/v1/views/:id',
    {
      config: change,
      schema: {
        summary: 'Take a saved view away',
        params: SavedViewParameter,
        querystring: SavedViewDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteView(at(), actorOf(request), { id: request.params.id, version: request.query.version });
      return {};
    },
  );
};

async function viewItem({ access }: Pick<HttpContext, 'access'>, actor: Actor, view: Kept): Promise<SavedView> {
  const { id, name, query, changedAt, version } = view;
  const person = view.by === null ? null : await access.person(view.by);
  const by = person && { id: person.id, name: person.name };
  return { id, name, query, by, changedAt, mayChange: mayChangeView(actor, view), version };
}
