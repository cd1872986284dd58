import { bytesAPlace, putSeries, type SeriesForm } from '@fettle/shared/json/series';
import type { FoundSeries, Written } from './messages.ts';

/** Numbers that are told of a part: device, series, state (NaN: none), where its text ends, whether it goes on (1) or begins (0). */
const told = 5;
const comma = 44;
/** For which there is room at once. */
const leastBytes = 16 * 1024;
/** What a place mostly takes, and places that are written before one looks again: room for the longest would be twice as much. */
const usualBytes: Readonly<Record<SeriesForm, number>> = { points: 37, values: 20 };
const placesAtOnce = 256;

/** Series as JSON, in one piece of memory that is then handed over. */
export class Writing {
  readonly #form: SeriesForm;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #length = 0;
  #parts: number[] = [];

  constructor(form: SeriesForm) {
    this.#form = form;
  }

  /** Places from `first` to `end` (exclusive). */
  add(series: FoundSeries, first: number, end: number): void {
    this.#reserve(usualBytes[this.#form] * (end - first));
    for (let next = first; next < end; next += placesAtOnce) {
      const until = Math.min(end, next + placesAtOnce);
      this.#reserve(bytesAPlace[this.#form] * (until - next) + 1);
      if (next > first) this.#bytes[this.#length++] = comma;
      this.#length = putSeries[this.#form](this.#bytes, this.#length, series, next, until);
    }
    this.#parts.push(series.device, series.series, series.state ?? Number.NaN, this.#length, first > 0 ? 1 : 0);
  }

  /** What was written since the last time, null: nothing. */
  take(): Written | null {
    if (this.#parts.length === 0) return null;
    const written = { bytes: this.#bytes.subarray(0, this.#length), parts: Float64Array.from(this.#parts) };
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
    this.#parts = [];
    return written;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    // Not from the pool that others share, for it moves; and not zeroed: all of it is written.
    const wider = Buffer.allocUnsafeSlow(Math.max(leastBytes, needed, 2 * this.#length));
    wider.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = wider;
  }
}

export interface WrittenPart {
  readonly device: number;
  readonly series: number;
  readonly state: number | undefined;
  readonly text: Uint8Array;
  readonly goesOn: boolean;
}

export function* partsOf({ bytes, parts }: Written): Generator<WrittenPart> {
  let start = 0;
  for (let at = 0; at < parts.length; at += told) {
    const [device, series, state, end, goesOn] = parts.subarray(at, at + told) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    const text = bytes.subarray(start, end);
    yield { device, series, state: Number.isNaN(state) ? undefined : state, text, goesOn: goesOn === 1 };
    start = end;
  }
}
