import { NewestPage, NewestQuery, SeriesAnswer, SeriesQuery, TopPage, TopQuery } from '@fettle/shared/api/series';
import {
  type Latest,
  newestValues,
  querySeriesText,
  type SeriesForm,
  type SeriesInput,
  type SeriesText,
  topSeries,
} from '../../../domain/series/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { listing, type Part } from '../json-stream.ts';

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
        response: { 200: SeriesAnswer },
      },
    },
    async (request, reply) => {
      const { device, metric, form = 'points', ...range } = request.query;
      const devices = device === undefined ? undefined : [device].flat();
      const asked = {
        ...range,
        devices,
        metrics: [metric].flat(),
        form: form === 'columns' ? 'values' : form,
      } as const;
      const found = await querySeriesText(ports, actorOf(request), asked);
      return reply.type(json).send((await listing(seriesJson(found, asked))) as never);
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

/** An item a value, all of a device together; devices of which nothing is known have none. */
async function* newestJson(found: AsyncIterable<readonly [string, readonly Latest[]]>): AsyncGenerator<Part> {
  let comma = '';
  for await (const [device, values] of found) {
    if (values.length === 0) continue;
    const items = values.map(({ metric, attributes, value, time }) =>
      JSON.stringify({ device, metric, attributes, value, time }),
    );
    const text = `${comma}${items.join()}`;
    comma = ',';
    yield (into) => into.text(text);
  }
}

type Asked = Pick<SeriesInput, 'from' | 'to' | 'step'> & { readonly form: SeriesForm };

/** Each a `Series` or a `SeriesColumns`. */
async function* seriesJson(found: AsyncIterable<readonly SeriesText[]>, asked: Asked): AsyncGenerator<Part> {
  const before = beforeText(asked);
  let more = false;
  for await (const parts of found) {
    yield (into) => {
      into.reserve(parts.reduce((sum, { text }) => sum + text.length + usualHead, 0));
      for (const part of parts) {
        if (!part.goesOn) into.text(`${more ? ']},' : ''}${headOf(part, before)}`);
        else into.text(',');
        into.bytes(part.text);
        more = true;
      }
    };
  }
  if (more) yield (into) => into.text(']}');
}

/** Bytes of what stands before the text of a series, mostly. */
const usualHead = 256;

function headOf({ device, metric, attributes }: SeriesText, before: string): string {
  return `${JSON.stringify({ device, metric, attributes }).slice(0, -1)}${before}`;
}

function beforeText({ form, from, to, step }: Asked): string {
  if (form === 'points') return ',"points":[';
  const [start, length] = typeof step === 'number' ? [Math.floor(from / step) * step, step] : [from, to - from];
  return `,"start":${start},"step":${length},"values":[`;
}
