import { NewestPage, NewestQuery, SeriesPage, SeriesQuery, TopPage, TopQuery } from '@fettle/shared/api/series';
import { type Latest, newestValues, querySeries, type SeriesPoints, topSeries } from '../../../domain/series/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import type { JsonBytes } from '../json-bytes.ts';
import { type Item, listing } from '../json-stream.ts';

const json = 'application/json; charset=utf-8';

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
      return reply.type(json).send((await listing(asJson(found))) as never);
    },
  );
  app.get(
    '/api/v1/series/latest',
    {
      config,
      schema: {
        summary: 'The newest values of many devices, streamed',
        querystring: NewestQuery,
        response: { 200: NewestPage },
      },
    },
    async (request, reply) => {
      const { selector, metric } = request.query;
      const metrics = metric === undefined ? undefined : [metric].flat();
      const found = await newestValues(ports, actorOf(request), { selector, metrics });
      return reply.type(json).send((await listing(newestJson(found))) as never);
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

async function* asJson(found: AsyncIterable<SeriesPoints>): AsyncGenerator<Item> {
  for await (const series of found) yield (into) => seriesJson(series, into);
}

/** An item a value, all of a device together; devices of which nothing is known have none. */
async function* newestJson(found: AsyncIterable<readonly [string, readonly Latest[]]>): AsyncGenerator<Item> {
  for await (const [device, values] of found) {
    if (values.length === 0) continue;
    const items = values.map(({ metric, attributes, value, time }) =>
      JSON.stringify({ device, metric, attributes, value, time }),
    );
    yield (into) => [into.text(items.join())];
  }
}

const pointsAPart = 1_024;

/** One `Series` as JSON. */
function* seriesJson({ device, metric, attributes, times, values }: SeriesPoints, into: JsonBytes): Generator<void> {
  const head = JSON.stringify({ device, metric, attributes });
  into.text(`${head.slice(0, -1)},"points":[`);
  for (let start = 0; start < times.length; start += pointsAPart) {
    if (start > 0) into.text(',');
    into.points(times, values, start, Math.min(times.length, start + pointsAPart));
    yield;
  }
  into.text(']}');
  yield;
}
