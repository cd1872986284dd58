import {
  ApprovalPage,
  OrderAct,
  OrderApprove,
  OrderDetail,
  OrderPage,
  OrderParameter,
  OrderQuery,
  OrderSigned,
  OrderSubmitted,
  RunMatrix,
  RunPage,
  RunQuery,
  SigningKit,
} from '@fettle/shared/api/orders';
import {
  actOnOrder,
  approvalKit,
  getOrder,
  listApprovals,
  listOrderRuns,
  listOrders,
  type OrderQuery as Query,
  runMatrix,
  type RunQuery as RunsQuery,
} from '../../../domain/orders/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** 20,000 devices by id and host, and what is sealed for them. */
const bodyLimit = 16 * 1024 * 1024;

/** Signed orders and what became of them. */
export const orderRoutes: Routes = (app, { orderPorts, orderDesk }) => {
  const read = { permission: 'order.read' } as const;
  const submit = { permission: 'order.submit' } as const;

  app.get(
    '/api/v1/orders',
    {
      config: read,
      schema: { summary: 'Orders, newest first', querystring: OrderQuery, response: { 200: OrderPage } },
    },
    (request) => listOrders(orderPorts(), actorOf(request), request.query as Query & typeof request.query),
  );
  app.post(
    '/api/v1/orders',
    {
      config: submit,
      bodyLimit,
      schema: { summary: 'Bring what was signed', body: OrderSigned, response: { 201: OrderSubmitted } },
    },
    async (request, reply) => reply.code(201).send(await orderDesk.submit(actorOf(request), request.body)),
  );
  app.get(
    '/api/v1/orders/:id',
    { config: read, schema: { summary: 'One order', params: OrderParameter, response: { 200: OrderDetail } } },
    (request) => getOrder(orderPorts(), actorOf(request), request.params),
  );
  app.get(
    '/api/v1/orders/:id/runs',
    {
      config: { permission: 'run.read' },
      schema: {
        summary: 'Its runs in ring order, failures first',
        params: OrderParameter,
        querystring: RunQuery,
        response: { 200: RunPage },
      },
    },
    (request) =>
      listOrderRuns(orderPorts(), actorOf(request), {
        ...(request.query as RunsQuery & typeof request.query),
        ...request.params,
      }),
  );
  app.get(
    '/api/v1/orders/:id/matrix',
    {
      config: read,
      schema: { summary: 'Every target with its state', params: OrderParameter, response: { 200: RunMatrix } },
    },
    async (request, reply) => {
      const matrix = await runMatrix(orderPorts(), actorOf(request), request.params);
      // Thousands of small lists: the serialiser of the schema knows no tuples, and would be slower.
      return reply.serializer((body: unknown) => JSON.stringify(body)).send(matrix);
    },
  );
  app.post(
    '/api/v1/orders/:id/act',
    {
      config: { permission: 'order.act' },
      schema: {
        summary: 'Stop it, or let a halted one go on',
        params: OrderParameter,
        body: OrderAct,
        response: { 200: OrderDetail },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await actOnOrder(orderPorts(), actor, { ...request.params, ...request.body });
      await orderDesk.tend();
      return getOrder(orderPorts(), actor, request.params);
    },
  );
  app.post(
    '/api/v1/orders/:id/approve',
    {
      config: submit,
      bodyLimit,
      schema: {
        summary: 'Add a signature',
        params: OrderParameter,
        body: OrderApprove,
        response: { 200: OrderSubmitted },
      },
    },
    (request) => orderDesk.approve(actorOf(request), { ...request.params, ...request.body }),
  );
  app.get(
    '/api/v1/approvals',
    { config: read, schema: { summary: 'What waits for a second signature', response: { 200: ApprovalPage } } },
    async (request) => ({ items: await listApprovals(orderPorts(), actorOf(request)), next: null }),
  );
  app.get(
    '/api/v1/approvals/:id/signing',
    {
      config: read,
      schema: { summary: 'All that who signs second needs', params: OrderParameter, response: { 200: SigningKit } },
    },
    (request) => approvalKit(orderPorts(), actorOf(request), request.params),
  );
};
