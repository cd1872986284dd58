import type { Aggregation } from '@fettle/shared/api/series';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { type Attributes, seriesText } from '@fettle/shared/metrics/metric';
import type { SeriesStore } from '../../domain/series/store.ts';
import type { Latest, RangeQuery, SeriesPoints, StoredFrame, StoredTable } from '../../domain/series/types.ts';

interface Samples {
  readonly device: DeviceId;
  readonly metric: string;
  readonly attributes: Attributes;
  readonly text: string;
  readonly samples: { readonly time: number; readonly value: number }[];
}

/** Series as a list of frames, with nothing that makes it fast: what the other stores are compared with. */
export function memorySeries(): SeriesStore {
  const frames = new Map<DeviceId, Map<number, StoredFrame>>();
  const resumed = new Map<DeviceId, number>();
  let closed = false;

  /** Ascending by time, then by sequence. */
  const of = (device: DeviceId) =>
    [...(frames.get(device)?.values() ?? [])].toSorted(
      (a, b) => a.time - b.time || a.frame.sequence - b.frame.sequence,
    );

  const check = () => {
    if (closed) throw new FettleError('not_ready', 'The series are closed.');
  };

  function add(stored: StoredFrame): 'stored' | 'duplicate' {
    const { device, frame } = stored;
    const known = frames.get(device) ?? new Map<number, StoredFrame>();
    frames.set(device, known);
    if (known.has(frame.sequence)) return 'duplicate';
    known.set(frame.sequence, { ...stored, frame: { ...frame, values: frame.values.slice() } });
    resumed.set(device, Math.max(resumed.get(device) ?? 0, frame.sequence));
    return 'stored';
  }

  return {
    can: { exact: true, dedupe: true, rollups: false },

    async append(added) {
      check();
      return added.map(add);
    },

    async resume(device) {
      check();
      return resumed.get(device) ?? 0;
    },

    async latest(devices) {
      check();
      const found = new Map<DeviceId, readonly Latest[]>();
      for (const device of devices) {
        const newest = of(device).at(-1);
        if (newest) found.set(device, valuesOf(newest));
      }
      return found;
    },

    async range(query) {
      check();
      return range([...new Set(query.devices)].flatMap(of), query);
    },

    async table(device, name, at = Number.MAX_SAFE_INTEGER) {
      check();
      const tables = of(device).flatMap(({ time, frame }) =>
        frame.tables
          .filter((table) => table.name === name && time <= at)
          .map((table): StoredTable => ({ time, table })),
      );
      return tables.at(-1) ?? null;
    },

    async retain(before) {
      check();
      let removed = 0;
      for (const known of frames.values()) {
        for (const [sequence, { time }] of known) if (time < before && known.delete(sequence)) removed++;
      }
      return removed;
    },

    async close() {
      closed = true;
    },
  };
}

function valuesOf({ time, frame, dictionary }: StoredFrame): Latest[] {
  return dictionary.series.flatMap(({ metric, attributes }, column) => {
    const value = frame.values[column];
    return value === undefined || Number.isNaN(value) ? [] : [{ metric, attributes, value, time }];
  });
}

/** `frames` are ascending by time and sequence within each device. */
function range(frames: readonly StoredFrame[], query: RangeQuery): SeriesPoints[] {
  const series = new Map<string, Samples>();
  for (const stored of frames) {
    if (stored.time < query.from || stored.time >= query.to) continue;
    for (const { metric, attributes, value, time } of valuesOf(stored)) {
      if (!query.metrics.includes(metric)) continue;
      const text = seriesText({ metric, attributes });
      const key = `${stored.device} ${text}`;
      const known = series.get(key) ?? { device: stored.device, metric, attributes, text, samples: [] };
      known.samples.push({ time, value });
      series.set(key, known);
    }
  }
  let room = query.maxPoints;
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...series.values()]
    .toSorted((a, b) => order(a.device, b.device) || order(a.metric, b.metric) || order(a.text, b.text))
    .map(({ device, metric, attributes, samples }) => {
      const points = pointsOf(metric, samples, query, room);
      room -= points.length;
      return { device, metric, attributes, points };
    });
}

/** @throws FettleError `query_too_large` */
function pointsOf(
  metric: string,
  samples: Samples['samples'],
  { from, to, step, agg }: RangeQuery,
  room: number,
): SeriesPoints['points'] {
  const first = step === undefined ? 0 : Math.floor(from / step) * step;
  const count = step === undefined ? samples.length : Math.floor((to - 1 - first) / step) + 1;
  if (count > room) throw new FettleError('query_too_large');
  if (step === undefined) return samples.map(({ time, value }) => [time, value]);
  const aggregate = aggregations[agg ?? metricNamed(metric)?.rollup ?? 'avg'];
  return Array.from({ length: count }, (_, number) => {
    const start = first + number * step;
    const values = samples.filter(({ time }) => time >= start && time < start + step).map(({ value }) => value);
    return [start, values.length === 0 ? null : aggregate(values)];
  });
}

/** Over at least one value. Sums add in the order of the samples. */
const aggregations: Readonly<Record<Aggregation, (values: readonly number[]) => number>> = {
  avg: (values) => aggregations.sum(values) / values.length,
  sum: (values) => values.reduce((before, value) => before + value),
  min: (values) => values.reduce((before, value) => Math.min(before, value)),
  max: (values) => values.reduce((before, value) => Math.max(before, value)),
  count: (values) => values.length,
  last: (values) => values.at(-1) ?? Number.NaN,
};
