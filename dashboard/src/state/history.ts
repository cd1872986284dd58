import type { CatalogueFamily, CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { LiveFrame } from '@fettle/shared/api/live';
import type { Series } from '@fettle/shared/api/series';
import { seriesText } from '@fettle/shared/metrics/metric';
import { signal } from '@preact/signals';
import { ApiProblem } from '../api/problem.ts';
import { readSeries, type SeriesQuery } from '../api/read.ts';
import { append, forget, type Track, trackOf } from '../charts/append.ts';
import type { Point } from '../charts/gaps.ts';
import { bounds, type Compare, isLive, type Range, shiftOf, stepFor } from '../charts/ranges.ts';
import type { Band } from '../charts/view.ts';
import { clockNow } from './clock.ts';

interface Known extends Track {
  readonly metric: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface FamilyMetrics {
  readonly id: string;
  readonly metrics: readonly string[];
  /** Those of which the lowest and highest samples of a step are shown too. */
  readonly banded?: readonly string[];
}

/** What the charts of one device draw: its series over the range that is shown, and over an earlier one to compare. */
export class History {
  readonly #device: string;
  readonly #tracks = new Map<string, Known>();
  readonly #earlier = new Map<string, readonly Point[]>();
  readonly #bands = new Map<string, Band>();
  readonly #rollups = new Map<string, string>();
  #reading = new AbortController();
  #range: Range = { span: 3_600_000 };
  #interval = 10_000;
  /** Counts up when something to draw has changed. */
  readonly version = signal(0);
  /** Families that could not be read. */
  readonly problems = signal<ReadonlyMap<string, ApiProblem>>(new Map());
  /** True until the first answer for this range. */
  readonly loading = signal(true);
  readonly step = signal(10_000);
  readonly compared = signal(false);

  constructor(device: string) {
    this.#device = device;
  }

  describe(families: readonly CatalogueFamily[]): void {
    for (const { metrics } of families) {
      for (const { name, rollup } of metrics as readonly CatalogueMetric[]) this.#rollups.set(name, rollup);
    }
  }

  /** Every series that was ever in sight, for the charts of what is gone by now. */
  get series(): readonly { metric: string; attributes: Readonly<Record<string, string>>; unit: string }[] {
    return [...this.#tracks.values()].map(({ metric, attributes }) => ({ metric, attributes, unit: '' }));
  }

  pointsOf(key: string): readonly Point[] {
    return this.#tracks.get(key)?.points ?? [];
  }

  earlierOf(key: string): readonly Point[] {
    return this.#earlier.get(key) ?? [];
  }

  bandOf(key: string): Band | undefined {
    return this.#bands.get(key);
  }

  /** Reads some families over a range, each for itself: one that fails does not hide the others. */
  async read(families: readonly FamilyMetrics[], range: Range, compare: Compare, interval: number): Promise<void> {
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.#range = range;
    this.#interval = interval;
    const { from: exactly, to } = bounds(range, clockNow());
    const step = stepFor(to - exactly, globalThis.innerWidth);
    // Whole steps are kept ready; one that is cut is added up from its samples.
    const from = Math.floor(exactly / step) * step;
    const shift = shiftOf(compare, to - exactly);
    if (step !== this.step.peek()) this.#tracks.clear();
    this.step.value = step;
    this.#earlier.clear();
    this.#bands.clear();
    this.compared.value = shift !== undefined;
    this.loading.value = true;
    const all = families.map((family) => this.#readFamily(family, { from, to, step, shift }, reading.signal));
    await Promise.all(all);
    if (!reading.signal.aborted) this.loading.value = false;
  }

  async #readFamily(
    { id, metrics, banded = [] }: FamilyMetrics,
    { from, to, step, shift }: { from: number; to: number; step: number; shift: number | undefined },
    aborted: AbortSignal,
  ): Promise<void> {
    const query = { device: [this.#device], metric: metrics, step };
    try {
      const [now, before] = await Promise.all([
        readSeries({ ...query, from: from - step, to: to + 1 }, aborted),
        shift === undefined ? [] : readSeries({ ...query, from: from - shift, to: to - shift }, aborted),
      ]);
      this.#take(now, metrics, to);
      for (const series of before) this.#earlier.set(seriesText(series), shifted(series.points, shift ?? 0, step));
      if (step > this.#interval && banded.length > 0)
        await this.#readBands({ ...query, metric: banded, from, to: to + 1 }, aborted);
      this.#say(id, undefined);
    } catch (error) {
      if (aborted.aborted) return;
      if (!(error instanceof ApiProblem)) throw error;
      this.#say(id, error);
    }
    this.version.value += 1;
  }

  async #readBands(query: SeriesQuery, aborted: AbortSignal): Promise<void> {
    const [lows, highs] = await Promise.all([
      readSeries({ ...query, agg: 'min' }, aborted),
      readSeries({ ...query, agg: 'max' }, aborted),
    ]);
    const high = new Map(highs.map((series) => [seriesText(series), series.points]));
    for (const series of lows) {
      const key = seriesText(series);
      this.#bands.set(key, { low: series.points, high: high.get(key) ?? [] });
    }
  }

  #take(found: readonly Series[], metrics: readonly string[], to: number): void {
    for (const [key, { metric }] of this.#tracks) if (metrics.includes(metric)) this.#tracks.delete(key);
    for (const { metric, attributes, points } of found) {
      this.#tracks.set(seriesText({ metric, attributes }), {
        metric,
        attributes,
        ...trackOf(points, this.#interval, Math.min(to, clockNow())),
      });
    }
  }

  #say(family: string, problem: ApiProblem | undefined): void {
    const problems = new Map(this.problems.peek());
    if (problem) problems.set(family, problem);
    else if (!problems.delete(family)) return;
    this.problems.value = problems;
  }

  /** Puts a new frame at the right edge, when that is now. */
  take(frame: LiveFrame): void {
    if (!isLive(this.#range)) return;
    this.#interval = frame.interval;
    const step = this.step.peek();
    for (const { metric, attributes, value } of frame.values) {
      const key = seriesText({ metric, attributes });
      const known = this.#tracks.get(key) ?? { metric, attributes, points: [], count: 0 };
      append(known, frame.time, value, step, this.#rollups.get(metric) ?? 'avg');
      forget(known, frame.time - this.#range.span - step);
      this.#tracks.set(key, known);
    }
    this.version.value += 1;
  }

  stop(): void {
    this.#reading.abort();
  }
}

/** Points of an earlier period at the times of this one, on whole steps. */
function shifted(points: readonly Point[], shift: number, step: number): Point[] {
  return points.map(([time, value]) => [Math.round((time + shift) / step) * step, value]);
}
