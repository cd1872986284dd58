import { SeriesPage, SeriesQuery } from '@fettle/shared/api/series';
import { querySeries } from '../../../domain/series/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** Samples over time. */
export const seriesRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/series',
    {
      config: { permission: 'device.read' },
      schema: {
        summary: 'Series over a range, raw or by steps',
        querystring: SeriesQuery,
        response: { 200: SeriesPage },
      },
    },
    async (request) => {
      const { device, metric, ...range } = request.query;
      const query = {
        ...range,
        metrics: [metric].flat(),
        ...(device === undefined ? {} : { devices: [device].flat() }),
      };
      const ports = { series: context.series, devices: context.devices, now: context.clock.now() };
      return { items: await querySeries(ports, actorOf(request), query), next: null };
    },
  );
};
