import {
  Request,
  RequestAct,
  RequestCreate,
  RequestPage,
  RequestParameter,
  RequestQuery,
} from '@fettle/shared/api/requests';
import { actOnRequest, askFor, getRequest, listRequests } from '../../../domain/requests/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** Everybody reads their own; the verbs know whose the others are, and who may do what. */
const list = { permission: 'request.list' } as const;
const ask = { permission: 'request.ask' } as const;

/** What people ask for, and what becomes of it. */
export const requestRoutes: Routes = (app, { requestPorts }) => {
  app.get(
    '/api/v1/requests',
    {
      config: list,
      schema: {
        summary: 'What was asked for, newest first',
        querystring: RequestQuery,
        response: { 200: RequestPage },
      },
    },
    (request) => listRequests(requestPorts(), actorOf(request), request.query),
  );
  app.get(
    '/api/v1/requests/:id',
    { config: list, schema: { summary: 'One of them', params: RequestParameter, response: { 200: Request } } },
    (request) => getRequest(requestPorts(), actorOf(request), request.params),
  );
  app.post(
    '/api/v1/requests',
    {
      config: ask,
      schema: { summary: 'Ask for something, or report a trouble', body: RequestCreate, response: { 201: Request } },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = await askFor(requestPorts(), actor, request.body);
      return reply.code(201).send(await getRequest(requestPorts(), actor, { id }));
    },
  );
  app.post(
    '/api/v1/requests/:id/act',
    {
      config: list,
      schema: {
        summary: 'Approve, refuse, take on or end it',
        params: RequestParameter,
        body: RequestAct,
        response: { 200: Request },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await actOnRequest(requestPorts(), actor, { ...request.params, ...request.body });
      return getRequest(requestPorts(), actor, request.params);
    },
  );
};
