// pure
import type { ByteSink, ByteSource } from './bytes.ts';

/**
 * Ascending numbers, each once, as runs:
 *
 *     number of runs (varint), each: distance of its first from the end of the one before · its length (varints)
 */
export function writeSeries(series: Int32Array, sink: ByteSink): void {
  let runs = 0;
  for (let i = 0; i < series.length; i++) if (i === 0 || series[i] !== (series[i - 1] as number) + 1) runs++;
  sink.varint(runs);
  let end = 0;
  for (let i = 0; i < series.length;) {
    const first = series[i] as number;
    let length = 1;
    while (series[i + length] === first + length) length++;
    sink.varint(first - end);
    sink.varint(length);
    end = first + length;
    i += length;
  }
}

/** Reads what `writeSeries` wrote. @throws RangeError if it is damaged */
export function readSeries(source: ByteSource): Int32Array {
  const found: number[] = [];
  let end = 0;
  for (let runs = source.varint(); runs > 0; runs--) {
    end += source.varint();
    const length = source.varint();
    if (found.length + length > most) throw new RangeError('A stored list of series is damaged.');
    for (let i = 0; i < length; i++) found.push(end++);
  }
  return Int32Array.from(found);
}

/** More columns than any device may have; beyond it a list is damaged. */
const most = 1_000_000;

/** Where each wanted number stands; those that are not there are left out. Both ascend. */
export function placesOf(series: Int32Array, want: Int32Array): Int32Array {
  const places: number[] = [];
  let place = 0;
  for (const number of want) {
    while (place < series.length && (series[place] as number) < number) place++;
    if (series[place] === number) places.push(place);
  }
  return Int32Array.from(places);
}
