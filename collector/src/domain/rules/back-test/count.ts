import { FettleError } from '@fettle/shared/errors';
import type { Device } from '../../devices/index.ts';
import type { SeriesStore } from '../../series/index.ts';
import { witness } from './series-read.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Devices whose frames are counted, to know how many all have. */
const counted = 8;
/** ms of the store's work for it. */
const countingMs = 500;

/** About how many samples of some metrics there are, by the series of now and by how often devices measured then. */
export async function samplesIn(
  series: SeriesStore,
  devices: readonly Device[],
  metrics: readonly string[],
  span: Span,
): Promise<number> {
  if (metrics.length === 0 || devices.length === 0) return 0;
  const latest = await series.latest(
    devices.map(({ id }) => id),
    metrics,
  );
  // One more for the witness.
  const columns = [...latest.values()].reduce((sum, { length }) => sum + length, 0) + devices.length;
  return (columns * (span.to - span.from)) / (await distance(series, devices, span));
}

/** At what distance the frames of a device lie, ms: counted on some of them; where nothing is to be counted, by their intervals. */
async function distance(series: SeriesStore, devices: readonly Device[], { from, to }: Span): Promise<number> {
  const every = Math.ceil(devices.length / counted);
  const some = devices.filter((_, place) => place % every === 0);
  const frames = await framesOf(series, some, { from, to });
  if (frames > 0) return ((to - from) * some.length) / frames;
  return some.reduce((sum, { interval }) => sum + Math.max(1_000, interval), 0) / some.length;
}

async function framesOf(series: SeriesStore, devices: readonly Device[], { from, to }: Span): Promise<number> {
  const { metric } = witness;
  const query = { devices: devices.map(({ id }) => id), metrics: [metric], from, to, maxPoints: counted * 4 };
  let frames = 0;
  try {
    for await (const { values } of series.scan({ ...query, step: 'whole', agg: 'count', budgetMs: countingMs })) {
      for (const count of values) if (count > 0) frames += count;
    }
  } catch (error) {
    if (error instanceof FettleError && error.code.startsWith('query_too_')) return 0;
    throw error;
  }
  return frames;
}
