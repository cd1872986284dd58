import { mostBytes, putNumber, putTime } from './numbers.ts';

/** What is written of a series, commas between: `points`: `[time,value]`; `values`: values alone, whose times the steps tell. */
export type SeriesForm = 'points' | 'values';

interface Points {
  /** Whole, ms since 1970. */
  readonly times: Float64Array;
  /** What is no finite number is null. */
  readonly values: Float64Array;
}

const comma = 44;
const opened = 91;
const closed = 93;

/** Bytes for which there must be room for each place. */
export const bytesAPlace: Readonly<Record<SeriesForm, number>> = { points: 2 * mostBytes + 2, values: mostBytes };

/** Places from `first` to `end` (exclusive) as JSON, bytes of ASCII. @returns where the next byte goes */
export const putSeries: Readonly<
  Record<SeriesForm, (bytes: Uint8Array, at: number, series: Points, first: number, end: number) => number>
> = {
  points(bytes, at, { times, values }, first, end) {
    let next = at;
    for (let place = first; place < end; place++) {
      if (place > first) bytes[next++] = comma;
      bytes[next++] = opened;
      next = putTime(bytes, next, times[place] as number);
      bytes[next++] = comma;
      next = putNumber(bytes, next, values[place] as number);
      bytes[next++] = closed;
    }
    return next;
  },
  values(bytes, at, { values }, first, end) {
    let next = at;
    for (let place = first; place < end; place++) {
      if (place > first) bytes[next++] = comma;
      next = putNumber(bytes, next, values[place] as number);
    }
    return next;
  },
};

/** The whole of a series. */
export function seriesBytes(form: SeriesForm, series: Points): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(bytesAPlace[form] * series.values.length);
  return bytes.subarray(0, putSeries[form](bytes, 0, series, 0, series.values.length));
}
