import { Route, RoutePage, RoutePut, SlugParameter, VersionQuery } from '@fettle/shared/api/notices';
import { deleteRoute, listRoutes, putRoute, type Route as RouteRow } from '../../../domain/notifications/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const manage = { permission: 'route.manage' } as const;

/** Which incidents are told to whom. */
export const noticeRoutes: Routes = (app, context) => {
  const { channels, access, people } = context;
  const at = () => ({ channels, access, people, now: context.clock.now() });

  app.get(
    '/api/v1/routes',
    {
      config: { permission: 'route.read' },
      schema: { summary: 'Routes of notices, in the order in which they are asked', response: { 200: RoutePage } },
    },
    async (request) => ({ items: (await listRoutes(at(), actorOf(request))).map(routeItem), next: null }),
  );
  app.put(
    '/api/v1/routes/:id',
    {
      config: manage,
      schema: { summary: 'Make or change a route', params: SlugParameter, body: RoutePut, response: { 200: Route } },
    },
    async (request) => routeItem(await putRoute(at(), actorOf(request), { id: request.params.id, ...request.body })),
  );
  app.delete(
    '/api/v1/routes/:id',
    {
      config: manage,
      schema: {
        summary: 'Take a route away',
        params: SlugParameter,
        querystring: VersionQuery,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteRoute(at(), actorOf(request), { id: request.params.id, version: request.query.version });
      return {};
    },
  );
};

function routeItem({ scope: _scope, ...item }: RouteRow) {
  return item;
}
