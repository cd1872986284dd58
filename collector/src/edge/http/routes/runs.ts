import {
  OrderParameter,
  RunDetail,
  RunPage,
  RunParameter,
  RunQuery,
  StandingItem,
  StandingPage,
} from '@fettle/shared/api/orders';
import { getRun, getStanding, listRuns, listStanding, type RunQuery as Query } from '../../../domain/orders/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** What ran on which device and how it ended, and what devices fire by themselves. */
export const runRoutes: Routes = (app, { orderPorts, orderDesk }) => {
  const read = { permission: 'run.read' } as const;
  const standing = { permission: 'order.read' } as const;

  app.get(
    '/api/v1/runs',
    { config: read, schema: { summary: 'Runs, newest first', querystring: RunQuery, response: { 200: RunPage } } },
    (request) => listRuns(orderPorts(), actorOf(request), request.query as Query & typeof request.query),
  );
  app.get(
    '/api/v1/runs/:id',
    {
      config: read,
      schema: { summary: 'A run with its output and receipt', params: RunParameter, response: { 200: RunDetail } },
    },
    (request) => getRun(orderPorts(), actorOf(request), request.params, (run) => orderDesk.output.of(run)),
  );
  app.get(
    '/api/v1/standing-orders',
    { config: standing, schema: { summary: 'Standing orders, by name', response: { 200: StandingPage } } },
    async (request) => ({ items: await listStanding(orderPorts(), actorOf(request)), next: null }),
  );
  app.get(
    '/api/v1/standing-orders/:id',
    {
      config: standing,
      schema: { summary: 'One standing order', params: OrderParameter, response: { 200: StandingItem } },
    },
    (request) => getStanding(orderPorts(), actorOf(request), request.params),
  );
};
