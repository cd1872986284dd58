import type { LiveFrame } from '@fettle/shared/api/live';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { processTable } from '@fettle/shared/metrics/process';
import { processRows, type StoredFrame } from '../../domain/series/index.ts';

/** A frame in the words of the API. */
export function frameMessage({ device, frame, time, dictionary }: StoredFrame, interval: number): LiveFrame {
  const values: LiveFrame['values'] = [];
  for (const [column, { metric, attributes }] of dictionary.series.entries()) {
    const value = frame.values[column];
    if (value === undefined || Number.isNaN(value)) continue;
    const known = metricNamed(metric);
    const text = known?.states?.[value];
    values.push({ metric, attributes, value, unit: known?.unit ?? '', ...(text === undefined ? {} : { text }) });
  }
  const top = frame.tables.find(({ name }) => name === processTable.name);
  return { device, time, interval, values, processes: top ? processRows(top) : [] };
}
