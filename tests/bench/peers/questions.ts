/** The same questions to the collector and to a database that speaks PromQL. Times are ms since 1970. */
import { deviceIdOf } from '../../simulate/identity.ts';
import { fleetSeed } from '../load/device.ts';
import { deviceName, plainName } from './remote-write.ts';

export interface RangeQuestion {
  readonly devices: readonly number[];
  readonly metric: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export function ourPath({ devices, metric, from, to, step }: RangeQuestion): string {
  const named = devices.map((index) => `device=${deviceIdOf(fleetSeed, index)}`).join('&');
  return `/api/v1/series?${named}&metric=${metric}&from=${from}&to=${to}&step=${step}&agg=avg`;
}

/** The first step of theirs ends where our first one does. */
export function theirPath({ devices, metric, from, to, step }: RangeQuestion): string {
  const names = devices.map(deviceName).join('|');
  const match = devices.length === 1 ? `device="${names}"` : `device=~"${names}"`;
  const seconds = step / 1_000;
  const query = `avg_over_time(${plainName(metric)}{${match}}[${seconds}s])`;
  const range = `start=${(from + step) / 1_000}&end=${to / 1_000}&step=${seconds}`;
  return `/api/v1/query_range?query=${encodeURIComponent(query)}&${range}`;
}

/** The newest value of every series of one metric, or of all. */
export function theirNow(metric: string | null, at: number): string {
  const query = metric === null ? '{__name__=~".+"}' : plainName(metric);
  return `/api/v1/query?query=${encodeURIComponent(query)}&time=${at / 1_000}`;
}

/** The newest value of one metric of every device. */
export const ourNow = (metric: string): string => `/api/v1/series/latest?metric=${metric}`;

/** Points with a value in an answer of any form. */
export function pointsIn(answer: Buffer): number {
  const told = JSON.parse(answer.toString()) as {
    items?: { points?: [number, number | null][] }[];
    data?: { result: { values?: unknown[]; value?: unknown }[] };
  };
  if (told.items !== undefined) {
    return told.items.reduce((sum, { points }) => sum + (points?.filter(([, value]) => value !== null).length ?? 1), 0);
  }
  return (told.data?.result ?? []).reduce((sum, one) => sum + (one.values?.length ?? 1), 0);
}
