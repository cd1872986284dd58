import { ChangePage, ChangeQuery, Plan, PlanAct, PlanPage, PlanParameter, PlanPut } from '@fettle/shared/api/changes';
import { FettleError } from '@fettle/shared/errors';
import { actOnPlan, type Change, getPlan, listChanges, listPlans, putPlan } from '../../../domain/changes/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

const read = { permission: 'change.read' } as const;
const plan = { permission: 'change.plan' } as const;

/** What altered devices, and planned changes. */
export const changeRoutes: Routes = (app, { changes: store, changeDesk, clock }) => {
  app.get(
    '/api/v1/changes',
    {
      config: read,
      schema: { summary: 'What altered devices, newest first', querystring: ChangeQuery, response: { 200: ChangePage } },
    },
    async (request) => {
      const { items, next } = await listChanges({ store }, actorOf(request), request.query);
      return { items: items.map(changeItem), next };
    },
  );
  app.get(
    '/api/v1/changes/plans',
    { config: read, schema: { summary: 'Planned changes, newest first', response: { 200: PlanPage } } },
    async (request) => ({ items: await listPlans(changeDesk.plansPorts(), actorOf(request)), next: null }),
  );
  app.get(
    '/api/v1/changes/plans/:id',
    { config: read, schema: { summary: 'One planned change', params: PlanParameter, response: { 200: Plan } } },
    (request) => getPlan(changeDesk.plansPorts(), actorOf(request), request.params),
  );
  app.post(
    '/api/v1/changes/plans',
    { config: plan, schema: { summary: 'Plan a change', body: PlanPut, response: { 201: Plan } } },
    async (request, reply) => {
      const { body, version } = request.body;
      if (version !== 0) throw new FettleError('input_invalid', 'A new plan has version 0.');
      const { id } = await putPlan(changeDesk.plansPorts(), actorOf(request), { body, version });
      return reply.code(201).send(await getPlan(changeDesk.plansPorts(), actorOf(request), { id }));
    },
  );
  app.put(
    '/api/v1/changes/plans/:id',
    {
      config: plan,
      schema: { summary: 'Give it other words', params: PlanParameter, body: PlanPut, response: { 200: Plan } },
    },
    async (request) => {
      await putPlan(changeDesk.plansPorts(), actorOf(request), { ...request.params, ...request.body });
      return getPlan(changeDesk.plansPorts(), actorOf(request), request.params);
    },
  );
  app.post(
    '/api/v1/changes/plans/:id/act',
    {
      config: plan,
      schema: { summary: 'Move it on', params: PlanParameter, body: PlanAct, response: { 200: Plan } },
    },
    async (request) => {
      await actOnPlan(changeDesk.plansPorts(), actorOf(request), { ...request.params, ...request.body });
      return getPlan(changeDesk.plansPorts(), actorOf(request), request.params);
    },
  );
};

function changeItem({ id, time, kind, device, deviceName, site, words, by, link, outcome }: Change) {
  return { id, time, kind, device, deviceName, site, words, by, link, outcome };
}
