import { DeliveryPage, DeliveryQuery, NoticeStagePage } from '@fettle/shared/api/notices';
import { IncidentParameter } from '@fettle/shared/api/incidents';
import { FettleError } from '@fettle/shared/errors';
import type { IncidentId } from '@fettle/shared/ids';
import { type Delivery, listDeliveries, listStages } from '../../../domain/notifications/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** What was sent to whom, what came of it, and why. */
export const deliveryRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/deliveries',
    {
      config: { permission: 'delivery.read' },
      schema: {
        summary: 'What was sent to whom, newest first',
        querystring: DeliveryQuery,
        response: { 200: DeliveryPage },
      },
    },
    async (request) => {
      const { items, next } = await listDeliveries(context, actorOf(request), request.query);
      return { items: items.map(deliveryItem), next };
    },
  );
  app.get(
    '/api/v1/incidents/:id/notices',
    {
      config: { permission: 'notice.read' },
      schema: {
        summary: 'What the notices decided of an incident, and why',
        params: IncidentParameter,
        response: { 200: NoticeStagePage },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const incident = await context.incidents.incident(actor.scope, request.params.id as IncidentId);
      if (incident === null) throw new FettleError('not_found');
      const stages = await listStages(context, actor, { incident: incident.id });
      return { items: stages.map(({ incident: _its, ...stage }) => stage), next: null };
    },
  );
};

function deliveryItem(delivery: Delivery) {
  const { id, incidents, kind, channel, target, subject, state, attempts, createdAt, deliveredAt, nextAt, answer } =
    delivery;
  const incident = incidents[0] ?? null;
  const rest = { state, attempts, createdAt, deliveredAt, nextAt, answer };
  return { id, incident, kind, channel, to: target, words: subject, ...rest };
}
