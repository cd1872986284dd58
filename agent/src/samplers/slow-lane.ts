import type { Metric, TableMetric } from '@fettle/shared/metrics/metric';
import type { TableRow } from '@fettle/shared/protocol/frame';
import type { Columns } from './columns.ts';
import type { Instant, Sampler, Sink } from './sampler.ts';

/** At most so often a slow sampler is started, where nothing else is said. */
export const slowEveryMs = 60_000;
/** Values older than this, and than three rounds, are no longer repeated. */
export const slowStaleMs = 180_000;

interface Round {
  readonly values: Map<number, number>;
  readonly tables: Map<TableMetric, readonly TableRow[]>;
  readonly facts: Map<string, string | null>;
}

const emptyRound = (): Round => ({ values: new Map(), tables: new Map(), facts: new Map() });

/** One slow sampler: starts its rounds, never two at once, and repeats what the last good one found. */
export class SlowLane {
  readonly sampler: Sampler;
  readonly #columns: Columns;
  readonly #done: (error: unknown) => void;
  readonly #everyMs: () => number;
  #running: Promise<void> | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;
  #toldLate = false;
  #renewed = false;
  #last = emptyRound();
  #lastAt = Number.NEGATIVE_INFINITY;
  readonly #repeatValue = (value: number, column: number) => this.#columns.set(column, value);
  readonly #repeatTable = (rows: readonly TableRow[], table: TableMetric) => this.#columns.table(table, rows);

  /** @param done called after each round, with null or what went wrong @param everyMs asked each time */
  constructor(
    sampler: Sampler,
    columns: Columns,
    done: (error: unknown) => void,
    everyMs: () => number = () => slowEveryMs,
  ) {
    this.sampler = sampler;
    this.#columns = columns;
    this.#done = done;
    this.#everyMs = everyMs;
  }

  /** With the next cycle a round begins, however new the last one is. */
  renew(): void {
    this.#renewed = true;
  }

  /** Starts a round if one is due, and puts the last values into this cycle's columns. */
  cycle(at: Instant): void {
    const every = this.#everyMs();
    const due = this.#renewed || at.monotonic - this.#startedAt >= every;
    if (this.#running === undefined && due) this.#start(at);
    if (this.#running !== undefined && at.monotonic - this.#startedAt > slowStaleMs && !this.#toldLate) {
      this.#toldLate = true;
      this.#done(new Error(`it has not answered for ${slowStaleMs / 1_000} seconds`));
    }
    if (at.monotonic - this.#lastAt > Math.max(slowStaleMs, 3 * every)) return;
    this.#last.values.forEach(this.#repeatValue);
    this.#last.tables.forEach(this.#repeatTable);
  }

  /** When the round that runs now is over. */
  idle(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  #start(at: Instant): void {
    this.#startedAt = at.monotonic;
    this.#renewed = false;
    this.#toldLate = false;
    this.#running = this.#round(at);
  }

  async #round(at: Instant): Promise<void> {
    const round = emptyRound();
    try {
      await this.sampler.sample(sinkOf(round, this.#columns), at);
      this.#last = round;
      this.#lastAt = at.monotonic;
      for (const [name, value] of round.facts) this.#columns.fact(name, value);
      this.#done(null);
    } catch (error) {
      this.#done(error);
    } finally {
      this.#running = undefined;
    }
  }
}

/** Keeps what a round finds apart until it is over: half a round is never seen. */
function sinkOf({ values, tables, facts }: Round, columns: Columns): Sink {
  return {
    column: (metric: Metric, ...attributes: readonly string[]) => columns.column(metric, ...attributes),
    set: (column, value) => void values.set(column, value),
    table: (description, rows) => void tables.set(description, rows),
    fact: (name, value) => void facts.set(name, value),
  };
}
