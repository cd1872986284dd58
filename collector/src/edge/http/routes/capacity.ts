import {
  CapacityQuery,
  ForecastDetail,
  ForecastPage,
  ForecastParameter,
  Limit,
  LimitDelete,
  LimitPage,
  LimitParameter,
  LimitPut,
  ReckonAnswer,
  UnderUsedPage,
  UnderUsedQuery,
  WhatIf,
  WhatIfAnswer,
} from '@fettle/shared/api/capacity';
import {
  deleteLimit,
  getForecast,
  listForecasts,
  listLimits,
  putLimit,
  whatIf,
} from '../../../domain/capacity/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'capacity.read' } as const;
const change = { permission: 'capacity.change' } as const;

/** When things are full, what is not used, and what if there were more. */
export const capacityRoutes: Routes = (app, context) => {
  const desk = context.capacityDesk;

  app.get(
    '/api/v1/capacity',
    {
      config: read,
      schema: {
        summary: 'When things are full, soonest first, as reckoned last',
        querystring: CapacityQuery,
        response: { 200: ForecastPage },
      },
    },
    async (request) => {
      const found = await listForecasts(desk.ports(), actorOf(request), request.query);
      return { ...found, reckoning: desk.reckoning };
    },
  );
  app.get(
    '/api/v1/capacity/under-used',
    {
      config: read,
      schema: {
        summary: 'Machines that are little used all the time',
        querystring: UnderUsedQuery,
        response: { 200: UnderUsedPage },
      },
    },
    async (request) => ({ items: await desk.underUsed(actorOf(request), request.query.days ?? 60), next: null }),
  );
  app.post(
    '/api/v1/capacity/what-if',
    {
      config: read,
      schema: { summary: 'What so many more like these would use up', body: WhatIf, response: { 200: WhatIfAnswer } },
    },
    async (request) => whatIf(desk.ports(), actorOf(request), request.body),
  );
  app.post(
    '/api/v1/capacity/reckon',
    { config: change, schema: { summary: 'Reckon all forecasts anew', response: { 200: ReckonAnswer } } },
    async () => {
      desk.begin();
      return { reckoning: desk.reckoning };
    },
  );
  app.get(
    '/api/v1/capacity/:id',
    {
      config: read,
      schema: {
        summary: 'One forecast as of now, with its past and what is to come',
        params: ForecastParameter,
        response: { 200: ForecastDetail },
      },
    },
    async (request) => getForecast(desk.ports(), actorOf(request), request.params),
  );
  limitRoutes(app, context);
};

const limitRoutes: Routes = (app, { capacityDesk: desk }) => {
  app.get(
    '/api/v1/capacity-limits',
    { config: read, schema: { summary: 'Limits that no device measures', response: { 200: LimitPage } } },
    async (request) => ({ items: await listLimits(desk.ports(), actorOf(request)), next: null }),
  );
  app.put(
    '/api/v1/capacity-limits/:id',
    {
      config: change,
      schema: { summary: 'Make or change a limit', params: LimitParameter, body: LimitPut, response: { 200: Limit } },
    },
    async (request) => {
      const limit = await putLimit(desk.ports(), actorOf(request), { id: request.params.id, ...request.body });
      await desk.changed(limit);
      return limit;
    },
  );
  app.delete(
    '/api/v1/capacity-limits/:id',
    {
      config: change,
      schema: {
        summary: 'Take a limit away',
        params: LimitParameter,
        querystring: LimitDelete,
        response: { 200: Done },
      },
    },
    async (request) => {
      const { id } = request.params;
      await deleteLimit(desk.ports(), actorOf(request), { id, version: request.query.version });
      return {};
    },
  );
};
