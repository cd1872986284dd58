import { deepStrictEqual } from 'node:assert';
import type { RangeQuery, SeriesPoints } from '@fettle/collector/domain/series/types';
import type { SeriesStore } from '@fettle/collector/domain/series/store';

export interface Found extends Pick<SeriesPoints, 'device' | 'metric' | 'attributes'> {
  readonly points: [time: number, value: number | null][];
}

/** All that a scan gives, as pairs of time and value, null where none is; a store that writes it down must write the same. */
export async function range(
  store: Pick<SeriesStore, 'scan'> & Partial<Pick<SeriesStore, 'scanText'>>,
  query: RangeQuery,
): Promise<Found[]> {
  const found: Found[] = [];
  for await (const { device, metric, attributes, times, values } of store.scan(query)) {
    const points = Array.from(times, (time, place): Found['points'][number] => {
      const value = values[place] ?? Number.NaN;
      return [time, Number.isNaN(value) ? null : value];
    });
    found.push({ device, metric, attributes, points });
  }
  if (store.scanText === undefined) return found;
  const text = store.scanText.bind(store);
  deepStrictEqual(
    await written(text(query, 'points')),
    found.map((one) => JSON.stringify(one)),
  );
  if (query.step !== undefined) {
    const values = found.map(({ points, ...one }) => ({ ...one, points: points.map(([, value]) => value) }));
    deepStrictEqual(
      await written(text(query, 'values')),
      values.map((one) => JSON.stringify(one)),
    );
  }
  return found;
}

/** Each series as JSON. */
async function written(scan: ReturnType<SeriesStore['scanText']>): Promise<string[]> {
  const found: string[] = [];
  for await (const parts of scan) {
    for (const { device, metric, attributes, text, goesOn } of parts) {
      const part = Buffer.from(text).toString('latin1');
      if (goesOn) found.push(`${found.pop() ?? ''},${part}`);
      else found.push(`${JSON.stringify({ device, metric, attributes }).slice(0, -1)},"points":[${part}`);
    }
  }
  return found.map((one) => `${one}]}`);
}
