import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { seriesBytes } from '@fettle/shared/json/series';
import type { SeriesStore } from '../../domain/series/store.ts';
import type { Latest, StoredFrame, StoredTable } from '../../domain/series/types.ts';
import { rangeOf, valuesOf } from './range.ts';

/** Series as a list of frames, with nothing that makes it fast: what the other stores are compared with. */
export function memorySeries(): SeriesStore {
  const frames = new Map<DeviceId, Map<number, StoredFrame>>();
  /** Sequence numbers that were ever stored. */
  const numbers = new Map<DeviceId, Set<number>>();
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
    const own = numbers.get(device) ?? new Set();
    numbers.set(device, own);
    if (own.has(frame.sequence)) return 'duplicate';
    own.add(frame.sequence);
    known.set(frame.sequence, { ...stored, frame: { ...frame, values: frame.values.slice() } });
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
      return Math.max(0, ...(numbers.get(device) ?? []));
    },

    async latest(devices, metrics) {
      check();
      const found = new Map<DeviceId, readonly Latest[]>();
      for (const device of devices) {
        const newest = of(device).at(-1);
        if (!newest) continue;
        found.set(
          device,
          valuesOf(newest).filter(({ metric }) => metrics?.includes(metric) ?? true),
        );
      }
      return found;
    },

    async *scan(query) {
      check();
      yield* rangeOf([...new Set(query.devices)].toSorted().flatMap(of), query);
    },

    async *scanText(query, form) {
      check();
      for (const { times, values, ...named } of rangeOf([...new Set(query.devices)].toSorted().flatMap(of), query)) {
        yield [{ ...named, text: seriesBytes(form, { times, values }), goesOn: false }];
      }
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

    async maintain(now, plan) {
      check();
      let removed = 0;
      for (const known of frames.values()) {
        for (const [sequence, { time }] of known) if (time < now - plan.raw && known.delete(sequence)) removed++;
      }
      return { removed, more: false };
    },

    async sizes() {
      check();
      return { journal: 0, raw: 0, five: 0, hour: 0 };
    },

    async hold() {
      check();
      return { folder: null, commit() {}, async release() {} };
    },

    async close() {
      closed = true;
    },
  };
}
