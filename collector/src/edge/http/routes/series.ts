import { SeriesPage, SeriesQuery, TopPage, TopQuery } from '@fettle/shared/api/series';
import { querySeries, type SeriesPoints, topSeries } from '../../../domain/series/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { listing } from '../json-stream.ts';

/** Samples over time. */
export const seriesRoutes: Routes = (app, context) => {
  const config = { permission: 'device.read' } as const;
  const ports = { series: context.series, devices: context.devices };

  app.get(
    '/api/v1/series',
    {
      config,
      schema: {
        summary: 'Series over a range, raw or by steps; large answers are streamed',
        querystring: SeriesQuery,
        response: { 200: SeriesPage },
      },
    },
    async (request, reply) => {
      const { device, metric, ...range } = request.query;
      const devices = device === undefined ? undefined : [device].flat();
      const found = await querySeries(ports, actorOf(request), { ...range, devices, metrics: [metric].flat() });
      return reply.type('application/json; charset=utf-8').send((await listing(asJson(found))) as never);
    },
  );
  app.get(
    '/api/v1/series/top',
    {
      config,
      schema: {
        summary: 'The series of a metric with the highest values, of a range or of now',
        querystring: TopQuery,
        response: { 200: TopPage },
      },
    },
    async (request) => ({ items: await topSeries(ports, actorOf(request), request.query), next: null }),
  );
};

async function* asJson(found: AsyncIterable<SeriesPoints>): AsyncGenerator<Iterable<string>> {
  for await (const series of found) yield partsOf(series);
}

const pointsAPart = 2_048;

/** One `Series` as JSON. */
function* partsOf({ device, metric, attributes, times, values }: SeriesPoints): Generator<string> {
  const head = JSON.stringify({ device, metric, attributes });
  yield `${head.slice(0, -1)},"points":[`;
  for (let start = 0; start < times.length; start += pointsAPart) {
    const end = Math.min(times.length, start + pointsAPart);
    let text = '';
    for (let place = start; place < end; place++) {
      const value = values[place] ?? Number.NaN;
      text += `${place === 0 ? '' : ','}[${times[place]},${Number.isFinite(value) ? value : null}]`;
    }
    yield text;
  }
  yield ']}';
}
