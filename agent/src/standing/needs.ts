/** What standing orders need of the agent. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Runs } from '../runs/runs.ts';
import type { Trouble } from '../runs/trouble.ts';
import type { Fires } from './fires.ts';

export interface StandingNeeds {
  readonly runs: Runs;
  readonly fires: Fires;
  /** By standing order: up to when its schedule is done. */
  readonly alarms: { read(order: string): unknown; write(order: string, done: unknown): void };
  readonly device: string;
  /** IANA name of the device's own zone. */
  readonly zone: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly trouble: Trouble;
  /** When the machine started, wall clock, ms. */
  readonly booted: () => number;
  /** Please measure so often for so long, ms, as far as the watch's budget lets, and ask at once what is measured seldom. */
  readonly hasten: (interval: number, lease: number) => void;
}
