import {
  OrderDraft,
  OrderDraftBody,
  OrderDraftPage,
  OrderDraftPut,
  OrderParameter,
  SigningKit,
} from '@fettle/shared/api/orders';
import { Closed } from '@fettle/shared/api/schema';
import { Type } from 'typebox';
import { getDraft, listDrafts, previewDraft, putDraft, removeDraft, signingKit } from '../../../domain/orders/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** 10,000 devices by id. */
const bodyLimit = 1024 * 1024;
const DraftDelete = Closed({ version: Type.Integer({ minimum: 0 }) });

/** What people compose, until somebody who holds a key signs it. */
export const orderDraftRoutes: Routes = (app, { orderPorts }) => {
  const read = { permission: 'order.read' } as const;
  const draft = { permission: 'order.draft' } as const;

  app.get(
    '/api/v1/orders/drafts',
    { config: read, schema: { summary: 'What waits to be signed, newest first', response: { 200: OrderDraftPage } } },
    async (request) => ({ items: await listDrafts(orderPorts(), actorOf(request)), next: null }),
  );
  app.post(
    '/api/v1/orders/drafts',
    {
      config: draft,
      bodyLimit,
      schema: { summary: 'Keep a draft', body: OrderDraftPut, response: { 201: OrderDraft } },
    },
    async (request, reply) => reply.code(201).send(await putDraft(orderPorts(), actorOf(request), request.body)),
  );
  app.post(
    '/api/v1/orders/drafts/preview',
    {
      config: draft,
      bodyLimit,
      schema: { summary: 'What a draft comes to now', body: OrderDraftBody, response: { 200: OrderDraft } },
    },
    (request) => previewDraft(orderPorts(), actorOf(request), request.body),
  );
  app.get(
    '/api/v1/orders/drafts/:id',
    {
      config: read,
      schema: { summary: 'A draft with what it comes to now', params: OrderParameter, response: { 200: OrderDraft } },
    },
    (request) => getDraft(orderPorts(), actorOf(request), request.params),
  );
  app.put(
    '/api/v1/orders/drafts/:id',
    {
      config: draft,
      bodyLimit,
      schema: { summary: 'Change a draft', params: OrderParameter, body: OrderDraftPut, response: { 200: OrderDraft } },
    },
    (request) => putDraft(orderPorts(), actorOf(request), { ...request.params, ...request.body }),
  );
  app.delete(
    '/api/v1/orders/drafts/:id',
    { config: draft, schema: { summary: 'Throw a draft away', params: OrderParameter, querystring: DraftDelete } },
    async (request, reply) => {
      await removeDraft(orderPorts(), actorOf(request), { ...request.params, ...request.query });
      return reply.code(204).send();
    },
  );
  app.get(
    '/api/v1/orders/drafts/:id/signing',
    {
      config: read,
      schema: { summary: 'All that who signs needs', params: OrderParameter, response: { 200: SigningKit } },
    },
    (request) => signingKit(orderPorts(), actorOf(request), request.params),
  );
};
