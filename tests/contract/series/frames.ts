/** Frames for tests, short to write. */
import type { RangeQuery, StoredFrame } from '@fettle/collector/domain/series/types';
import type { DeviceId } from '@fettle/shared/ids';
import type { Dictionary, Table } from '@fettle/shared/protocol/frame';

/** A device id that ends in a number. */
export const device = (number: number) => `d${String(number).padStart(26, '0')}` as DeviceId;
export const one = device(1);

/** `['m', 'm{a=1}', 'n:2']`: name, attribute a, decimals (default 0). */
export function dictionary(...texts: readonly string[]): Dictionary {
  return {
    series: texts.map((text) => {
      const [, metric = '', a, decimals = '0'] = /^([^{:]+)(?:\{a=([^}]*)\})?(?::(\d))?$/.exec(text) ?? [];
      return { metric, attributes: a === undefined ? {} : { a }, decimals: Number(decimals) };
    }),
  };
}

export interface Sketch {
  readonly device?: DeviceId;
  readonly sequence: number;
  readonly time: number;
  readonly values: readonly (number | null)[];
  readonly dictionary?: Dictionary;
  readonly tables?: readonly Table[];
}

export const m = dictionary('m');

/** null: absent. */
export function frame({
  device: id = one,
  sequence,
  time,
  values,
  dictionary: series = m,
  tables = [],
}: Sketch): StoredFrame {
  return {
    device: id,
    time,
    dictionary: series,
    frame: { sequence, time, offset: 0, values: Float64Array.from(values, (value) => value ?? Number.NaN), tables },
  };
}

export const everything: RangeQuery = {
  devices: [one],
  metrics: ['m'],
  from: 0,
  to: Number.MAX_SAFE_INTEGER,
  maxPoints: 1_000_000,
};

/** One row named by a number, to know a table by. */
export function table(name: string, id: number): Table {
  return { name, rows: [{ id, start: 1_000 + id, name: `program ${id}`, values: [0.5, 4_096, Number.NaN] }] };
}
