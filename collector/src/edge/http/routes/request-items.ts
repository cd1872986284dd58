import {
  RequestItem,
  RequestItemDelete,
  RequestItemPage,
  RequestItemParameter,
  RequestItemPut,
  RequestItemQuery,
} from '@fettle/shared/api/requests';
import { listItems, putItem, removeItem } from '../../../domain/requests/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'request-item.read' } as const;
const change = { permission: 'request-item.change' } as const;

/** What may be asked for. */
export const requestItemRoutes: Routes = (app, { requestPorts }) => {
  app.get(
    '/api/v1/request-items',
    {
      config: read,
      schema: { summary: 'What may be asked for', querystring: RequestItemQuery, response: { 200: RequestItemPage } },
    },
    async (request) => ({ items: await listItems(requestPorts(), actorOf(request), request.query), next: null }),
  );
  app.put(
    '/api/v1/request-items/:id',
    {
      config: change,
      schema: {
        summary: 'Make or change something that may be asked for',
        params: RequestItemParameter,
        body: RequestItemPut,
        response: { 200: RequestItem },
      },
    },
    async (request) => {
      const { version, ...body } = request.body;
      return putItem(requestPorts(), actorOf(request), { id: request.params.id, body, version });
    },
  );
  app.delete(
    '/api/v1/request-items/:id',
    {
      config: change,
      schema: {
        summary: 'Take it away; what was asked stays',
        params: RequestItemParameter,
        querystring: RequestItemDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      await removeItem(requestPorts(), actorOf(request), { ...request.params, ...request.query });
      return {};
    },
  );
};
