// pure
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import { diskDuration } from '@fettle/shared/metrics/disk';
import { filesystemUtilization } from '@fettle/shared/metrics/filesystem';
import { memoryUtilization } from '@fettle/shared/metrics/memory';
import type { Metric } from '@fettle/shared/metrics/metric';
import type { Format } from '@fettle/shared/reports/document';

/** What the trends are of. A device that has several series of one counts by the highest of them at each time: its fullest disk, its slowest. */
export interface Measure {
  readonly id: string;
  readonly title: string;
  readonly metric: Metric;
  readonly agg: 'avg' | 'max';
  readonly format: Format;
  readonly unit?: string;
  readonly decimals?: number;
  /** A change is worth a word from so much on, in the metric’s unit, */
  readonly least: number;
  /** and from so much of what it was before. */
  readonly leastShare: number;
}

export const measures: readonly Measure[] = [
  { id: 'cpu', title: 'Processors', metric: cpuBusy, agg: 'avg', format: 'ratio', least: 0.05, leastShare: 0 },
  { id: 'memory', title: 'Memory', metric: memoryUtilization, agg: 'avg', format: 'ratio', least: 0.05, leastShare: 0 },
  {
    id: 'filesystem',
    title: 'Fullest file system',
    metric: filesystemUtilization,
    agg: 'max',
    format: 'ratio',
    least: 0.03,
    leastShare: 0,
  },
  {
    id: 'disk',
    title: 'Slowest disk, one operation',
    metric: diskDuration,
    agg: 'avg',
    format: 'number',
    unit: 'ms',
    decimals: 1,
    least: 5,
    leastShare: 0.5,
  },
];

/** Whether a change is one that people would call so. */
export function isChange({ least, leastShare }: Measure, before: number, now: number): boolean {
  return Math.abs(now - before) >= Math.max(least, leastShare * Math.abs(before));
}

/** How far something moved, so that measures can stand in one list: 1 is from nothing to all, or twice as much. */
export function moved({ format }: Measure, before: number, now: number): number {
  return format === 'ratio' ? now - before : (now - before) / Math.max(Math.abs(before), 1);
}
