import type { RangeQuery, SeriesPoints } from '@fettle/collector/domain/series/types';
import type { SeriesStore } from '@fettle/collector/domain/series/store';

export interface Found extends Pick<SeriesPoints, 'device' | 'metric' | 'attributes'> {
  readonly points: [time: number, value: number | null][];
}

/** All that a scan gives, as pairs of time and value, null where none is. */
export async function range(store: Pick<SeriesStore, 'scan'>, query: RangeQuery): Promise<Found[]> {
  const found: Found[] = [];
  for await (const { device, metric, attributes, times, values } of store.scan(query)) {
    const points = Array.from(times, (time, place): Found['points'][number] => {
      const value = values[place] ?? Number.NaN;
      return [time, Number.isNaN(value) ? null : value];
    });
    found.push({ device, metric, attributes, points });
  }
  return found;
}
