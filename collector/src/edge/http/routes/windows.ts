import {
  SpanQuery,
  Window,
  WindowDelete,
  WindowPage,
  WindowParameter,
  WindowPut,
  WindowSpanPage,
} from '@fettle/shared/api/windows';
import { deleteWindow, listSpans, listWindows, putWindow, type WindowNow } from '../../../domain/windows/index.ts';
import { actorOf } from '../authenticate.ts';
import type { HttpContext, Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'window.read' } as const;
const change = { permission: 'window.change' } as const;

/** Planned maintenance. */
export const windowRoutes: Routes = (app, context) => {
  const at = () => ({ store: context.windows, devices: context.devices, now: context.clock.now() });

  app.get(
    '/api/v1/windows',
    { config: read, schema: { summary: 'Maintenance windows', response: { 200: WindowPage } } },
    async (request) => {
      const windows = await listWindows(at(), actorOf(request));
      return { items: await Promise.all(windows.map((one) => windowItem(context, one))), next: null };
    },
  );
  app.get(
    '/api/v1/windows/spans',
    {
      config: read,
      schema: { summary: 'Openings in a span', querystring: SpanQuery, response: { 200: WindowSpanPage } },
    },
    async (request) => {
      const spans = await listSpans(at(), actorOf(request), request.query);
      const items = spans.map(({ window: { id, name, reason }, from, to, note }) => {
        return { window: id, name, reason, from, to, note };
      });
      return { items, next: null };
    },
  );
  app.put(
    '/api/v1/windows/:id',
    {
      config: change,
      schema: {
        summary: 'Make or change a window',
        params: WindowParameter,
        body: WindowPut,
        response: { 200: Window },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = await putWindow(at(), actor, { id: request.params.id, ...request.body });
      const found = (await listWindows(at(), actor)).find(({ window }) => window.id === id);
      if (found === undefined) throw new Error(`the window ${id} was put and is not there`);
      return windowItem(context, found);
    },
  );
  app.delete(
    '/api/v1/windows/:id',
    {
      config: change,
      schema: {
        summary: 'Take a window away',
        params: WindowParameter,
        querystring: WindowDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteWindow(at(), actorOf(request), { id: request.params.id, version: request.query.version });
      return {};
    },
  );
};

async function windowItem({ access }: Pick<HttpContext, 'access'>, { window, devices, open, next }: WindowNow) {
  const { id, name, selector, reason, when, enabled, createdBy, version } = window;
  const person = createdBy === null ? null : await access.person(createdBy);
  const maker = person && { id: person.id, name: person.name };
  const opening = next && { from: next.from, to: next.to };
  return { id, name, selector, reason, when, enabled, createdBy: maker, devices, open, next: opening, version };
}
