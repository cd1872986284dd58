// pure
/** The past of one device as a rule about trends sees it, kept from look to look: only what came since is read again. */
import { instanceText } from '@fettle/shared/rules/where';
import type { Attributes } from '@fettle/shared/metrics/metric';

/** Steps of one length, by their numbers since 1970: all of them, also the one of now. */
export interface Grid {
  /** ms. */
  readonly step: number;
  readonly first: number;
  readonly count: number;
  /** Beginnings of the steps, ms. */
  readonly times: Float64Array;
}

export function gridOf(step: number, from: number, to: number): Grid {
  const first = Math.floor(from / step);
  const count = Math.max(0, Math.floor((to - 1) / step) - first + 1);
  return { step, first, count, times: Float64Array.from({ length: count }, (_, i) => (first + i) * step) };
}

/** Points of a series as a store gives them, in steps of the grid. */
export interface Points {
  readonly attributes: Attributes;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface Past {
  readonly attributes: Attributes;
  /** One a step of the grid; NaN: nothing. */
  readonly values: Float64Array;
}

export class History {
  #grid: Grid | null = null;
  readonly #series = new Map<string, Past>();

  /** From which time on a grid is to be read. @param touched the earliest time of what came since the last `begin`, or infinity */
  from(grid: Grid, touched: number): number {
    const kept = this.#grid;
    const whole = kept === null || kept.step !== grid.step || kept.first > grid.first;
    const first = whole ? grid.first : Math.min(kept.first + kept.count - 1, Math.floor(touched / grid.step));
    return Math.max(grid.first, first) * grid.step;
  }

  /** From now on it is of this grid; what is kept from `from` on, or lies before it, is nothing until it is put. */
  begin(grid: Grid, from: number): void {
    const kept = this.#grid;
    const shift = kept === null ? 0 : grid.first - kept.first;
    const until = Math.floor(from / grid.step) - grid.first;
    for (const [key, { attributes, values: before }] of this.#series) {
      const values = nothing(grid);
      for (let i = 0; i < until; i++) values[i] = before[i + shift] ?? Number.NaN;
      if (kept === null || values.every(Number.isNaN)) this.#series.delete(key);
      else this.#series.set(key, { attributes, values });
    }
    this.#grid = grid;
  }

  put({ attributes, times, values }: Points): void {
    const grid = this.#grid;
    if (grid === null) return;
    const key = instanceText(attributes);
    const into = this.#series.get(key) ?? { attributes, values: nothing(grid) };
    for (let i = 0; i < values.length; i++) {
      const place = Math.floor((times[i] as number) / grid.step) - grid.first;
      if (place >= 0 && place < grid.count) into.values[place] = values[i] as number;
    }
    if (!into.values.every(Number.isNaN)) this.#series.set(key, into);
  }

  get series(): Iterable<Past> {
    return this.#series.values();
  }
}

const nothing = ({ count }: Grid) => new Float64Array(count).fill(Number.NaN);
