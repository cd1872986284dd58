import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { systemUptime } from '@fettle/shared/metrics/uptime';
import type { SeriesPoints, SeriesStore } from '../../series/index.ts';
import { type Need, needKey } from './needs.ts';
import type { Reading } from './plan.ts';

/** In every frame of every device: it tells that the device spoke when what a rule looks at was not there. */
export const witness: Need = { metric: systemUptime.name, agg: 'last' };

/** Points of one question; of a few devices there are never so many. */
const mostPoints = 20_000_000;

export interface Question {
  readonly devices: readonly DeviceId[];
  readonly needs: readonly Need[];
  readonly reading: Reading;
  /** Inclusive: the newest frame may be of this very ms. */
  readonly to: number;
  /** ms of the store's work. */
  readonly budgetMs: number;
}

export type ReadDevices = ReadonlyMap<DeviceId, Map<string, SeriesPoints[]>>;

/** What is asked for, by device and need; null: it took too long. */
export async function readSeries(store: SeriesStore, question: Question): Promise<ReadDevices | null> {
  const found = new Map<DeviceId, Map<string, SeriesPoints[]>>();
  try {
    for (const need of question.needs) {
      for await (const points of scan(store, question, need)) {
        const own = found.get(points.device) ?? new Map<string, SeriesPoints[]>();
        found.set(points.device, own);
        const list = own.get(needKey(need)) ?? [];
        own.set(needKey(need), list);
        list.push(points);
      }
    }
  } catch (error) {
    if (error instanceof FettleError && error.code.startsWith('query_too_')) return null;
    throw error;
  }
  return found;
}

function scan(store: SeriesStore, { devices, reading, to, budgetMs }: Question, { metric, agg }: Need) {
  const { from, step } = reading;
  const stepped = step === undefined ? {} : { step, ...(agg !== undefined && { agg }) };
  return store.scan({ devices, metrics: [metric], from, to: to + 1, ...stepped, maxPoints: mostPoints, budgetMs });
}
