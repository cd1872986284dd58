import type { Latest } from '../../domain/series/types.ts';
import { ByteCursor } from './journal/bytes.ts';
import type { DeviceFrames } from './journal/device-frames.ts';
import { readHead } from './journal/frame-record.ts';
import { readValues } from './journal/frame-values.ts';
import type { Dictionaries } from './names/dictionaries.ts';
import type { SeriesNumbers } from './names/series-numbers.ts';

/**
 * The newest frame of a device lies in memory as its record: about two bytes a value, decoded when somebody asks (8 ns a
 * value), which is far rarer than frames come.
 */
export class NewestValues {
  readonly #dictionaries: Dictionaries;
  readonly #series: SeriesNumbers;
  #values = new Float64Array(0);

  constructor(dictionaries: Dictionaries, series: SeriesNumbers) {
    this.#dictionaries = dictionaries;
    this.#series = series;
  }

  /** In the order of the frame's columns, of these metrics or of all; undefined when the device has no frame. */
  latest({ newest }: DeviceFrames, metrics?: ReadonlySet<string>): Latest[] | undefined {
    if (!newest) return undefined;
    const { time, record } = newest;
    const { dictionary, values } = readHead(record, 0);
    const stored = this.#dictionaries.byId.get(dictionary);
    if (!stored) throw new Error(`Dictionary ${dictionary} of the series is missing.`);
    const { series, decimals } = stored;
    if (this.#values.length < series.length) this.#values = new Float64Array(series.length);
    const count = readValues(new ByteCursor(record, values.start), decimals, this.#values);
    const latest: Latest[] = [];
    for (let column = 0; column < count; column++) {
      const value = this.#values[column] as number;
      if (Number.isNaN(value)) continue;
      const { metric, attributes } = this.#series.key(series[column] as number);
      if (metrics === undefined || metrics.has(metric)) latest.push({ metric, attributes, value, time });
    }
    return latest;
  }
}
