import {
  History,
  HistoryQuery,
  Service,
  ServiceDelete,
  ServiceMap,
  ServicePage,
  ServiceParameter,
  ServicePut,
} from '@fettle/shared/api/services';
import {
  deleteService,
  getService,
  listServices,
  mapServices,
  putService,
  viewHistory,
} from '../../../domain/services/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'service.read' } as const;
const change = { permission: 'service.change' } as const;

/** Business services: what they are, were, and are made of. */
export const serviceRoutes: Routes = (app, { serviceDesk }) => {
  app.get(
    '/api/v1/services',
    { config: read, schema: { summary: 'Business services, worst first', response: { 200: ServicePage } } },
    async (request) => ({ items: await listServices(serviceDesk.ports(), actorOf(request)), next: null }),
  );
  app.get(
    '/api/v1/services/map',
    { config: read, schema: { summary: 'What depends on what, with states', response: { 200: ServiceMap } } },
    (request) => mapServices(serviceDesk.ports(), actorOf(request)),
  );
  app.get(
    '/api/v1/services/:id',
    {
      config: read,
      schema: { summary: 'One service as it is now', params: ServiceParameter, response: { 200: Service } },
    },
    (request) => getService(serviceDesk.ports(), actorOf(request), request.params),
  );
  app.get(
    '/api/v1/services/:id/history',
    {
      config: read,
      schema: {
        summary: 'What it was, exact to the millisecond, oldest first',
        params: ServiceParameter,
        querystring: HistoryQuery,
        response: { 200: History },
      },
    },
    (request) => viewHistory(serviceDesk.ports(), actorOf(request), { ...request.params, ...request.query }),
  );
  app.put(
    '/api/v1/services/:id',
    {
      config: change,
      schema: {
        summary: 'Make or change a service; what it is made of counts from now on',
        params: ServiceParameter,
        body: ServicePut,
        response: { 200: Service },
      },
    },
    async (request) => {
      await putService(serviceDesk.ports(), actorOf(request), { ...request.params, ...request.body });
      await serviceDesk.tell();
      return getService(serviceDesk.ports(), actorOf(request), request.params);
    },
  );
  app.delete(
    '/api/v1/services/:id',
    {
      config: change,
      schema: {
        summary: 'Take a service away with its history',
        params: ServiceParameter,
        querystring: ServiceDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteService(serviceDesk.ports(), actorOf(request), { ...request.params, ...request.query });
      return {};
    },
  );
};
