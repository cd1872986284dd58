import {
  PublicLinkCreate,
  PublicLinkCreated,
  PublicLinkDelete,
  PublicLinkPage,
  PublicLinkParameter,
} from '@fettle/shared/api/services';
import { createLink, deleteLink, listLinks } from '../../../domain/services/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'public.read' } as const;
const manage = { permission: 'public.manage' } as const;

/** Addresses that show a status page or a calendar to whoever has them. */
export const publicLinkRoutes: Routes = (app, { serviceDesk }) => {
  app.get(
    '/api/v1/public-links',
    { config: read, schema: { summary: 'Status pages and calendars', response: { 200: PublicLinkPage } } },
    async (request) => ({ items: await listLinks(serviceDesk.ports(), actorOf(request)), next: null }),
  );
  app.post(
    '/api/v1/public-links',
    {
      config: manage,
      schema: {
        summary: 'Make an address; its token is told this once',
        body: PublicLinkCreate,
        response: { 201: PublicLinkCreated },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await createLink(serviceDesk.ports(), actorOf(request), request.body)),
  );
  app.delete(
    '/api/v1/public-links/:id',
    {
      config: manage,
      schema: {
        summary: 'Take an address back: it shows nothing any more',
        params: PublicLinkParameter,
        querystring: PublicLinkDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteLink(serviceDesk.ports(), actorOf(request), { ...request.params, ...request.query });
      return {};
    },
  );
};
