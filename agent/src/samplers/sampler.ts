import type { Metric, TableMetric } from '@fettle/shared/metrics/metric';
import type { TableRow } from '@fettle/shared/protocol/frame';

/** When a cycle began, on two clocks. */
export interface Instant {
  /** Monotonic milliseconds, for rates. */
  readonly monotonic: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
}

/**
 * Where a sampler puts what it measured. A column is asked for once and kept; asking is allowed at any time (a disk was
 * plugged in). A column that is not set in a cycle is absent in that frame.
 */
export interface Sink {
  /**
   * The column of a series; the same for the same metric and values. Values come in the order of `metric.attributes`.
   * -1 when the device has too many series: then `set` does nothing.
   */
  column(metric: Metric, ...values: readonly string[]): number;
  /** A value in the metric's unit. Not finite: absent. Rounded to the metric's decimals. */
  set(column: number, value: number): void;
  /** Replaces the table in this cycle's frame. */
  table(description: TableMetric, rows: readonly TableRow[]): void;
  /** A text that rarely changes; kept until set anew, removed by null. */
  fact(name: string, value: string | null): void;
}

/** What a sampler may know of the machine. `root` is `/` in life and a fixture's folder in tests. */
export interface Host {
  readonly root: string;
  /** Runs a program in the slow lane: no shell, clean environment, killed after the time. Never in the fast lane. */
  run(program: string, args: readonly string[], timeoutMs: number): Promise<string>;
}

/**
 * One family's measuring. `fast`: called every cycle, synchronous, no child process, no waiting, little allocation.
 * `slow`: called at most once a minute, may wait; the runner repeats its last values in between.
 * A sampler that throws is counted and tried again; the other samplers do not notice.
 */
export interface Sampler {
  readonly family: string;
  readonly lane: 'fast' | 'slow';
  sample(sink: Sink, at: Instant): void | Promise<void>;
  close?(): void;
}

/** Makes the sampler, or says in a few words why this machine has no such thing ("no /proc/pressure"). */
export type SamplerFactory = (host: Host) => Sampler | string;
