import { EventPage, EventQuery } from '@fettle/shared/api/events';
import { listEvents } from '../../../domain/events/index.ts';
import { eventItem } from '../../live/hub.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** What happened, newest first. */
export const eventRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/events',
    {
      config: { permission: 'event.read' },
      schema: { summary: 'What happened, newest first', querystring: EventQuery, response: { 200: EventPage } },
    },
    async (request) => {
      const { items, next } = await listEvents({ store: context.events }, actorOf(request), request.query);
      return { items: items.map(eventItem), next };
    },
  );
};
