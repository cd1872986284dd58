// pure
import type { Interval } from './intervals.ts';
import type { Lru } from './lru.ts';
import type { AskedDevice, FoundSeries } from './messages.ts';
import type { Question } from './question.ts';
import type { Steps } from './fold/steps.ts';

/**
 * Steps of a device's answer that no longer change: they ended before its newest frame, and frames of before that one are counted as
 * late. So a page that asks again each few seconds makes the reader read what is new.
 */
export interface Settled {
  /** The device's late frames until then: with one more it holds no longer. */
  readonly late: number;
  /** Its newest frame then: as long as it is that, what it says of later steps holds, too. */
  readonly until: number;
  /** Whole steps, ms since 1970; the last may reach behind what was asked for, if nothing is there. */
  readonly from: number;
  readonly to: number;
  /** By the catalogue's number: a value for each step; NaN: no sample. */
  readonly series: ReadonlyMap<number, Float64Array>;
}

/** How a device is answered: by what is known, and what is to be read. */
export interface Reading {
  readonly asked: AskedDevice;
  /** Null: nothing. It stays as it is, whatever other questions keep meanwhile. */
  readonly known: Settled | null;
  readonly unread: readonly Interval[];
}

/** A part of a range as it was read. */
export interface ReadPart {
  readonly within: Interval;
  readonly found: readonly FoundSeries[];
}

/** Steps that are kept of one answer. */
const mostSteps = 20_000;

/** What is settled of a question's devices. Null for questions whose steps tell nothing of other ranges. */
export class SettledSteps {
  readonly #question: Question;
  readonly #steps: Steps;
  readonly #kept: Lru<Settled>;
  readonly #shape: string;
  /** The first step that lies in the range as a whole. */
  readonly #first: number;

  private constructor(question: Question, steps: Steps, kept: Lru<Settled>) {
    this.#question = question;
    this.#steps = steps;
    this.#kept = kept;
    const { aggs } = question.message;
    this.#shape = `${steps.length}/${question.message.series.join()}/${aggs.join()}`;
    this.#first = Math.ceil(steps.from / steps.length) * steps.length;
  }

  static of(question: Question, kept: Lru<Settled>): SettledSteps | null {
    const { steps, message } = question;
    // A state has series of its own in an answer about time; the whole range is no step.
    if (steps === null || !Number.isFinite(steps.length) || message.aggs.includes('time')) return null;
    return new SettledSteps(question, steps, kept);
  }

  readingOf(asked: AskedDevice): Reading {
    const [from, to] = this.#question.wanted.range;
    const known = this.#of(asked);
    const [begin, end] = known ? this.#useful(known, asked) : [to, to];
    if (begin >= end) return { asked, known: null, unread: [[from, to]] };
    const unread: Interval[] = [];
    if (from < begin) unread.push([from, begin]);
    if (end < to) unread.push([end, to]);
    return { asked, known, unread };
  }

  /** The answer of what is known and what was read, each of `unread`. @param keep whether what was read is certain */
  answer(reading: Reading, parts: readonly ReadPart[], keep: boolean): FoundSeries[] {
    const found = reading.known === null ? [...(parts[0]?.found ?? [])] : this.#joined(reading, reading.known, parts);
    if (keep && parts.length > 0) this.#remember(reading.asked, found);
    return found;
  }

  /** What is kept and no newer than what is asked; an answer that was asked for earlier may come later. */
  #of({ device, late, until }: AskedDevice): Settled | null {
    const known = this.#kept.get(this.#key(device));
    return known !== undefined && known.late === late && known.until <= until ? known : null;
  }

  /** The steps of the range that are known. */
  #useful(known: Settled, asked: AskedDevice): Interval {
    return [Math.max(known.from, this.#first), Math.min(this.#endOf(known, asked), this.#end(asked))];
  }

  /** How far what is known holds: as far as it is settled, and as a whole while nothing came since. */
  #endOf({ to, until }: Settled, asked: AskedDevice): number {
    const { length } = this.#steps;
    return asked.until === until ? to : Math.min(to, Math.floor(until / length) * length);
  }

  /** The end of the last step that is as it would be if more were asked for. */
  #end({ until }: AskedDevice): number {
    const { to, length } = this.#steps;
    return (until < to ? Math.ceil(to / length) : Math.floor(to / length)) * length;
  }

  #key(device: number): string {
    return `${device}/${this.#shape}`;
  }

  #joined({ asked }: Reading, known: Settled, parts: readonly ReadPart[]): FoundSeries[] {
    const { start, length, count } = this.#steps;
    const joined = new Map<number, Float64Array>();
    const [begin, end] = this.#useful(known, asked);
    for (const [series, values] of known.series) {
      const own = values.subarray((begin - known.from) / length, (end - known.from) / length);
      if (own.some((value) => !Number.isNaN(value))) columnOf(joined, series, count).set(own, (begin - start) / length);
    }
    for (const { within, found } of parts) {
      const first = Math.floor(within[0] / length) - start / length;
      for (const { series, values } of found) columnOf(joined, series, count).set(values, first);
    }
    return Array.from(this.#question.message.series).flatMap((series): FoundSeries[] => {
      const values = joined.get(series);
      return values ? [{ device: asked.device, series, times: this.#question.times, values }] : [];
    });
  }

  #remember(asked: AskedDevice, found: readonly FoundSeries[]): void {
    const { start, length } = this.#steps;
    const from = this.#first;
    const to = this.#end(asked);
    const key = this.#key(asked.device);
    const before = this.#kept.get(key);
    const isOlder = before !== undefined && (before.late > asked.late || before.until > asked.until);
    const fits = (first: number, last: number) => (last - first) / length <= mostSteps;
    if (to <= from || isOlder || !fits(from, to)) return;
    const known = this.#of(asked);
    const knownTo = known ? this.#endOf(known, asked) : to;
    const all: Interval = known ? [Math.min(from, known.from), Math.max(to, knownTo)] : [from, to];
    const isJoined = known !== null && known.from <= to && knownTo >= from && fits(...all);
    const [begin, end] = isJoined ? all : [from, to];
    const series = new Map<number, Float64Array>();
    const steps = (end - begin) / length;
    if (isJoined) {
      const holding = (knownTo - known.from) / length;
      for (const [one, values] of known.series) {
        columnOf(series, one, steps).set(values.subarray(0, holding), (known.from - begin) / length);
      }
    }
    for (const { series: one, values } of found) {
      const whole = values.subarray((from - start) / length, (to - start) / length);
      columnOf(series, one, steps).set(whole, (from - begin) / length);
    }
    const { late, until } = asked;
    const bytes = 2 * key.length + 200 + 8 * steps * series.size;
    this.#kept.set(key, { late, until, from: begin, to: end, series }, bytes);
  }
}

/** The values of a series, none in any of so many steps at first. */
function columnOf(columns: Map<number, Float64Array>, series: number, steps: number): Float64Array {
  let column = columns.get(series);
  if (!column) columns.set(series, (column = new Float64Array(steps).fill(Number.NaN)));
  return column;
}
