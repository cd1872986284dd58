import type { Dictionary, Table } from '@fettle/shared/protocol/frame';
import { Columns } from './columns.ts';
import type { OwnCost } from './own-cost.ts';
import type { Host, Instant, Sampler, SamplerFactory } from './sampler.ts';
import { SlowLane } from './slow-lane.ts';

/** What all samplers found at one instant. */
export interface Cycle {
  /** The device's clock, ms since 1970. */
  readonly time: number;
  /** One value a column, NaN where absent. The array is used again: it is valid until the next cycle. */
  readonly values: Float64Array;
  /** The same object until a series is added; columns never move. */
  readonly dictionary: Dictionary;
  readonly tables: readonly Table[];
  /** Facts by name; the same object until one changes. */
  readonly facts: Readonly<Record<string, string>>;
  /** Series that there was no room for. */
  readonly omitted: number;
}

export interface Unavailable {
  readonly family: string;
  readonly reason: string;
}

export interface Runner {
  /** Measures once. It does not wait and does not throw for what a sampler does. */
  cycle(at: Instant): Cycle;
  /** Resolves when no slow sampler runs, at once when none does. */
  idle(): Promise<void>;
  /** With the next cycle slow samplers are asked again, though their turn is later. */
  renew(): void;
  /** The samplers that this machine has no use for. */
  readonly unavailable: readonly Unavailable[];
  close(): void;
}

/** pino's shape. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** A sampler's factory under the name of its family, so that its absence can be told. */
export type Registry = readonly (readonly [family: string, factory: SamplerFactory])[];

export interface RunnerOptions {
  readonly log: Log;
  readonly ownCost: OwnCost;
  /** At most so often slow samplers are asked, ms; asked each time. Default: once a minute. */
  readonly slowEveryMs?: () => number;
}

/** Builds every sampler once and owns their timing and health. */
export function createRunner(host: Host, registry: Registry, options: RunnerOptions): Runner {
  const { log, ownCost, slowEveryMs } = options;
  const columns = new Columns();
  const health = new Health(log, ownCost);
  const { samplers, unavailable } = build(host, registry, health);
  const fast = samplers.filter(({ lane }) => lane === 'fast');
  const slow = samplers
    .filter(({ lane }) => lane === 'slow')
    .map((sampler) => new SlowLane(sampler, columns, (error) => health.note(sampler.family, error), slowEveryMs));
  for (const { family, reason } of unavailable) log.info({ family, reason }, 'not measured on this machine');

  return {
    unavailable,
    cycle(at) {
      const began = performance.now();
      columns.begin();
      for (let next = 0; next < fast.length; next++) sampleFast(fast[next] as Sampler, columns, at, health);
      for (let next = 0; next < slow.length; next++) (slow[next] as SlowLane).cycle(at);
      const { values, dictionary, tables, facts, omitted } = columns;
      ownCost.series = values.length;
      ownCost.omitted = omitted;
      ownCost.cycleMs = performance.now() - began;
      return { time: at.wall, values, dictionary, tables, facts, omitted };
    },
    async idle() {
      await Promise.all(slow.map((lane) => lane.idle()));
    },
    renew() {
      for (const lane of slow) lane.renew();
    },
    close() {
      for (const sampler of samplers) sampler.close?.();
    },
  };
}

function sampleFast(sampler: Sampler, columns: Columns, at: Instant, health: Health): void {
  try {
    const waiting = sampler.sample(columns, at);
    if (waiting !== undefined) throw new Error('a fast sampler must not wait');
    health.note(sampler.family, null);
  } catch (error) {
    health.note(sampler.family, error);
  }
}

function build(host: Host, registry: Registry, health: Health): { samplers: Sampler[]; unavailable: Unavailable[] } {
  const samplers: Sampler[] = [];
  const unavailable: Unavailable[] = [];
  for (const [family, factory] of registry) {
    try {
      const made = factory(host);
      if (typeof made === 'string') unavailable.push({ family, reason: made });
      else samplers.push(made);
    } catch (error) {
      health.note(family, error);
      unavailable.push({ family, reason: reasonOf(error) });
    }
  }
  return { samplers, unavailable };
}

/** Counts every failure, and logs the first of a row and its end. */
class Health {
  readonly #failing = new Set<string>();
  readonly #log: Log;
  readonly #ownCost: OwnCost;

  constructor(log: Log, ownCost: OwnCost) {
    this.#log = log;
    this.#ownCost = ownCost;
  }

  note(family: string, error: unknown): void {
    if (error === null) {
      if (this.#failing.delete(family)) this.#log.info({ family }, 'a sampler works again');
      return;
    }
    this.#ownCost.errors++;
    if (this.#failing.has(family)) return;
    this.#failing.add(family);
    this.#log.warn({ family, reason: reasonOf(error) }, 'a sampler failed; the others go on');
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
